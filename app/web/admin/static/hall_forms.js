// Small forms of the hall's panel: fields one below the other, what will happen, one button, the refusal beside it.
import { element } from "../element.js";
import { words } from "./language.js";

let made = 0;

/** A line of text; `name` is its key in the wish and in the words ("deed_reason"). */
export function textField(name, { label = `deed_${name}`, most = 200, value = "", ready = [] } = {}) {
  const id = fieldId(name);
  const input = element("input", { id, name, maxlength: most, autocomplete: "off", value, list: ready.length ? `${id}-ready` : null });
  const list = ready.length > 0 && element("datalist", { id: `${id}-ready` }, ready.map((each) => element("option", { value: each })));
  return { place: field(id, label, input, list), read: () => ({ [name]: input.value.trim() }) };
}

/** Several lines of text. */
export function areaField(name, { label, most = 200, lang } = {}) {
  const id = fieldId(name);
  const input = element("textarea", { id, name, maxlength: most, rows: 3, lang });
  return { place: field(id, label, input), read: () => ({ [name]: input.value.trim() }), input };
}

/** Something that is so or not. */
export function checkField(name, { label = `deed_${name}` } = {}) {
  const input = element("input", { name, type: "checkbox" });
  return { place: element("label", { class: "deed-check" }, input, element("span", {}, words(label))), read: () => ({ [name]: input.checked }) };
}

/** One of several; `options` are [value, text], a value of null leaves the key out of the wish. */
export function choiceField(name, { label = `deed_${name}`, options, value = options[0]?.[0], number = false, onchange = () => {} }) {
  const id = fieldId(name);
  const input = element("select", { id, name });
  const fill = (pairs, chosen) => input.replaceChildren(...pairs.map(([key, text]) =>
    element("option", { value: key ?? "", selected: key === chosen }, text)));
  fill(options, value);
  input.addEventListener("change", () => onchange(input.value));
  const read = () => (input.value === "" ? {} : { [name]: number ? Number(input.value) : input.value });
  return { place: field(id, label, input), read, fill, input };
}

/** How long, in minutes; null among `choices` is the first of them: until it is changed. */
export function minutesField(name, choices, { label = `deed_${name}`, value = choices[0] } = {}) {
  const options = choices.map((count) => [count === null ? null : String(count), count === null ? words(`${label}_none`) : span(count)]);
  return choiceField(name, { label, options, value: value === null ? null : String(value), number: true });
}

/**
 * A form that sends `send(wish)` - {ok, problem} - when it is pressed, once at a time, and calls `done(answer)` when that was
 * accepted; else the refusal stands beside the button until the next press. `warning` says what will happen.
 */
export function deedForm({ name, fields = [], label, warning = "", danger = false, send, done }) {
  const error = element("p", { class: "error", role: "alert" });
  const button = element("button", { class: danger ? "button danger" : "button primary" }, label);
  const form = element("form", { class: "deed-form", novalidate: true, "data-form": name },
    fields.map(({ place }) => place), warning && element("p", { class: "deed-warning" }, warning), error, button);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    error.textContent = "";
    const answer = await send(Object.assign({}, ...fields.map(({ read }) => read())));
    button.removeAttribute("aria-busy");
    if (answer.ok) done(answer);
    else error.textContent = refusal(answer);
  });
  return form;
}

/** What the server said against it, or that it said nothing. */
export function refusal({ problem }) {
  return problem?.detail ?? words("deed_unanswered");
}

function span(count) {
  return count < 60 || count % 60 ? words("minutes", { count }) : words("deed_hours", { count: count / 60 });
}

function fieldId(name) {
  made += 1;
  return `deed-${name}-${made}`;
}

function field(id, label, ...inputs) {
  return element("div", { class: "field" }, element("label", { for: id }, words(label)), inputs);
}
