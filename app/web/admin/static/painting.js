// Brings a part of the page up to date only when what it shows has changed, so that nothing flickers.
import { element } from "../element.js";
import { language } from "./language.js";

const painted = new WeakMap();

// Rebuilds `place` with `build()` when `shown` (any plain value) or the language differs from the last time;
// the keyboard stays where it was if that has an id.
export function repaint(place, shown, build) {
  const print = JSON.stringify([language(), shown]);
  if (painted.get(place) === print) return;
  painted.set(place, print);
  const held = place.contains(document.activeElement) ? document.activeElement.id : "";
  place.replaceChildren(...build());
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
}

// A table row: the first cell names the row.
export function row(first, ...cells) {
  return element("tr", {}, element("th", { scope: "row" }, first), ...cells.map((cell) => element("td", {}, cell)));
}

export function state(mood, text) {
  return element("span", { class: `state ${mood}`.trim() }, text);
}
