// The keys of the console: each move has its own, unless the person is typing or choosing elsewhere.
import { moveOfKey } from "./moves.js";

const TYPING = "input, select, textarea, [contenteditable]";

/** `act(move)` hears the key of a move, `escape()` the Escape key; `listening()` says whether keys count now. */
export function listenToKeys({ act, escape, listening }) {
  document.addEventListener("keydown", (event) => {
    if (!listening() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return escape();
    const move = moveOfKey(event.key);
    if (!move || event.target.closest(TYPING) || meansTheButton(event)) return;
    event.preventDefault();
    if (!event.repeat) act(move);
  });
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
