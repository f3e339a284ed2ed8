// A visitor without a number stands here: which service, and which lane.
import { element, markElement } from "../element.js";
import { language, words } from "./language.js";
import { setText } from "./painting.js";
import { makePicker } from "./picker.js";
import { servedHere } from "./routes.js";

const PRIORITIES = ["", "elderly", "disabled", "pregnant", "child"];
const at = (id) => document.getElementById(id);

/** Prepares the dialog once; `choose({service, priority?})` is what a choice does. */
export function prepareWalkUp({ choose }) {
  const view = { agencies: [], serves: [], may: () => true, choose };
  view.picker = makePicker({
    search: at("walkup-search"),
    list: at("walkup-list"),
    find: (typed) => servedHere(view.agencies, typed, view),
    line: (service) => line(service),
    changed: (_service, count) => setText(at("walkup-none"), count ? "" : words("transfer_none")),
    choose: () => send(view),
  });
  at("walkup-form").addEventListener("submit", (event) => {
    event.preventDefault();
    send(view);
  });
  at("walkup-cancel").addEventListener("click", () => at("walkup").close());
  return {
    /** Opens the dialog; `agencies` null when the catalogue could not be read, `may(agency)` is who may be served. */
    open({ agencies, serves, may }) {
      Object.assign(view, { agencies: agencies ?? [], serves, may });
      at("walkup-priority").replaceChildren(...PRIORITIES.map((lane) => (
        element("option", { value: lane }, words(`lane_${lane || "none"}`)))));
      at("walkup").showModal();
      view.picker.begin();
      if (!agencies) setText(at("walkup-none"), words("transfer_failed"));
    },
  };
}

function line(service) {
  const name = language() === "en" ? (service.name_en ?? service.name) : service.name;
  return [
    markElement({ code: service.agency, hue: service.hue }),
    element("span", { class: "pick-name" }, name, element("small", { class: "soft" }, service.agency_name)),
  ];
}

function send(view) {
  const service = view.picker.chosen();
  if (!service) return at("walkup-search").focus();
  at("walkup").close();
  view.choose({ service: service.code, priority: at("walkup-priority").value || undefined });
}
