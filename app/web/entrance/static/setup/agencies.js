// The step of the agencies: those that can be chosen, with their counters, and own ones to write.
import { element } from "../../element.js";
import { freeLetter, offered, slotOf, zonesOf } from "./answers.js";

const at = (id) => document.getElementById(id);

/** Draws both lists anew from the draft; `changed()` is called when an own agency comes or goes. */
export function paintAgencies({ draft, catalogue, words, changed }) {
  const known = offered(draft, catalogue);
  const zones = zonesOf(draft.values);
  at("agencies").replaceChildren(...known.map((agency) => line(agency, { draft, zones, words })));
  at("agency-search").hidden = known.length < 8;
  at("own-agencies").replaceChildren(...draft.own.map((own, place) => ownAgency(own, place, { draft, zones, words, changed })));
  search();
}

/** An own agency more, with the next free letter. */
export function addAgency(draft) {
  draft.own.push({ code: freeLetter(draft.own), name: "", short_name: "", services: "", counters: "1", zone: "0" });
}

/** Shows only the agencies whose names hold what is searched for; a chosen one is always seen. */
export function search() {
  const wanted = at("search").value.trim().toLowerCase();
  for (const item of at("agencies").children) {
    const chosen = item.querySelector("input[type=checkbox]").checked;
    item.hidden = wanted !== "" && !chosen && !item.textContent.toLowerCase().includes(wanted);
  }
}

function line({ code, name, short_name: short, services, counters = 1 }, { draft, zones, words }) {
  const { values } = draft;
  const slot = slotOf(values, code);
  const on = `on-${slot}`;
  values[on] ??= draft.values.beginning === "sheet";
  values[`counters-${slot}`] ??= String(counters);
  return element("li", {},
    element("label", { class: "tick" },
      element("input", { type: "checkbox", name: on, id: on, checked: Boolean(values[on]) }),
      element("span", {}, element("strong", {}, short), " ", element("span", { class: "soft" }, `${name} · ${words("services", { count: services })}`))),
    element("span", { class: "setup-figures" },
      figure(`counters-${slot}`, words("counters_of", { name: short }), values[`counters-${slot}`], words("counters")),
      zones.length > 1 && zoneChoice(`zone-${slot}`, words("zone_of", { name: short }), values[`zone-${slot}`], zones)));
}

function figure(name, label, value, shown) {
  return element("label", { class: "setup-figure" },
    element("span", { "aria-hidden": "true" }, shown),
    element("input", { type: "number", min: "0", max: "99", name, id: name, value: value ?? "1", "aria-label": label }));
}

function zoneChoice(name, label, value, zones) {
  return element("select", { name, id: name, "aria-label": label },
    zones.map((zone, place) => element("option", { value: String(place), selected: String(place) === String(value ?? 0) }, zone)));
}

function ownAgency(own, place, { draft, zones, words, changed }) {
  const title = words("own_agency", { number: place + 1 });
  const field = (key, attributes = {}) => {
    const id = `own-${place}-${key}`;
    const input = element(key === "services" ? "textarea" : "input", {
      id, "data-own": place, "data-key": key, autocomplete: "off", "aria-describedby": `${id}-help`, ...attributes,
    });
    input.value = own[key];
    return element("div", { class: "field" },
      element("label", { for: id }, words(`own_${key}`)), input, element("p", { id: `${id}-help`, class: "help" }, words(`own_${key}_help`)));
  };
  const zone = zones.length > 1 && element("select", { "data-own": place, "data-key": "zone", "aria-label": words("zone_of", { name: title }) },
    zones.map((name, at) => element("option", { value: String(at), selected: String(at) === String(own.zone) }, name)));
  return element("fieldset", { class: "setup-box" },
    element("legend", {}, title),
    field("short_name"), field("name"), field("code", { maxlength: "8" }), field("services", { rows: "4" }),
    field("counters", { type: "number", min: "0", max: "99" }), zone,
    element("button", { class: "button quiet", type: "button", onclick: () => { draft.own.splice(place, 1); changed(); } }, words("own_remove", { name: title })));
}
