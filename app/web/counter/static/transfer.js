// Passing a visitor on: the service, then perhaps one certain counter, and perhaps back here afterwards.
import { element, markElement } from "../element.js";
import { language, words } from "./language.js";
import { repaint, setText } from "./painting.js";
import { makePicker } from "./picker.js";
import { countersFor, waysOn } from "./routes.js";

const at = (id) => document.getElementById(id);

/** Prepares the dialog once; `choose(ticket, {service?, counter?, come_back})` is what a choice does. */
export function prepareTransfer({ choose }) {
  const view = { agencies: null, counters: [], ticket: null, own: "", status: "transfer_loading", choose };
  view.picker = makePicker({
    search: at("transfer-search"),
    list: at("transfer-list"),
    find: (typed) => waysOn(view.agencies ?? [], typed, view),
    line: (service) => line(service),
    changed: (service, count) => offer(view, service, count),
    choose: () => send(view),
  });
  at("transfer-form").addEventListener("submit", (event) => {
    event.preventDefault();
    send(view);
  });
  at("transfer-cancel").addEventListener("click", () => at("transfer").close());
  return {
    /**
     * Opens the dialog at once, so that whatever is typed meant it; `own` is this counter. `lists` promises
     * {agencies, counters}, each null when it could not be read.
     */
    async open(ticket, { own, lists }) {
      Object.assign(view, { ticket, own, counters: [], agencies: null, status: "transfer_loading", lists });
      setText(at("transfer-title"), words("transfer_title", { number: ticket.number }));
      at("transfer-back").checked = false;
      at("transfer").showModal();
      view.picker.begin();
      const { agencies, counters } = await lists;
      if (view.lists !== lists) return; // opened anew meanwhile
      Object.assign(view, { agencies, counters: counters ?? [], status: "transfer_failed" });
      view.picker.refresh();
    },
  };
}

const named = (service) => (language() === "en" ? (service.name_en ?? service.name) : service.name);

function line(service) {
  const closed = service.isOwn || service.open ? null : service[`reason_${language()}`];
  const beside = service.isOwn ? words("transfer_same") : (closed ?? words("service_waiting", { count: service.waiting }));
  return [
    markElement({ code: service.agency, hue: service.hue }),
    element("span", { class: "pick-name" }, named(service), element("small", { class: "soft" }, service.agency_name)),
    element("small", { class: "soft" }, beside),
  ];
}

// The counters that call for the marked service; the visitor's own service needs another counter.
function offer(view, service, count) {
  setText(at("transfer-none"), count ? "" : words(view.agencies ? "transfer_none" : view.status));
  setText(at("transfer-unattended"), service && service.attended === false ? words("transfer_unattended", { service: named(service) }) : "");
  const desks = service ? countersFor(view.counters, service, view) : [];
  const any = service && !service.isOwn ? [element("option", { value: "" }, words("transfer_any"))] : [];
  repaint(at("transfer-counter"), [service?.code, desks, language()], () => [
    ...any,
    ...desks.map(({ code, name, state }) => element("option", { value: code }, `${name} · ${words(`state_${state}`)}`)),
  ]);
}

function send(view) {
  const service = view.picker.chosen();
  if (!service) return at("transfer-search").focus();
  const counter = at("transfer-counter").value || undefined;
  at("transfer").close();
  view.choose(view.ticket, { service: service.isOwn ? undefined : service.code, counter, come_back: at("transfer-back").checked });
}
