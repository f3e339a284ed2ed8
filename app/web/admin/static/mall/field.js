// One key of a table as a field: its label, what it holds, help below, and beside it what is wrong.
import { element } from "../../element.js";
import { language, words } from "../language.js";
import { pickerControl } from "./picker.js";
import { chosenWith, daysWith, hoursParts, hoursText, lineOf, linesOf, numberOf, numbersOf, timeOf, WEEK, weekWith } from "./values.js";

const DRAWN = {
  text: lineControl, number: numberControl, bool: boolControl, choice: choiceControl, code: codeControl, codes: pickerControl,
  hours: dayControl, week: weekControl, ratio: lineControl, time: timeControl, date: dateControl, languages: languagesControl,
  lines: linesControl, numbers: numbersControl, days: daysControl, bilingual: bilingualControl, colour: lineControl, file: fileControl,
};
const GROUPS = new Set(["codes", "hours", "week", "languages", "days", "bilingual"]);

/**
 * A field for one key. `spot` = {id, field, value, usual, options, change(value)}; `options` are what the codes of a key may
 * name. A group of controls is a fieldset, a single one has its label.
 */
export function drawField(spot) {
  const { id, field } = spot;
  const { kind } = field;
  const helper = field.kind === "hours" ? "field-hours-help" : `${id}-help`; // one for the whole week
  const text = field.label[language()] + (field.required || hasUsual(field) ? "" : ` ${words("mall_optional")}`);
  const describedBy = `${helper} ${id}-error`;
  const about = [field.kind !== "hours" && element("p", { id: helper, class: "help" }, helpOf(field)), element("p", { id: `${id}-error`, class: "error" })];
  const control = (DRAWN[kind] ?? lineControl)({ ...spot, describedBy });
  if (kind === "bool") return element("div", { class: "field", "data-key": field.key }, element("label", { class: "choice", for: id }, control, element("span", {}, field.label[language()])), about);
  if (GROUPS.has(kind)) return element("fieldset", { id, class: "field mall-group", "data-key": field.key, "aria-describedby": describedBy }, element("legend", {}, text), control, about);
  return element("div", { class: "field", "data-key": field.key }, element("label", { for: id }, text), control, about);
}

/** Says beside a field what is wrong with it; "" takes it away. */
export function sayWrong(place, id, sentence) {
  const error = document.getElementById(`${id}-error`);
  if (error.textContent === sentence) return;
  error.textContent = sentence;
  if (!place.matches("fieldset")) document.getElementById(id).setAttribute("aria-invalid", String(Boolean(sentence)));
  place.classList.toggle("wrong", Boolean(sentence));
}

const hasUsual = ({ default: usual, kind }) => (usual !== null && usual !== undefined && usual.length !== 0) || ["bool", "file", "hours"].includes(kind);

function helpOf(field) {
  const told = field.help[language()];
  return field.usualText ? `${told} ${words("mall_usual", { value: field.usualText })}` : told;
}

function input({ id, value, describedBy, field }, attributes, onInput) {
  return element("input", { id, value: value ?? "", "aria-describedby": describedBy, required: field.required, autocomplete: "off", ...attributes, oninput: ({ target }) => onInput(target.value) });
}

function lineControl(spot) {
  if (spot.field.choices?.length) return choiceControl(spot);
  return input(spot, { maxlength: spot.field.longest ?? 300 }, (text) => spot.change(lineOf(text)));
}

function numberControl(spot) {
  const shown = spot.value === undefined || spot.value === null ? "" : String(spot.value).replace(".", language() === "id" ? "," : ".");
  return input({ ...spot, value: shown }, { inputmode: "decimal", class: "mall-short", placeholder: spot.usual ?? null }, (text) => spot.change(numberOf(text)));
}

// Where a time holds without being written, none at all has to be.
function timeControl(spot) {
  return timeInput({ id: spot.id, "aria-describedby": spot.describedBy, required: spot.field.required }, spot.value ?? spot.usual ?? "", (text) => spot.change(timeOf(text) ?? (spot.usual ? "" : null)));
}

// Times have 24 hours whatever the browser's own clock looks like.
function timeInput(attributes, value, onInput) {
  return element("input", { ...attributes, class: "mall-time", inputmode: "numeric", maxlength: 5, placeholder: "08:00", autocomplete: "off", value,
    oninput: ({ target }) => onInput(target.value),
    onchange: ({ target }) => { target.value = timeOf(target.value) ?? ""; } });
}

function dateControl(spot) {
  return input(spot, { type: "date", class: "mall-short" }, (text) => spot.change(text || null));
}

function linesControl({ id, value, describedBy, change }) {
  const area = element("textarea", { id, rows: Math.max(3, (value?.length ?? 0) + 1), "aria-describedby": describedBy, oninput: ({ target }) => change(linesOf(target.value)) });
  area.value = (value ?? []).join("\n");
  return area;
}

function numbersControl(spot) {
  return input({ ...spot, value: (spot.value ?? []).join(" ") }, { inputmode: "decimal" }, (text) => spot.change(numbersOf(text)));
}

function boolControl({ id, value, usual, describedBy, change }) {
  return element("input", { id, type: "checkbox", checked: value ?? usual ?? false, "aria-describedby": describedBy, onchange: ({ target }) => change(target.checked) });
}

function choiceControl(spot) {
  return select(spot, (spot.field.choices ?? []).map((choice) => [choice.value, choice.label?.[language()] ?? String(choice.value)]));
}

function codeControl(spot) {
  const built = (spot.field.choices ?? []).map((choice) => [choice.value, choice.label?.[language()] ?? String(choice.value)]);
  const known = spot.options.filter((option) => !option.archived || option.value === spot.value);
  const pairs = [...built, ...known.map((option) => [option.value, `${option.text} (${option.value})`])];
  return built.length || spot.options.length || spot.field.of?.length ? select(spot, pairs) : lineControl(spot);
}

// What is kept and no more offered stands among the choices, so that looking alone changes nothing.
function select({ id, value, usual, describedBy, field, change }, pairs) {
  const shown = value ?? (field.required ? null : usual) ?? "";
  const known = pairs.some(([each]) => String(each) === String(shown));
  const empty = !field.required && !pairs.some(([each]) => each === usual);
  const options = [...(empty || shown === "" ? [["", words("mall_none")]] : []), ...(known || shown === "" ? [] : [[shown, String(shown)]]), ...pairs];
  return element("select", { id, "aria-describedby": describedBy, onchange: ({ target }) => change(options[target.selectedIndex][0] === "" ? null : options[target.selectedIndex][0]) },
    options.map(([each, text]) => element("option", { value: each, selected: String(each) === String(shown) }, text)));
}

function fileControl({ id, value, describedBy }) {
  return element("p", { id, "aria-describedby": describedBy }, `${value ?? words("mall_none")} `, element("a", { href: "/admin/look" }, words("mall_look_page")));
}

function check(id, text, checked, change) {
  return element("label", { class: "choice", for: id }, element("input", { id, type: "checkbox", checked, onchange: ({ target }) => change(target.checked) }), element("span", {}, text));
}

function several(spot, names, label, after) {
  let chosen = spot.value ?? spot.usual ?? null;
  return element("div", { class: "mall-days" }, names.map((name) => check(`${spot.id}-${name}`, words(label(name)), chosen?.includes(name) ?? false, (on) => {
    chosen = after(chosen, name, on);
    spot.change(chosen);
  })));
}

function languagesControl(spot) {
  return several(spot, ["id", "en"], (name) => `mall_language_${name}`, chosenWith);
}

function daysControl(spot) {
  return several(spot, WEEK, (name) => `mall_day_${name}`, daysWith);
}

function bilingualControl(spot) {
  const kept = { id: "", en: "", ...spot.value };
  return element("div", { class: "mall-pair" }, ["id", "en"].map((name) => element("div", { class: "field" },
    element("label", { for: `${spot.id}-${name}` }, words(`mall_language_${name}`)),
    element("input", { id: `${spot.id}-${name}`, lang: name, value: kept[name], autocomplete: "off", oninput: ({ target }) => {
      kept[name] = target.value.trim();
      spot.change({ ...kept });
    } }))));
}

function dayControl(spot) {
  return hoursRow(spot.id, spot.field.label[language()], spot.value, spot.change);
}

// The hours of one day: open or closed, and from when to when.
function hoursRow(id, name, value, change) {
  const now = { ...hoursParts(value) };
  const ends = ["from", "to"].map((end) => timeInput({ id: `${id}-${end}`, disabled: !now.open, "aria-label": words(`mall_${end}_of`, { day: name }) }, now[end], (text) => {
    now[end] = text;
    change(hoursText(now));
  }));
  const open = check(`${id}-open`, words("mall_open"), now.open, (on) => {
    Object.assign(now, { open: on, from: now.from || "08:00", to: now.to || "15:00" });
    ends.forEach((input, index) => Object.assign(input, { disabled: !on, value: now[index ? "to" : "from"] }));
    change(hoursText(now));
  });
  return element("div", { class: "mall-hours" }, open, ends[0], element("span", { "aria-hidden": "true" }, "–"), ends[1]);
}

// A week of its own, or the one of what lies around it.
function weekControl(spot) {
  let week = spot.value ?? null;
  const days = element("div", { class: "mall-week", hidden: week === null });
  const draw = () => days.replaceChildren(...WEEK.map((day) => element("div", { class: "mall-week-day", role: "group", "aria-label": words(`mall_day_${day}`) },
    element("span", { "aria-hidden": "true" }, words(`mall_day_${day}`)),
    hoursRow(`${spot.id}-${day}`, words(`mall_day_${day}`), week?.[day] ?? "", (text) => {
      week = weekWith(week, day, text);
      spot.change(week);
    }))));
  draw();
  return [check(`${spot.id}-own`, words("mall_own_hours"), week !== null, (on) => {
    week = on ? { ...spot.around } : null;
    days.hidden = !on;
    draw();
    spot.change(week);
  }), days];
}
