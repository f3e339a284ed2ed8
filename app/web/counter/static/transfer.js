// Passing a ticket on: a list of services, found by typing, chosen with the arrows.
import { element, markElement } from "../element.js";
import { language, words } from "./language.js";
import { setText } from "./painting.js";
import { destinations } from "./search.js";

const at = (id) => document.getElementById(id);

/** Prepares the dialog once; `choose(serviceCode)` is what a choice does. */
export function prepareTransfer({ choose }) {
  const view = { agencies: [], ticket: null, hits: [], marked: 0, choose };
  const search = at("transfer-search");
  search.addEventListener("input", () => find(view));
  search.addEventListener("keydown", (event) => steer(view, event));
  at("transfer-cancel").addEventListener("click", () => at("transfer").close());
  return {
    /** Opens the dialog; `agencies` is the site's catalogue, null when it could not be read. */
    open(ticket, agencies) {
      Object.assign(view, { ticket, agencies: agencies ?? [] });
      setText(at("transfer-title"), words("transfer_title", { number: ticket.number }));
      search.value = "";
      at("transfer").showModal();
      search.focus();
      find(view);
      if (!agencies) setText(at("transfer-none"), words("transfer_failed"));
    },
  };
}

function find(view) {
  view.hits = destinations(view.agencies, at("transfer-search").value, { from: view.ticket });
  view.marked = 0;
  at("transfer-list").replaceChildren(...view.hits.map((service, index) => option(view, service, index)));
  setText(at("transfer-none"), view.hits.length ? "" : words("transfer_none"));
  mark(view, 0);
}

function option(view, service, index) {
  const name = language() === "en" ? (service.name_en ?? service.name) : service.name;
  const closed = service.open ? null : service[`reason_${language()}`];
  return element("li", { id: `transfer-${index}`, role: "option", class: "transfer-option", onclick: () => pick(view, index) },
    markElement({ code: service.agency, hue: service.hue }),
    element("span", { class: "transfer-name" }, name, element("small", { class: "soft" }, service.agency_name)),
    element("small", { class: "soft" }, closed ?? words("service_waiting", { count: service.waiting })));
}

function mark(view, index) {
  view.marked = Math.max(0, Math.min(index, view.hits.length - 1));
  for (const [place, node] of [...at("transfer-list").children].entries()) {
    node.setAttribute("aria-selected", String(place === view.marked));
    if (place === view.marked) node.scrollIntoView({ block: "nearest" });
  }
  const search = at("transfer-search");
  if (view.hits.length) search.setAttribute("aria-activedescendant", `transfer-${view.marked}`);
  else search.removeAttribute("aria-activedescendant");
}

function steer(view, event) {
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
  if (event.key in steps) mark(view, view.marked + steps[event.key]);
  else if (event.key === "Enter" && view.hits.length) pick(view, view.marked);
  else return;
  event.preventDefault();
}

function pick(view, index) {
  at("transfer").close();
  view.choose(view.hits[index].code);
}
