// One table of the mall as a form: every key a field, and what can be done with the whole.
import { element } from "../../element.js";
import { language, words } from "../language.js";
import { state } from "../painting.js";
import { standing } from "./draft.js";
import { drawField, sayWrong } from "./field.js";
import { isWithin, namedBy, valueAt } from "./places.js";
import { isKeyed, nameOf, optionsOf, retires, tableOf } from "./tables.js";
import { settled, shownText } from "./values.js";

const fieldId = (key) => `field-${key}`;

/** The form of the table at `path`; `leave()` goes back to the list, null where there is none. */
export function drawEntry(desk, path, leave) {
  const table = tableOf(path);
  const row = valueAt(desk.draft.edited, path);
  const keys = desk.tables[table].filter(({ key }) => key !== "archived" && key !== namedBy(table));
  return [
    leave && drawHead(desk, { path, table, row }, leave),
    table === "hours" && element("p", { id: "field-hours-help", class: "soft" }, words("mall_hours_help")),
    element("div", { class: "mall-fields" }, keys.map((field) => drawKey(desk, path, field))),
  ];
}

function drawHead(desk, { path, table, row }, leave) {
  const name = nameOf(table, { row, key: path.at(-1) });
  return element("div", { class: "mall-entry-head" },
    element("button", { id: "entry-back", class: "button quiet", type: "button", onclick: leave }, words(`mall_back_${table}`)),
    element("h2", { id: "entry-title", tabindex: "-1" }, isKeyed(table) && table !== "holiday" ? `${name} (${path.at(-1)})` : titleOf(table, row)),
    element("p", { id: "entry-state" }),
    element("div", { class: "pair-buttons" }, drawDeeds(desk, path, leave)));
}

function titleOf(table, row) {
  if (table === "holiday") return `${shownText("date", row.date, { say: words, language: language() })} ${row.name}`;
  return shownText("days", row.days, { say: words }) || words("mall_every_day");
}

function drawDeeds(desk, path, leave) {
  const table = tableOf(path);
  const row = valueAt(desk.draft.edited, path);
  const button = (key, does, look = "button") => element("button", { id: `entry-${key}`, class: look, type: "button", onclick: does }, words(`mall_${key}`));
  const redraw = () => desk.redraw();
  const fresh = isKeyed(table) && standing(desk.draft, path) === "new";
  return [
    retires(table) && !fresh && (row.archived
      ? button("bring_back", () => { desk.edit([...path, "archived"], null); redraw(); })
      : button("archive", () => { desk.edit([...path, "archived"], true); redraw(); })),
    (fresh || !retires(table)) && button("remove", () => { removeAt(desk, path); leave(); }, "button danger"),
    !fresh && isKeyed(table) && button("undo", () => { desk.revert(path); redraw(); }, "button quiet"),
  ];
}

/** Takes an entry away; where only the order tells entries apart, the list is set as a whole. */
export function removeAt(desk, path) {
  const [list, key] = [path.slice(0, -1), path.at(-1)];
  if (isKeyed(tableOf(path))) return desk.edit(path, null);
  const left = valueAt(desk.draft.edited, list).filter((_, index) => index !== Number(key));
  desk.edit(list, left.length ? left : null);
}

function drawKey(desk, path, field) {
  const place = [...path, field.key];
  const usual = field.default ?? undefined;
  const options = field.kind === "code" || field.kind === "codes" ? offered(desk, path, field) : [];
  return drawField({
    id: fieldId(field.key),
    field: { ...field, usualText: usualText(field) },
    path, usual, options,
    value: valueAt(desk.draft.edited, place),
    around: around(desk, path),
    change: (value) => {
      desk.edit(place, plain(field, settled(value, { before: valueAt(desk.draft.document, place), usual })));
      follow(desk, path, field);
    },
  });
}

// A counter prefers some of what it serves.
function offered(desk, path, field) {
  const options = optionsOf(desk.draft.edited, field, path);
  if (field.key !== "prefers") return options;
  const served = valueAt(desk.draft.edited, [...path, "services"]) ?? [];
  return options.filter(({ value, group }) => served.includes(value) || served.includes(group));
}

function follow(desk, path, { key }) {
  const field = key === "services" && desk.tables[tableOf(path)].find((each) => each.key === "prefers");
  if (field) document.querySelector('[data-key="prefers"]').replaceWith(drawKey(desk, path, field));
}

const plain = ({ required }, value) => (required && value === null ? "" : !required && Array.isArray(value) && value.length === 0 ? null : value);

function usualText(field) {
  if (field.default === null || field.default === undefined || field.kind === "bool" || ["choice", "hours", "languages", "time"].includes(field.kind) || field.default === "all" || field.default.length === 0) return "";
  return shownText(field.kind, field.default, { say: words, language: language(), choices: field.choices ?? [] });
}

// The hours that hold where a table has none of its own.
function around(desk, path) {
  const site = path[0] === "site" ? valueAt(desk.draft.edited, path.slice(0, 2))?.hours : null;
  return site ?? desk.draft.edited.hours ?? {};
}

/** Brings up to date what stands beside the fields: mistakes, and whether the entry is new, changed or archived. */
export function markEntry(desk, path, place) {
  const mistakes = (desk.told?.mistakes ?? []).filter((mistake) => isWithin(mistake.path, path));
  const fields = [...place.querySelectorAll(".mall-fields > [data-key]")];
  const keys = fields.map((field) => field.dataset.key);
  for (const field of fields) {
    const found = mistakes.filter((mistake) => mistake.path[path.length] === field.dataset.key);
    sayWrong(field, fieldId(field.dataset.key), found.map(({ sentence }) => sentence).join(" "));
  }
  const others = mistakes.filter((mistake) => !keys.includes(mistake.path[path.length]));
  const undo = document.getElementById("entry-undo");
  if (undo) hide(undo, standing(desk.draft, path) !== "changed");
  const line = document.getElementById("entry-state");
  line?.replaceChildren(...marks(desk, path), ...others.map(({ sentence }) => element("span", { class: "error" }, sentence)));
}

// The keyboard does not go with a button that goes.
function hide(button, gone) {
  if (gone && document.activeElement === button) document.getElementById("entry-title")?.focus({ preventScroll: true });
  button.hidden = gone;
}

/** In words whether something is archived, new or changed, and how many mistakes it has. */
export function marks(desk, path) {
  const row = valueAt(desk.draft.edited, path);
  const now = standing(desk.draft, path);
  const wrong = (desk.told?.mistakes ?? []).filter((mistake) => isWithin(mistake.path, path)).length;
  return [
    row?.archived && state("", words("mall_archived")),
    now === "new" && state("good", words("mall_new")),
    now === "changed" && state("warning", words("mall_changed")),
    wrong > 0 && state("danger", words("mall_wrong", { count: wrong })),
  ].filter(Boolean);
}
