// Brings a part of the page up to date only when what it shows has changed, so that nothing flickers.
import { element } from "../element.js";
import { language } from "./language.js";

const HELD_MS = 10_000;
const STOPS = "a[href], button, input, select, textarea, summary, [tabindex]"; // where the keyboard can stand
const painted = new WeakMap();
const lists = new WeakMap(); // place -> its elements by key
let moved = 0;

for (const sign of ["pointermove", "pointerdown", "keydown"]) {
  document.addEventListener(sign, () => { moved = Date.now(); }, { capture: true, passive: true });
}

// Rebuilds `place` with `build()` when `shown` (any plain value) or the language differs from the last time;
// the keyboard stays where it was: by its id, else at what stands there now.
export function repaint(place, shown, build) {
  const print = JSON.stringify([language(), shown]);
  if (painted.get(place) === print) return;
  painted.set(place, print);
  const held = place.contains(document.activeElement) ? document.activeElement : null;
  const index = held ? stops(place).indexOf(held) : -1;
  place.replaceChildren(...build());
  if (held) holdOn(place, held.id, index);
}

// A button that was pressed may be gone with what it did: whoever works by keyboard goes on beside it.
function holdOn(place, id, index) {
  if (id) document.getElementById(id)?.focus({ preventScroll: true });
  if (place.contains(document.activeElement) || index < 0) return;
  const left = stops(place);
  left[Math.min(index, left.length - 1)]?.focus({ preventScroll: true });
}

function stops(place) {
  return [...place.querySelectorAll(STOPS)].filter((each) => !each.disabled && each.getClientRects().length > 0);
}

// Empties `place`; whatever comes next is painted.
export function wipe(place) {
  painted.delete(place);
  place.replaceChildren();
}

// Keeps one element for each of `items` in `place`, so that a press on it is never lost: `make(item)` once,
// `fill(element, item)` when the item or the language has changed.
export function repaintEach(place, items, { key, make, fill }) {
  const known = lists.get(place) ?? new Map();
  const held = place.contains(document.activeElement) ? document.activeElement : null;
  const now = new Map(items.map((item) => [String(key(item)), known.get(String(key(item))) ?? make(item)]));
  for (const [code, made] of known) if (!now.has(code)) made.remove();
  items.forEach((item, index) => {
    const made = now.get(String(key(item)));
    if (place.children[index] !== made) place.insertBefore(made, place.children[index] ?? null);
    const print = JSON.stringify([language(), item]);
    if (painted.get(made) === print) return;
    painted.set(made, print);
    fill(made, item);
  });
  lists.set(place, now);
  if (held && held !== document.activeElement) (held.isConnected ? held : document.getElementById(held.id))?.focus({ preventScroll: true });
}

// Whether somebody has just pointed at `place` or typed in it, and may be about to press.
export function isHeld(place) {
  return Date.now() - moved < HELD_MS && (place.matches(":hover") || place.contains(document.activeElement));
}

// A table row: the first cell names the row.
export function row(first, ...cells) {
  return element("tr", {}, element("th", { scope: "row" }, first), ...cells.map((cell) => element("td", {}, cell)));
}

export function state(mood, text) {
  return element("span", { class: `state ${mood}`.trim() }, text);
}
