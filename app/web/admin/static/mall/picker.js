// Choosing some of many codes, agencies and services above all: those chosen stand in front, the others are looked for.
import { element } from "../../element.js";
import { words } from "../language.js";
import { chosenWith } from "./values.js";

const FEW = 12;

/** Boxes for every option; with more than a few, agencies are offered first and services where they are looked for. */
export function pickerControl(spot) {
  const state = { codes: spot.value === "all" || spot.value === undefined ? null : [...spot.value] };
  const every = Boolean(spot.field.all);
  if (!every) state.codes ??= [];
  const change = () => spot.change(state.codes === null ? "all" : state.codes.length ? [...state.codes] : []);
  const list = drawList(spot, state, change);
  list.hidden = state.codes === null;
  return [every && drawReach(spot, state, list, change), list];
}

function drawReach({ id }, state, list, change) {
  const way = (value, text) => element("label", { class: "choice", for: `${id}-${value}` },
    element("input", { id: `${id}-${value}`, type: "radio", name: `${id}-reach`, checked: (state.codes === null) === (value === "all"), onchange: () => {
      state.codes = value === "all" ? null : list.chosen();
      list.hidden = value === "all";
      change();
    } }), element("span", {}, words(text)));
  return element("div", { class: "mall-reach" }, way("all", "mall_all"), way("some", "mall_some"));
}

function drawList({ id, options, value }, state, change) {
  const chosen = new Set(Array.isArray(value) ? value : []);
  const known = options.filter((option) => !option.archived || chosen.has(option.value));
  const lost = [...chosen].filter((code) => !known.some((option) => option.value === code)).map((code) => ({ value: code, text: code }));
  const many = known.length > FEW;
  const boxes = [...lost, ...known].map((option) => drawBox(id, option, state, change));
  const look = element("input", { id: `${id}-look`, type: "search", placeholder: words("mall_look_for"), "aria-label": words("mall_look_for"), autocomplete: "off", oninput: () => show() });
  const show = () => {
    const text = look.value.trim().toLocaleLowerCase("id");
    for (const { place, option, box } of boxes) {
      const said = `${option.value} ${option.text}`.toLocaleLowerCase("id");
      place.hidden = many && !box.checked && (text ? !said.includes(text) : option.table === "service");
    }
  };
  const order = [...boxes].sort((one, other) => Number(other.box.checked) - Number(one.box.checked));
  show();
  const made = element("div", { class: "mall-picker" }, many && look, element("div", { class: "mall-boxes", role: "group", tabindex: many ? 0 : null, "aria-label": words("mall_choices") }, order.map(({ place }) => place)));
  return Object.assign(made, { chosen: () => boxes.filter(({ box }) => box.checked).map(({ option }) => option.value) });
}

function drawBox(id, option, state, change) {
  const box = element("input", { id: `${id}-c-${option.value}`, type: "checkbox", checked: state.codes?.includes(option.value) ?? false, onchange: () => {
    state.codes = chosenWith(state.codes, option.value, box.checked) ?? [];
    change();
  } });
  const text = option.text === option.value ? option.value : `${option.text} (${option.value})`;
  return { option, box, place: element("label", { class: option.table === "service" ? "choice mall-inner" : "choice", for: box.id }, box, element("span", {}, text)) };
}
