// Paints the ticket at the counter: its number, its service, what to know of it, and how long already.
import { element, numberElement } from "../element.js";
import { since, stopwatch } from "./clock.js";
import { language, words } from "./language.js";
import { callsVisitors } from "./moves.js";
import { repaint, setText } from "./painting.js";

const at = (id) => document.getElementById(id);
const SHORT_NUMBER = 7; // characters that fit at full size
const BEGUN = { looked: "issued_at", called: "called_at", serving: "serving_at" };

/** Everything of the ticket but its stopwatch. */
export function paintTicket({ desk }) {
  const face = at("ticket");
  const ticket = desk?.ticket ?? null;
  face.dataset.state = ticket?.state ?? "none";
  setText(at("ticket-state"), ticket ? words(`ticket_${ticket.state}`) : words("ticket_none"));
  repaint(at("ticket-number"), ticket?.number ?? null, () => (ticket ? [numberElement(ticket.number)] : []));
  at("ticket-number").toggleAttribute("data-long", (ticket?.number.length ?? 0) > SHORT_NUMBER);
  setText(at("ticket-service"), ticket ? serviceName(ticket) : emptyHint(desk));
  repaint(at("ticket-tags"), [ticket?.priority, ticket?.language, ticket?.calls, language()], () => tags(ticket));
  setText(at("ticket-note"), ticket?.note ? words("note_shown", { note: ticket.note }) : "");
  setText(at("ticket-next"), ticket?.stops.length ? words("next_stop", { stop: stopName(ticket.stops[0]) }) : "");
  at("ticket-timer").hidden = !ticket;
  at("reprint").hidden = !ticket;
  setText(at("timer-of"), ticket ? words(`since_${ticket.state}`) : "");
}

/** The stopwatch at the server's milliseconds `now`. */
export function paintTimer(ticket, now) {
  setText(at("timer"), stopwatch(since(ticket[BEGUN[ticket.state]], now)));
}

/** The name of a ticket's service in the language of the clerk. */
export function serviceName(ticket) {
  return language() === "en" ? (ticket.service_name_en ?? ticket.service_name) : ticket.service_name;
}

/** Where a ticket goes after this counter: the service, and the one counter that will call it. */
export function stopName(stop) {
  return [serviceName(stop), stop.counter_name].filter(Boolean).join(" · ");
}

function emptyHint(desk) {
  if (!desk) return "";
  if (!callsVisitors(desk.counter)) return words(`ticket_none_${desk.counter.state}`);
  return desk.queue.length ? words("ticket_none_next", { number: desk.queue[0].number }) : words("ticket_none_empty");
}

function tags(ticket) {
  if (!ticket) return [];
  return [
    ticket.priority && element("span", { class: "tag priority" }, words("priority")),
    ticket.language !== language() && element("span", { class: "tag" }, words(`speaks_${ticket.language}`)),
    ticket.state !== "looked" && element("span", { class: "soft" }, words("called_times", { count: ticket.calls })),
  ].filter(Boolean);
}
