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
  const view = { agencies: null, serves: [], may: () => true, status: "transfer_loading", choose };
  view.picker = makePicker({
    search: at("walkup-search"),
    list: at("walkup-list"),
    find: (typed) => servedHere(view.agencies ?? [], typed, view),
    line: (service) => line(service),
    changed: (_service, count) => setText(at("walkup-none"), count ? "" : words(view.agencies ? "transfer_none" : view.status)),
    choose: () => send(view),
  });
  at("walkup-form").addEventListener("submit", (event) => {
    event.preventDefault();
    send(view);
  });
  at("walkup-cancel").addEventListener("click", () => at("walkup").close());
  return {
    /**
     * Opens the dialog at once; `catalogue` promises the agencies, null when they could not be read, `may(agency)` is
     * who may be served.
     */
    async open({ catalogue, serves, may }) {
      Object.assign(view, { agencies: null, serves, may, status: "transfer_loading", catalogue });
      at("walkup-priority").replaceChildren(...PRIORITIES.map((lane) => (
        element("option", { value: lane }, words(`lane_${lane || "none"}`)))));
      at("walkup").showModal();
      view.picker.begin();
      const agencies = await catalogue;
      if (view.catalogue !== catalogue) return; // opened anew meanwhile
      Object.assign(view, { agencies, status: "transfer_failed" });
      view.picker.refresh();
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
