// The state of the counter as a small menu: open, break of so many minutes, close.
import { element } from "../element.js";
import { words } from "./language.js";
import { possibleMoves } from "./moves.js";

const BREAKS_MINUTES = [15, 30, 60];
const at = (id) => document.getElementById(id);

/** `press(move, body)` sends a move; `state()` is what the console knows. */
export function prepareDoor({ press, state }) {
  const deeds = { press, state };
  at("door").addEventListener("click", () => toggle(deeds));
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".door")) closeDoor();
  });
  at("door-menu").addEventListener("keydown", walk);
  return { toggle: () => toggle(deeds) };
}

let origin = null; // where the focus was before the menu opened

/** Closes the menu and gives the focus back, so that the space bar goes on calling; says whether it was open. */
export function closeDoor() {
  const wasOpen = !at("door-menu").hidden;
  if (wasOpen && at("door-menu").contains(document.activeElement)) (origin ?? at("main")).focus();
  at("door-menu").hidden = true;
  at("door").setAttribute("aria-expanded", "false");
  return wasOpen;
}

function toggle(deeds) {
  if (closeDoor()) return;
  origin = document.activeElement === document.body ? null : document.activeElement;
  at("door-menu").replaceChildren(...choices(deeds));
  at("door-menu").hidden = false;
  at("door").setAttribute("aria-expanded", "true");
  at("door-menu").querySelector("button")?.focus();
}

function choices({ press, state }) {
  const possible = possibleMoves(state().desk);
  const choice = (move, label, body) => possible.has(move) && element("button", {
    class: "button quiet", type: "button",
    onclick: () => {
      closeDoor();
      press(move, body);
    },
  }, label);
  const found = [
    choice("open", words("door_open"), {}),
    ...BREAKS_MINUTES.map((minutes) => choice("break", words("door_break", { minutes }), { minutes })),
    choice("close", words("door_close"), {}),
  ].filter(Boolean);
  return found.length ? found : [element("p", { class: "door-note soft" }, words("door_busy"))];
}

function walk(event) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  const buttons = [...at("door-menu").querySelectorAll("button")];
  if (buttons.length === 0) return;
  const next = buttons.indexOf(document.activeElement) + steps[event.key];
  buttons[(next + buttons.length) % buttons.length].focus();
}
