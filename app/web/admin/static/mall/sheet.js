// Every service of the mall as a sheet of cells: looked for, changed in place, filled for many at once, pasted.
import { element } from "../../element.js";
import { language, words } from "../language.js";
import { drawBulk } from "./bulk.js";
import { cellText, writeIn, written } from "./cell.js";
import { marks } from "./entry.js";
import { cellAfter, found, pasted } from "./grid.js";
import { drawAdding } from "./list.js";
import { valueAt } from "./places.js";
import { entriesOf, everyEntry } from "./tables.js";

const COLUMNS = ["name", "minutes", "quota", "online", "name_en", "requirements", "prefix", "archived"];
const at = (id) => document.getElementById(id);
const open = { sheet: null }; // the one sheet of the page

/** The sheet with what narrows it, what fills many rows, and a way to add a service. `address(entry)` leads to its form. */
export function drawSheet(desk, view, address) {
  const fields = COLUMNS.map((key) => desk.tables.service.find((field) => field.key === key)).filter(Boolean);
  const names = new Map(entriesOf(desk.draft.edited, "agency", null).map(({ key, row }) => [key, row.short_name || row.name || key]));
  const sheet = { desk, view, address, fields, names, rows: new Map(), shown: [], active: { row: 0, column: 2 } };
  view.wish ??= { text: "", agency: "", archived: false };
  view.chosen ??= new Set();
  open.sheet = sheet;
  const made = [drawLooking(sheet), drawBulk(sheet, fill), drawGrid(sheet), drawAddingHere(sheet)];
  queueMicrotask(() => show(sheet));
  return made;
}

/** Brings up to date which rows are new, changed or wrong. */
export function markSheet(desk) {
  const { sheet } = open;
  if (!sheet?.body.isConnected) return;
  for (const { path, made } of sheet.rows.values()) {
    const now = marks(desk, path);
    const text = now.map(({ textContent }) => textContent).join();
    if (made.state.textContent !== now.map(({ textContent }) => textContent).join("")) made.state.replaceChildren(...now);
    made.line.classList.toggle("wrong", text !== "" && now.some(({ className }) => className.includes("danger")));
  }
}

function drawLooking(sheet) {
  const { view, names } = sheet;
  const wish = (part) => {
    Object.assign(view.wish, part);
    show(sheet);
  };
  const agencies = [...names].map(([code, name]) => element("option", { value: code, selected: code === view.wish.agency }, `${name} (${code})`));
  return element("div", { class: "mall-looking", role: "search" },
    element("div", { class: "field" }, element("label", { for: "look" }, words("mall_look_for")), element("input", { id: "look", type: "search", autocomplete: "off", value: view.wish.text, oninput: ({ target }) => wish({ text: target.value }) })),
    element("div", { class: "field" }, element("label", { for: "look-agency" }, words("mall_agency")),
      element("select", { id: "look-agency", onchange: ({ target }) => {
        wish({ agency: target.value });
        at("adding").replaceWith(drawAddingHere(sheet));
      } }, element("option", { value: "" }, words("mall_all_agencies")), agencies)),
    element("label", { class: "choice", for: "look-archived" }, element("input", { id: "look-archived", type: "checkbox", checked: view.wish.archived, onchange: ({ target }) => wish({ archived: target.checked }) }), element("span", {}, words("mall_show_archived"))),
    element("p", { id: "look-count", role: "status", class: "soft" }));
}

function drawGrid(sheet) {
  const heads = [words("mall_choose"), words("mall_agency"), words("mall_code"), ...sheet.fields.map(({ label }) => label[language()]), words("mall_state")];
  sheet.body = element("tbody", {});
  const table = element("table", { class: "mall-sheet", role: "grid", "aria-labelledby": "mall-title", "aria-describedby": "sheet-help" },
    element("thead", {}, element("tr", {}, heads.map((head) => element("th", { scope: "col" }, head)))), sheet.body);
  table.addEventListener("keydown", (event) => press(sheet, event));
  table.addEventListener("click", (event) => point(sheet, event));
  table.addEventListener("paste", (event) => {
    event.preventDefault();
    paste(sheet, event.clipboardData.getData("text/plain"));
  });
  return [element("p", { id: "sheet-said", role: "status" }), element("div", { class: "wide" }, table), element("p", { id: "sheet-help", class: "soft" }, words("mall_sheet_help"))];
}

// Rows are made once and kept; which of them show follows what is looked for.
function show(sheet) {
  const entries = everyEntry(sheet.desk.draft.edited, "service");
  sheet.shown = found(entries, sheet.view.wish).map((entry) => sheet.rows.get(entry.path.join("/")) ?? drawRow(sheet, entry));
  sheet.body.replaceChildren(...sheet.shown.map(({ made }) => made.line));
  at("look-count").textContent = words("mall_services_count", { count: sheet.shown.length, all: entries.length });
  sheet.active.row = Math.max(0, Math.min(sheet.active.row, sheet.shown.length - 1));
  stand(sheet, false);
  sheet.said();
  markSheet(sheet.desk);
}

function drawRow(sheet, { path, key, parent }) {
  const { view } = sheet;
  const box = element("input", { type: "checkbox", tabindex: "-1", checked: view.chosen.has(key), "aria-label": words("mall_choose_of", { name: key }) });
  const link = element("a", { href: sheet.address({ path, key }), tabindex: "-1", id: `entry-${key}` }, key);
  const cell = (attributes, ...children) => element("td", { role: "gridcell", tabindex: "-1", ...attributes }, ...children);
  const state = cell({ class: "mall-marks" });
  const cells = [cell({}, box), cell({}, sheet.names.get(parent) ?? parent), element("th", { scope: "row", tabindex: "-1" }, link), ...sheet.fields.map((field) => cell({ class: `mall-cell of-${field.kind}` })), state];
  const row = { path, key, parent, made: { line: element("tr", {}, cells), cells, box, link, state } };
  sheet.rows.set(path.join("/"), row);
  sheet.fields.forEach((field, index) => fillCell(sheet, row, index));
  return row;
}

const valueIn = (sheet, row, index) => valueAt(sheet.desk.draft.edited, [...row.path, sheet.fields[index].key]);

function fillCell(sheet, row, index) {
  row.made.cells[index + 3].textContent = cellText(sheet.fields[index], valueIn(sheet, row, index));
}

// The one cell that the tabulator reaches.
function stand(sheet, focus = true) {
  sheet.cell?.setAttribute("tabindex", "-1");
  sheet.cell = sheet.shown[sheet.active.row]?.made.cells[sheet.active.column] ?? null;
  sheet.cell?.setAttribute("tabindex", "0");
  if (focus) sheet.cell?.focus();
}

function press(sheet, event) {
  const row = sheet.shown[sheet.active.row];
  const field = sheet.fields[sheet.active.column - 3];
  if (!row) return;
  const next = cellAfter(sheet.active, event, { rows: sheet.shown.length, columns: row.made.cells.length });
  if (next) {
    sheet.active = next;
    stand(sheet);
  } else if (event.ctrlKey || event.metaKey || event.altKey) return copy(sheet, event);
  else if (event.key === " " && sheet.active.column === 0) choose(sheet, row, !row.made.box.checked);
  else if (event.key === "Enter" && sheet.active.column === 2) row.made.link.click();
  else if (field?.kind === "bool" && [" ", "Enter"].includes(event.key)) toggle(sheet, row);
  else if (field && (event.key === "Delete" || event.key === "Backspace")) fill(sheet, [[row, sheet.active.column - 3, ""]]);
  else if (field && (event.key === "Enter" || event.key === "F2")) begin(sheet, row, null);
  else if (field && field.kind !== "bool" && event.key.length === 1) begin(sheet, row, event.key);
  else return;
  event.preventDefault();
}

function point(sheet, { target }) {
  const line = target.closest("tbody tr");
  const row = sheet.shown.find(({ made }) => made.line === line);
  const column = row ? row.made.cells.indexOf(target.closest("td, th")) : -1;
  if (column < 0 || target.classList.contains("mall-cell-input")) return;
  sheet.active = { row: sheet.shown.indexOf(row), column };
  stand(sheet, target !== row.made.link);
  const field = sheet.fields[column - 3];
  if (target === row.made.box) choose(sheet, row, target.checked);
  else if (field?.kind === "bool") toggle(sheet, row);
  else if (field) begin(sheet, row, null);
}

function choose(sheet, row, chosen) {
  row.made.box.checked = chosen;
  sheet.view.chosen[chosen ? "add" : "delete"](row.key);
  sheet.said();
}

function toggle(sheet, row) {
  const index = sheet.active.column - 3;
  const now = valueIn(sheet, row, index) ?? sheet.fields[index].default ?? false;
  fill(sheet, [[row, index, now ? "no" : "yes"]]);
}

function begin(sheet, row, first) {
  const { row: line, column } = sheet.active;
  const field = sheet.fields[column - 3];
  const text = cellText(field, valueIn(sheet, row, column - 3));
  writeIn(sheet.cell, { label: `${field.label[language()]}, ${row.key}`, text, first, numeric: field.kind === "number" }, {
    paste: (copied) => paste(sheet, copied),
    done: (result, key) => {
      if (result !== null && result !== text) fill(sheet, [[row, column - 3, result]]);
      fillCell(sheet, row, column - 3);
      if (!key) return;
      sheet.active = cellAfter({ row: line, column }, { key }, { rows: sheet.shown.length, columns: row.made.cells.length }) ?? { row: line, column };
      stand(sheet);
    },
  });
}

// What is copied is the one cell; a whole table is exported elsewhere.
function copy(sheet, event) {
  const field = sheet.fields[sheet.active.column - 3];
  if (event.key.toLowerCase() !== "c" || !field || !navigator.clipboard) return;
  navigator.clipboard.writeText(cellText(field, valueIn(sheet, sheet.shown[sheet.active.row], sheet.active.column - 3))).catch(() => {});
}

function paste(sheet, text) {
  const { row, column } = sheet.active;
  const cells = pasted(text, { row, column: column - 3 }, { rows: sheet.shown.length, columns: sheet.fields.length }).filter((cell) => cell.column >= 0);
  fill(sheet, cells.map((cell) => [sheet.shown[cell.row], cell.column, cell.text]));
}

/** Writes a text into each of the cells [row, column, text], as one change of the draft. */
function fill(sheet, cells) {
  const { draft } = sheet.desk;
  const read = cells.map(([row, index, text]) => {
    const path = [...row.path, sheet.fields[index].key];
    return { row, index, path, meant: written(sheet.fields[index], text, valueAt(draft.document, path)) };
  });
  const meant = read.filter((each) => each.meant);
  if (meant.length) sheet.desk.editAll(meant.map(({ path, meant: { value } }) => [path, value]));
  for (const { row, index } of meant) fillCell(sheet, row, index);
  const odd = read.length - meant.length;
  at("sheet-said").textContent = odd ? words("mall_cells_odd", { count: odd }) : read.length > 1 ? words("mall_cells_filled", { count: read.length }) : "";
}

function drawAddingHere(sheet) {
  const { desk, view, names, address } = sheet;
  const agency = view.wish.agency || [...names.keys()][0];
  const place = element("div", { id: "adding", class: "mall-adding" });
  const draw = (parent) => place.replaceChildren(
    element("div", { class: "field" }, element("label", { for: "add-agency" }, words("mall_agency")), element("select", { id: "add-agency", onchange: ({ target }) => {
      draw(target.value);
      at("add-agency").focus();
    } }, [...names].map(([code, name]) => element("option", { value: code, selected: code === parent }, `${name} (${code})`)))),
    drawAdding(desk, { table: "service", parent }, { open: (entry) => { location.hash = address(entry); } }));
  if (agency) draw(agency);
  return place;
}
