// The displays of a site: what each shows and for which distance, and whether people can read it from there.
import { element } from "../element.js";
import { isChosen, wish } from "./display_wish.js";
import { refusal } from "./hall_forms.js";
import { language, words } from "./language.js";
import { repaintEach, state } from "./painting.js";
import { openShell } from "./shell.js";

const at = (id) => document.getElementById(id);
const { arrangement } = window.Antrean; // the display's own reckoning
const DIRECTIONS = [["landscape", false], ["portrait", true]];
const THEMES = ["", "light", "dark"];
const shell = openShell({ read: (ask, site) => ask(`/sites/${encodeURIComponent(site)}/displays`), paint, still: true });
let layouts = [];

function paint(data, site) {
  layouts = data.layouts;
  repaintEach(at("displays"), data.displays.map((display) => ({ ...display, site })), {
    key: ({ code }) => `${site}-${code}`,
    make: () => element("form", { class: "card display-card", novalidate: true }),
    fill,
  });
  at("displays-none").hidden = data.displays.length > 0;
}

function fill(form, display) {
  const id = (name) => `${name}-${display.code}`;
  const entered = enteredIn(form, display);
  form.replaceChildren(
    element("h2", { id: id("title") }, display.name),
    element("p", { class: "soft" }, [display.code, ...display.zones].join(" \u00b7 ")),
    element("div", { class: "display-fields" },
      choice(id("layout"), "display_layout", layouts.map(({ code }) => [code, layoutName(code)]), display.layout),
      number(id("distance"), "display_distance", display.distance_m),
      number(id("inches"), "display_inches", display.screen_inches),
      choice(id("theme"), "display_theme", themes(), display.theme ?? ""),
      number(id("volume"), "display_volume", display.volume),
      tick(id("always"), "display_always_on", display.always_on)),
    element("p", { class: "soft" }, usually(display.usual)),
    element("p", { id: id("error"), class: "error", role: "alert" }),
    element("dl", { id: id("read"), class: "display-read", "aria-live": "polite" }),
    element("div", { class: "display-buttons" },
      element("button", { class: "button primary", id: id("save") }, words("save")),
      isChosen(display.chosen) && element("button", { class: "button", type: "button", id: id("reset"), onclick: () => reset(display) }, words("display_reset")),
      element("a", { class: "button", href: `/display?lang=${language()}`, target: "_blank", rel: "noopener" }, words("display_open"))));
  for (const { id: name, value, checked } of entered) Object.assign(at(name), { value, checked });
  form.setAttribute("aria-labelledby", id("title"));
  form.oninput = () => reckon(form, display);
  form.onsubmit = (event) => {
    event.preventDefault();
    save(form, display);
  };
  reckon(form, display);
}

// What somebody has written and not saved outlives a change of language; a display that was set meanwhile shows as it is.
function enteredIn(form, display) {
  const shown = JSON.stringify(display);
  const same = form.dataset.shown === shown;
  form.dataset.shown = shown;
  return same ? [...form.querySelectorAll("input, select")].map(({ id, value, checked }) => ({ id, value, checked })) : [];
}

// One line: what the mall's data say of it.
function usually(usual) {
  const theme = words(`theme_${usual.theme ?? "any"}`).toLowerCase();
  return words("display_usual", { layout: layoutName(usual.layout), metres: written(usual.distance_m), inches: written(usual.screen_inches), theme, volume: usual.volume });
}

function themes() {
  return THEMES.map((code) => [code, words(`theme_${code || "any"}`)]);
}

// A mall's own layout has the name that it was given.
function layoutName(code) {
  const own = layouts.find((layout) => layout.code === code)?.name;
  if (own) return own;
  const name = words(`layout_${code}`);
  return name === `layout_${code}` ? code : name;
}

function choice(id, label, options, chosen) {
  return element("div", { class: "field" },
    element("label", { for: id }, words(label)),
    element("select", { id }, ...options.map(([value, text]) => element("option", { value, selected: value === chosen }, text))));
}

function written(value) {
  return language() === "id" ? String(value).replace(".", ",") : String(value);
}

function tick(id, label, checked) {
  return element("label", { class: "choice display-tick" }, element("input", { id, type: "checkbox", checked }), element("span", {}, words(label)));
}

function number(id, label, value) {
  const text = written(value);
  return element("div", { class: "field" }, element("label", { for: id }, words(label)), element("input", { id, inputmode: "decimal", autocomplete: "off", maxlength: 5, value: text }));
}

function asked(form, { code, usual }) {
  const input = (name) => form.querySelector(`#${CSS.escape(`${name}-${code}`)}`);
  const value = (name) => input(name).value;
  const texts = { distance_m: value("distance"), screen_inches: value("inches"), volume: value("volume") };
  return wish({ layout: value("layout"), theme: value("theme"), always_on: input("always").checked, ...texts }, usual);
}

// What people can read with what stands in the form now, saved or not.
function reckon(form, display) {
  const { wrong, set: wanted } = asked(form, display);
  sayWrong(display, wrong);
  const layout = wanted && layouts.find(({ code }) => code === wanted.layout);
  at(`read-${display.code}`)?.replaceChildren(...(layout ? DIRECTIONS.map((direction) => reading(layout, wanted, display, direction)) : []));
}

function reading(layout, wanted, display, [name, upright]) {
  const found = arrangement.reckon(layout, { metres: wanted.distance_m, inches: wanted.screen_inches }, { upright, noticed: false }, display.agencies);
  const size = words("display_capitals", { capital: found.capital, needed: found.needed });
  return element("div", {},
    element("dt", {}, words(`display_${name}`)),
    element("dd", {}, words("display_rows", { rows: found.rows }), found.pages > 1 ? `, ${words("display_pages", { pages: found.pages })}` : ""),
    element("dd", {}, state(found.enough ? "good" : "warning", `${words(found.enough ? "display_enough" : "display_small")}: ${size}`)));
}

function sayWrong({ code }, wrong) {
  const place = at(`error-${code}`);
  if (place) place.textContent = wrong.map((name) => words(`display_wrong_${name}`)).join(" ");
}

async function save(form, display) {
  const { wish: wanted } = asked(form, display);
  if (wanted) await send(display, wanted);
}

const reset = (display) => send(display, {});

async function send(display, wanted) {
  const done = await shell.patch(`/sites/${encodeURIComponent(display.site)}/displays/${encodeURIComponent(display.code)}`, wanted);
  if (done.ok) {
    at("display-said").textContent = words("saved", { name: display.name });
    await shell.refresh();
    at(`save-${display.code}`)?.focus();
  } else {
    at(`error-${display.code}`).textContent = refusal(done);
  }
}
