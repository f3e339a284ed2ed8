// The keys of the console: each move has its own, unless the person is typing or choosing elsewhere.
import { moveOfKey } from "./moves.js";

const TYPING = "input, select, textarea, [contenteditable]";
const CALLING = new Set([" ", "Enter"]);
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/**
 * `act(move)` hears the key of a move, `escape()` the Escape key, `walk(step)` the arrows; `possible()` are the moves
 * possible now, `listening()` says whether keys count now, and `surprised()` whether the number that the space bar or
 * Enter would call is no longer the one that was chosen.
 */
export function listenToKeys({ act, escape, walk, possible, listening, surprised }) {
  document.addEventListener("keydown", (event) => {
    if (!listening() || event.altKey || event.target.closest(TYPING)) return;
    if (surprised() && CALLING.has(event.key)) return event.preventDefault();
    const move = moveMeant(event, possible);
    if (event.key === "Escape") escape();
    else if (event.key in STEPS && !event.target.closest("[role=menu], .door-menu, .scroll:focus")) walk(STEPS[event.key]);
    else if (!move || meansTheButton(event)) return;
    else if (!event.repeat) act(move);
    event.preventDefault();
  });
}

function moveMeant(event, possible) {
  const withControl = event.ctrlKey || event.metaKey;
  if (withControl) return event.key.toLowerCase() === "z" && !event.shiftKey ? "undo" : null;
  return moveOfKey(event.key, possible());
}

// A person who walks the page with Tab presses the focused button with the space bar.
function meansTheButton(event) {
  return event.key === " " && event.target.closest("button, a") !== null;
}

/** A click leaves no focus behind, so that the space bar goes on calling the next visitor. */
export function leaveFocusAfterClicks(root) {
  root.addEventListener("click", (event) => {
    if (event.detail > 0) event.target.closest("button")?.blur();
  });
}
