// The keyboard on the glass: QWERTY and figures; keys tell what was meant, the field decides what that does.

import { element } from "../element.js";
import { picture } from "./picture.js";

const ROWS = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

// press(key): one character, "delete" or "clear"; for `codes`, figures and letters alone.
export function keyboard(press, { codes = false } = {}) {
  const words = { space: element("span"), clear: element("span"), delete: element("span", { class: "visually-hidden" }) };
  const rows = ROWS.map((keys) => [...keys].map((letter) => key(letter, press, letter.toUpperCase())));
  rows[2].push(codes ? key("clear", press, words.clear) : key("-", press, "-"));
  rows[3].push(key("delete", press, picture("delete", "sign"), words.delete));
  if (!codes) rows.push([key("clear", press, words.clear), key(" ", press, words.space)]);
  const root = element("div", { class: "keyboard", role: "group" }, rows.map((keys) => element("div", { class: "keys" }, keys)));
  root.addEventListener("pointerdown", (event) => event.preventDefault());
  return {
    root,
    name(t) {
      root.setAttribute("aria-label", t("keyboard"));
      for (const [name, node] of Object.entries(words)) node.textContent = t(`key_${name}`);
    },
  };
}

function key(value, press, ...label) {
  const wide = { " ": " key-space", clear: " key-wide", delete: " key-wide" }[value] ?? "";
  return element("button", { type: "button", class: `key${wide}`, "data-key": value, onclick: () => press(value) }, ...label);
}
