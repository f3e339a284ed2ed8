// The field that is always ready: tickets and services in one list, walked with the arrows, chosen with Enter.
import { element, markElement, numberElement } from "../element.js";
import { language, words } from "./language.js";
import { bookingIn, looksLikeNumber, mayBeNumber, serviceName } from "./sentences.js";

const PATIENCE_MS = 120; // between two letters of somebody who types
const at = (id) => document.getElementById(id);

/**
 * Prepares the field once. `services(typed)` finds [{service, agency}] at once, `tickets(typed)` promises tickets or null
 * where nobody answered, `bookings(code)` the booking of a code; `openTicket`, `openService` and `openBooking` are what a
 * choice does; `clock(moment)` tells times.
 */
export function prepareSearch(deeds) {
  const box = { ...deeds, hits: [], marked: 0, asked: 0, awaited: null, eager: false, timer: null };
  at("search").addEventListener("input", () => look(box));
  at("search").addEventListener("keydown", (event) => steer(box, event));
  at("search").addEventListener("focus", () => at("search").select());
  return {
    /** Empties the field and makes it ready for the next visitor. */
    clear() {
      at("search").value = "";
      look(box);
      at("search").focus();
    },
    focus: () => at("search").focus(),
    repaint: () => paint(box),
    look: () => look(box),
  };
}

function look(box) {
  const typed = at("search").value;
  clearTimeout(box.timer);
  box.asked += 1;
  box.eager = false;
  box.marked = typed.trim() === "" ? -1 : 0; // Enter once more than needed opens nobody's number
  box.failed = false;
  const numbers = typed.trim() === "" || mayBeNumber(typed) || bookingIn(typed) !== "";
  const found = typed.trim() === "" || looksLikeNumber(typed) ? [] : box.services(typed);
  box.hits = found.map((each) => ({ kind: "service", ...each }));
  box.awaited = numbers ? box.asked : null;
  if (numbers) box.timer = setTimeout(() => ask(box, typed, box.asked), typed.trim() === "" ? 0 : PATIENCE_MS);
  paint(box);
}

// What was found for older words than those in the field counts no more.
async function ask(box, typed, number) {
  const code = bookingIn(typed);
  const found = code ? [] : await box.tickets(typed.trim());
  const booked = code ? await box.bookings(code) : [];
  if (number !== box.asked) return;
  box.awaited = null;
  box.failed = found === null;
  const marked = box.hits[box.marked]; // stays so, wherever it stands now
  const tickets = (found ?? []).map((ticket) => ({ kind: "ticket", ticket }));
  box.hits = [...booked.map((booking) => ({ kind: "booking", booking })), ...tickets, ...box.hits.filter(({ kind }) => kind === "service")];
  if (marked?.kind === "service") box.marked = box.hits.indexOf(marked);
  paint(box);
  if (box.eager) pick(box, 0);
}

function paint(box) {
  at("hits").replaceChildren(...box.hits.map((hit, index) => option(box, hit, index)));
  at("search").setAttribute("aria-expanded", String(box.hits.length > 0));
  const text = said(box);
  if (at("hits-said").textContent !== text) at("hits-said").textContent = text;
  mark(box, Math.min(box.marked, Math.max(0, box.hits.length - 1)));
}

function said(box) {
  if (box.awaited !== null && box.hits.length === 0) return words("searching");
  if (box.failed) return words("search_failed");
  const typed = at("search").value.trim();
  if (box.hits.length === 0) return typed === "" ? words("hits_none_today") : words("hits_none", { typed });
  return typed === "" ? words("hits_newest") : words("hits_found", { count: box.hits.length });
}

function option(box, hit, index) {
  const parts = { ticket: () => ticketParts(hit.ticket), booking: () => bookingParts(box, hit.booking), service: () => serviceParts(hit) }[hit.kind]();
  return element("li", { id: `hit-${index}`, role: "option", class: "hit", onclick: () => pick(box, index) }, ...parts);
}

function ticketParts(ticket) {
  return [
    numberElement(ticket.number, { class: "hit-number" }),
    element("span", { class: "hit-text" }, serviceName(ticket, language()), element("small", { class: "soft" }, ticket.agency_name)),
    element("small", { class: "soft" }, words(`short_${ticket.state}`)),
  ];
}

function bookingParts(box, booking) {
  return [
    element("span", { class: "hit-number" }, box.clock(booking.starts_at)),
    element("span", { class: "hit-text" }, serviceName(booking, language()), element("small", { class: "soft" }, booking.agency_name)),
    element("small", { class: "soft" }, words(`booking_${booking.state}`)),
  ];
}

function serviceParts({ service, agency }) {
  return [
    markElement({ code: agency.code, hue: agency.hue }),
    element("span", { class: "hit-text" }, serviceName(service, language()), element("small", { class: "soft" }, agency.short_name)),
    element("small", { class: "soft" }, words(service.open ? "take" : "take_closed")),
  ];
}

function mark(box, index) {
  box.marked = index;
  const search = at("search");
  for (const [place, node] of [...at("hits").children].entries()) node.setAttribute("aria-selected", String(place === index));
  const marked = at(`hit-${index}`);
  if (marked) search.setAttribute("aria-activedescendant", marked.id);
  else search.removeAttribute("aria-activedescendant");
}

function steer(box, event) {
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
  if (event.key in steps && box.hits.length > 0) {
    mark(box, Math.max(0, Math.min(box.marked + steps[event.key], box.hits.length - 1)));
    at(`hit-${box.marked}`).scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter") choose(box);
  else return;
  event.preventDefault();
}

// Who types faster than the server finds is answered as soon as it has found; what is shown already is meant as it stands.
function choose(box) {
  if (box.awaited !== null && box.hits.length === 0) box.eager = true;
  else pick(box, box.marked);
}

function pick(box, index) {
  const hit = box.hits[index];
  box.eager = false;
  if (!hit) return;
  mark(box, index);
  at("search").select(); // what is typed next is another visitor's
  if (hit.kind === "ticket") box.openTicket(hit.ticket);
  else if (hit.kind === "booking") box.openBooking(hit.booking);
  else box.openService(hit);
}
