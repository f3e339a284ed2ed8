// Elements without HTML strings: text stays text, whatever a person or a catalogue wrote.

import { hueClass, numberParts } from "./words.js";

// element("p", {class: "soft", "aria-live": "polite", onclick: f, hidden: true}, "text", otherElement, null)
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

// A ticket number as it looks on every screen.
export function numberElement(number, attributes = {}) {
  const { letter, figures } = numberParts(number);
  return element("span", { ...attributes, class: `number ${attributes.class ?? ""}`.trim() },
    letter && element("span", { class: "number-letter" }, letter),
    letter && element("span", { class: "number-hyphen" }, "-"),
    element("span", { class: "number-figures" }, figures));
}

// An agency's mark: its letters on its colour. Its name always stands beside it, so readers skip it.
export function markElement({ code, hue }) {
  return element("span", { class: `mark ${hueClass(hue)}`, "aria-hidden": "true" }, code);
}
