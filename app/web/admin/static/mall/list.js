// The entries of one table: what each is, its order, and a way to add one.
import { element } from "../../element.js";
import { language, words } from "../language.js";
import { row } from "../painting.js";
import { marks } from "./entry.js";
import { namedBy } from "./places.js";
import { beginning, columnsOf, entriesOf, isKeyed, listPath, nameOf, optionsOf, retires, suggested, takenCodes, titleKey } from "./tables.js";
import { shownText, wrongWithCode } from "./values.js";

/**
 * The list of `table` in `parent` (the code of a site or agency, or null). `way` = {open(entry), archived, showArchived(bool)}.
 */
export function drawList(desk, { table, parent }, way) {
  const written = entriesOf(desk.draft.edited, table, parent);
  const all = namedBy(table) === "date" ? [...written].sort((one, other) => (one.key < other.key ? -1 : 1)) : written;
  const shown = all.filter(({ row: each }) => way.archived || !each.archived);
  const fields = columnsOf(table).map((key) => desk.tables[table].find((field) => field.key === key)).filter(Boolean);
  return [
    shown.length ? drawTable(desk, { table, parent, shown, fields }, way) : element("p", { class: "soft" }, words(`mall_none_${table}`)),
    retires(table) && all.some(({ row: each }) => each.archived) && element("label", { class: "choice", for: "show-archived" },
      element("input", { id: "show-archived", type: "checkbox", checked: way.archived, onchange: ({ target }) => way.showArchived(target.checked) }),
      element("span", {}, words("mall_show_archived"))),
    drawAdding(desk, { table, parent }, way),
  ];
}

function drawTable(desk, { table, parent, shown, fields }, way) {
  const heads = [desk.tables[table].find(({ key }) => key === titleKey(table))?.label[language()] ?? words("mall_entry"), ...fields.map(({ label }) => label[language()]), words("mall_state")];
  const movable = isKeyed(table) && table !== "holiday" && shown.length > 1;
  return element("div", { class: "wide", role: "group", tabindex: "0", "aria-labelledby": "mall-title" },
    element("table", { class: "mall-list" },
      element("thead", {}, element("tr", {}, heads.map((head) => element("th", { scope: "col" }, head)), movable && element("th", { scope: "col" }, words("mall_order")))),
      element("tbody", {}, shown.map((entry, index) => drawRow(desk, { table, parent, shown, fields, movable }, entry, index, way)))));
}

function drawRow(desk, { table, shown, fields, movable }, entry, index, way) {
  const text = (field) => {
    const named = field.kind === "code" || field.kind === "codes" ? optionsOf(desk.draft.edited, field, entry.path) : [];
    const nameOfCode = (code) => named.find(({ value }) => value === code)?.text ?? code;
    return shownText(field.kind, entry.row[field.key] ?? field.default, { say: words, nameOf: nameOfCode, choices: field.choices ?? [], language: language() });
  };
  const title = titleText(table, entry);
  const made = row(
    element("span", {}, element("a", { id: `entry-${entry.key}`, href: way.address(entry) }, title),
      isKeyed(table) && title !== entry.key && table !== "holiday" && element("span", { class: "beneath soft" }, entry.key)),
    ...fields.map(text), element("span", { class: "mall-marks" }, marks(desk, entry.path)));
  if (movable) made.append(element("td", {}, element("div", { class: "mall-order" }, moveButton(desk, entry, title, -1, shown, index), moveButton(desk, entry, title, 1, shown, index))));
  return made;
}

function titleText(table, { row: each, key }) {
  if (titleKey(table) === "days") return shownText("days", each.days, { say: words }) || words("mall_every_day");
  return each[titleKey(table)] || nameOf(table, { row: each, key });
}

// Before the one above, or before the one after the next: what stands between them unseen stays between them.
function moveButton(desk, { path, key }, title, by, shown, index) {
  const way = by < 0 ? "up" : "down";
  const before = by < 0 ? shown[index - 1]?.key : (shown[index + 2]?.key ?? null);
  return element("button", {
    id: `${way}-${key}`, class: "button quiet", type: "button", disabled: !shown[index + by], "aria-label": words(`mall_${way}_of`, { name: title }),
    onclick: () => {
      desk.move(path, before);
      desk.redraw();
      const pressed = document.getElementById(`${way}-${key}`);
      (pressed.disabled ? document.getElementById(`${by < 0 ? "down" : "up"}-${key}`) : pressed)?.focus();
    },
  }, words(`mall_${way}`));
}

/** A form that adds an entry and opens it; its code is suggested. */
export function drawAdding(desk, { table, parent }, way) {
  const add = (key) => {
    const path = [...listPath(table, parent), key];
    const made = beginning(desk.draft.edited, table, parent, key, words);
    if (isKeyed(table)) desk.edit(path, made);
    else desk.edit(listPath(table, parent), [...entriesOf(desk.draft.edited, table, parent).map(({ row: each }) => each), made]);
    way.open({ path, key });
  };
  const button = element("button", { id: "add", class: "button primary" }, words(`mall_add_${table}`));
  if (!isKeyed(table)) {
    button.type = "button";
    button.addEventListener("click", () => add(String(entriesOf(desk.draft.edited, table, parent).length)));
    return element("div", {}, button);
  }
  const dated = namedBy(table) === "date";
  const input = element("input", { id: "add-code", type: dated ? "date" : "text", value: suggested(desk.draft.edited, table, parent), maxlength: 32, autocomplete: "off", autocapitalize: "none", spellcheck: "false", "aria-describedby": "add-help add-error" });
  const error = element("p", { id: "add-error", class: "error", role: "alert" });
  const form = element("form", { class: "mall-add", novalidate: true },
    element("div", { class: "field" }, element("label", { for: "add-code" }, words(dated ? "mall_new_date" : "mall_new_code")), input,
      element("p", { id: "add-help", class: "help" }, words(dated ? "mall_new_date_help" : "mall_new_code_help")), error), button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const key = input.value.trim();
    const taken = takenCodes(desk.draft.edited, table, parent);
    const wrong = !dated ? wrongWithCode(key, taken) : key === "" ? "mall_date_wrong" : taken.includes(key) ? "mall_date_taken" : "";
    error.textContent = wrong ? words(wrong) : "";
    input.setAttribute("aria-invalid", String(Boolean(wrong)));
    if (wrong) input.focus();
    else add(key);
  });
  return form;
}
