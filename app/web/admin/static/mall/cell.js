// One cell of the sheet of services: what it shows, what is written into it, and the small field in which that happens.
import { element } from "../../element.js";
import { words } from "../language.js";
import { truthOf } from "./grid.js";

import { lineOf, linesOf, numberOf, settled } from "./values.js";

const SEPARATED = "; "; // between lines that stand in one cell

/** The text of a cell as it is shown, copied and written. */
export function cellText(field, value) {
  const shown = value ?? field.default ?? "";
  if (field.kind === "bool") return words(shown === true ? "mall_yes" : "mall_no");
  return Array.isArray(shown) ? shown.join(SEPARATED) : String(value ?? "");
}

/** What a text means in this column: {value}, or null where it cannot be understood. `before` is the revision's own value. */
export function written(field, text, before) {
  const read = { bool: truthOf, number: numberOf, lines: (each) => linesOf(each.replace(/;/g, "\n")) }[field.kind] ?? lineOf;
  const value = read(text);
  if (value === undefined) return null;
  if (value === null && field.required) return { value: "" };
  return { value: settled(value, { before, usual: field.default ?? undefined }) };
}

/**
 * Writes in a cell: `first` is the letter with which it began, or null for the text that stands there. `done(text, key)`
 * follows with what was written, or with null where it was left as it was; a paste of several cells goes to `paste(text)`.
 */
export function writeIn(cell, { label, text, first, numeric }, { done, paste }) {
  const input = element("input", { class: "mall-cell-input", "aria-label": label, autocomplete: "off", inputmode: numeric ? "numeric" : null, value: first ?? text });
  let over = false;
  const end = (result, key) => {
    if (over) return;
    over = true;
    done(result, key);
  };
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape") end(null, "Escape");
    else if (event.key === "Enter") end(input.value, event.shiftKey ? "ArrowUp" : "ArrowDown");
    else if (event.key === "Tab") end(input.value, event.shiftKey ? "ArrowLeft" : "ArrowRight");
    else return;
    event.preventDefault();
  });
  input.addEventListener("paste", (event) => {
    const copied = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(copied.trimEnd())) return;
    event.preventDefault();
    event.stopPropagation();
    end(null, "Escape");
    paste(copied);
  });
  input.addEventListener("blur", () => end(input.value, ""));
  cell.replaceChildren(input);
  input.focus();
  if (first === null) input.select();
  else input.setSelectionRange(input.value.length, input.value.length);
}
