// The state of the counter as a small menu: open, break of so many minutes, close or ask to.
import { element } from "../element.js";
import { clockText } from "../wire.js";
import { serverTime } from "./clock.js";
import { prepareClosing } from "./closing.js";
import { language, words } from "./language.js";
import { possibleMoves } from "./moves.js";

const BREAKS_MINUTES = [15, 30, 60];
const at = (id) => document.getElementById(id);

let origin = null; // where the focus was before the menu opened

/**
 * `press(move, body)` sends a move; `state()` is what the console knows, `place()` its {name, timezone}, and
 * `mustAsk()` says whether closing is for somebody else to agree to.
 */
export function prepareDoor({ press, state, place, mustAsk }) {
  const clock = (minutes) => clockText(serverTime(state().clock, performance.now()) + minutes * 60_000, language(), place().timezone);
  const askClosing = prepareClosing({ clock, close: (wish) => press("close", wish) });
  const deeds = { press, state, clock, mustAsk, close: () => askClosing({ name: place().name, mustAsk: mustAsk() }) };
  at("door").addEventListener("click", () => toggle(deeds));
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".door")) closeDoor();
  });
  at("door-menu").addEventListener("keydown", walk);
  return { toggle: () => toggle(deeds) };
}

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

function choices({ press, state, clock, mustAsk, close }) {
  const possible = possibleMoves(state().desk);
  const choice = (move, label, deed) => possible.has(move) && element("button", {
    class: "button quiet", type: "button",
    onclick: () => {
      closeDoor();
      deed();
    },
  }, label);
  const pause = (minutes) => choice("break", words("door_break", { minutes, time: clock(minutes) }), () => press("break", { minutes }));
  const found = [
    choice("closing/withdraw", words("move_closing_withdraw"), () => press("closing/withdraw")),
    possible.has("closing/withdraw") || choice("open", words("door_open"), () => press("open")),
    ...BREAKS_MINUTES.map(pause),
    choice("close", words(mustAsk() ? "door_ask_close" : "door_close"), close),
  ].filter((each) => each instanceof Node);
  const busy = state().desk?.ticket ? element("p", { class: "door-note soft" }, words("door_busy")) : null;
  return [...found, busy].filter(Boolean);
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
