// Paints who waits, who is parked, and what the colleagues do; dimmed while the connection is lost.
import { element, numberElement } from "../element.js";
import { clockText } from "../wire.js";
import { minutesOf, serverTime, since } from "./clock.js";
import { serviceName } from "./console.js";
import { language, words } from "./language.js";
import { mayCallAgain } from "./moves.js";
import { repaint, setText } from "./painting.js";
import { isStale } from "./state.js";

const at = (id) => document.getElementById(id);

/** `callAgain(ticketId)` is what a parked ticket's button does. */
export function paintQueue(state, { timezone, callAgain }) {
  paintLost(state, timezone);
  const { desk } = state;
  if (!desk) return;
  const now = serverTime(state.clock, performance.now());
  setText(at("waiting"), String(desk.waiting));
  setText(at("served"), String(desk.served_today));
  setText(at("longest"), desk.waiting ? words("longest", { minutes: longest(desk, now) }) : "");
  paintRows(desk, now);
  for (const kind of ["held", "missed"]) paintParked(kind, state, callAgain);
  paintColleagues(desk.colleagues, now);
}

// The server says the longest wait of the whole queue; it grows until the next document.
const longest = (desk, now) => Math.round(desk.longest_wait) + minutesOf(since(desk.now, now));

function paintLost(state, timezone) {
  const lost = state.link !== "connected";
  at("queue-live").classList.toggle("stale", isStale(state));
  const banner = at("lost");
  const text = state.goodAt ? words("lost", { time: clockText(state.goodAt, language(), timezone) }) : words("lost_at_start");
  repaint(banner, lost ? [text, state.link] : null, () => (lost ? [lostTitle(state), text] : []));
  banner.hidden = !lost;
}

function lostTitle(state) {
  return state.link === "lost" ? element("strong", {}, `${words("lost_title")} `) : "";
}

function paintRows(desk, now) {
  const rows = desk.queue.map((ticket) => [ticket, minutesOf(since(ticket.issued_at, now))]);
  const shown = rows.map(([ticket, minutes]) => [ticket.id, ticket.number, ticket.service, ticket.priority, minutes, language()]);
  repaint(at("queue-rows"), shown, () => rows.map(([ticket, minutes]) => row(ticket, minutes)));
  at("queue-table").hidden = rows.length === 0;
  at("queue-empty").hidden = desk.waiting > 0;
  const more = desk.waiting - rows.length;
  setText(at("queue-more"), more > 0 ? words("queue_more", { count: more }) : "");
}

function row(ticket, minutes) {
  return element("tr", {},
    element("th", { scope: "row", class: "row-number" }, numberElement(ticket.number)),
    element("td", { class: "row-service", title: serviceName(ticket) }, serviceName(ticket)),
    element("td", { class: "row-tag" }, ticket.priority && element("span", { class: "tag priority" }, words("priority"))),
    element("td", { class: "row-wait" }, words("minutes", { minutes })));
}

function paintParked(kind, state, callAgain) {
  const tickets = state.desk[kind];
  const allowed = mayCallAgain(state.desk) && (!state.press || state.press.phase === "sent");
  const working = state.press?.body.ticket ?? null;
  setText(at(`${kind}-count`), tickets.length ? String(tickets.length) : "");
  const shown = [tickets.map((ticket) => [ticket.id, ticket.number, ticket.service]), allowed, working, language()];
  repaint(at(kind), shown, () => (tickets.length
    ? tickets.map((ticket) => parked(ticket, { allowed, working: working === ticket.id, callAgain }))
    : [element("li", { class: "soft" }, words("parked_none"))]));
}

function parked(ticket, { allowed, working, callAgain }) {
  const label = words("call_again");
  return element("li", { class: "parked" },
    element("span", { class: "parked-number", title: serviceName(ticket) }, numberElement(ticket.number)),
    element("button", {
      class: "button small", type: "button", "data-focus": ticket.id,
      "aria-label": words("call_again_label", { number: ticket.number }),
      "aria-disabled": String(!allowed), "aria-busy": String(working),
      onclick: () => allowed && callAgain(ticket.id),
    }, working ? words("working", { move: label }) : label));
}

function paintColleagues(colleagues, now) {
  const lines = colleagues.map((one) => [one.name, doing(one, now)]);
  repaint(at("colleagues"), lines, () => (lines.length
    ? lines.map(([name, what]) => element("li", {}, element("strong", {}, name), " ", what))
    : [element("li", { class: "soft" }, words("colleagues_none"))]));
}

function doing(one, now) {
  if (!one.number) return words(`colleague_${one.state}`);
  const minutes = words("minutes", { minutes: minutesOf(since(one.since, now)) });
  return `${words("colleague_serving", { number: one.number })} (${minutes})`;
}
