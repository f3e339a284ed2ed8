// The panel beside the hall: one counter, agency or notice at a time, with what may be done about it.
import { element } from "../element.js";
import { words } from "./language.js";
import { wipe } from "./painting.js";

const at = (id) => document.getElementById(id);

/**
 * Prepares #panel. `kinds` are {name: make(tools)}; each makes {title, paint(hall, code, places)}, which paints the facts
 * anew at every look and the deeds only while nobody is in the middle of one.
 */
export function preparePanel({ kinds, changed }) {
  const panel = { kind: null, code: null, opener: null, site: null };
  const close = () => {
    if (at("panel").open) at("panel").close();
  };
  at("panel-close").addEventListener("click", close);
  at("panel").addEventListener("keydown", (event) => event.key === "Escape" && close());
  at("panel").addEventListener("close", () => {
    const { opener } = panel;
    Object.assign(panel, { kind: null, code: null, opener: null });
    clear();
    changed();
    if (opener) document.getElementById(opener)?.focus({ preventScroll: true });
  });
  return {
    /** Shows `code`, pressed on `opener`; pressed again, closes. `form` is the deed to begin with. */
    open(kind, code, opener, form = null) {
      if (panel.kind === kind && panel.code === code && !form) return close();
      Object.assign(panel, { kind, code, opener: opener?.id || null, wanted: form, fresh: true });
      at("panel-said").textContent = "";
      clear();
      if (!at("panel").open) at("panel").show();
      at("panel").scrollTop = 0;
      changed();
      at("panel-title").focus({ preventScroll: true });
    },
    close,
    opened: (kind) => (panel.kind === kind ? panel.code : null),
    paint(hall) {
      if (panel.kind === null) return;
      if (!panel.fresh && panel.site !== hall.site) return close();
      panel.site = hall.site;
      const places = { facts: at("panel-facts"), deeds: at("panel-deeds"), more: at("panel-more"), wanted: panel.wanted, fresh: panel.fresh };
      Object.assign(panel, { wanted: null, fresh: false });
      const title = kinds[panel.kind].paint(hall, panel.code, places);
      if (title === null) return close();
      at("panel-title").textContent = title;
    },
  };
}

function clear() {
  for (const part of ["panel-facts", "panel-deeds", "panel-more"]) wipe(at(part));
}

export function say(text) {
  at("panel-said").textContent = text;
}

/** Facts as a list of terms; those without a value are left out. */
export function factList(pairs) {
  return element("dl", { class: "panel-list" }, pairs.filter(([, value]) => value).map(([key, value]) =>
    element("div", {}, element("dt", {}, words(key)), element("dd", {}, value))));
}

/** Said where whoever looks may change nothing. */
export function noDeeds() {
  return element("p", { class: "soft no-deeds" }, words("deeds_none"));
}

/**
 * Deeds as buttons that open their forms, one at a time: `deeds` are [{name, label, form() or press()}]. `wanted` opens at
 * once. A form that stands open is left alone, whatever has changed meanwhile; the server knows best.
 */
export function paintDeeds(place, deeds, { wanted, fresh }) {
  const print = JSON.stringify([document.documentElement.lang, deeds.map(({ name, label }) => [name, label])]);
  if (!fresh && (place.dataset.print === print || place.querySelector("form"))) return;
  place.dataset.print = print;
  const held = place.contains(document.activeElement) ? document.activeElement.id : "";
  place.replaceChildren(...deeds.map((deed) => deedPlace(place, deed)));
  if (held) (document.getElementById(held) ?? at("panel-title")).focus({ preventScroll: true });
  if (wanted) document.getElementById(`deed-${wanted}`)?.click();
}

/** Closes the form that stands open, so that the deeds are painted anew. */
export function endForm() {
  const form = at("panel-deeds").querySelector("form");
  const button = form?.parentElement.querySelector("button[aria-expanded]");
  button?.setAttribute("aria-expanded", "false");
  form?.remove();
  delete at("panel-deeds").dataset.print;
  (button ?? at("panel-title")).focus({ preventScroll: true });
}

function deedPlace(place, deed) {
  const button = element("button", { id: `deed-${deed.name}`, class: "button", type: "button", "aria-expanded": deed.form ? "false" : null }, deed.label);
  const error = deed.press && element("p", { class: "error", role: "alert" });
  const made = element("div", { class: "deed" }, button, error);
  button.addEventListener("click", () => (deed.form ? toggle(place, made, button, deed) : deed.press(button, error)));
  return made;
}

function toggle(place, made, button, deed) {
  const isOpen = button.getAttribute("aria-expanded") === "true";
  for (const form of place.querySelectorAll("form")) form.remove();
  for (const each of place.querySelectorAll("[aria-expanded]")) each.setAttribute("aria-expanded", "false");
  if (isOpen) return;
  button.setAttribute("aria-expanded", "true");
  const form = deed.form();
  made.append(form);
  form.scrollIntoView({ block: "nearest" });
  form.querySelector("input, select, textarea, button").focus({ preventScroll: true });
}
