// Paints who waits, who is parked, and what the colleagues do; dimmed while the connection is lost.
import { element, numberElement } from "../element.js";
import { clockText } from "../wire.js";
import { minutesOf, serverTime, since } from "./clock.js";
import { serviceName } from "./face.js";
import { language, words } from "./language.js";
import { mayCallAgain } from "./moves.js";
import { repaint, setText } from "./painting.js";
import { isSettled, settle } from "./places.js";
import { isStale } from "./state.js";

const at = (id) => document.getElementById(id);
const standing = { queue: [], held: [], missed: [] }; // who stands at which place of each list

/**
 * `callAgain(id)` is what a parked ticket's button does, `callChosen(id)` that of one who waits; the latter is there
 * where `mayChoose(ticket)`. `moved()` hears of a click on a row that had only just come there.
 */
export function paintQueue(state, { timezone, callAgain, callChosen, mayChoose, moved }) {
  paintLost(state, timezone);
  const { desk } = state;
  if (!desk) return;
  const now = serverTime(state.clock, performance.now());
  setText(at("waiting"), String(desk.waiting));
  setText(at("served"), String(desk.served_today));
  setText(at("longest"), desk.waiting ? words("longest", { minutes: longest(desk, now) }) : "");
  paintRows(state, now, { callChosen, mayChoose, moved });
  for (const kind of ["held", "missed"]) paintParked(kind, state, { call: callAgain, moved });
  at("walk-hint").hidden = document.querySelector("[data-walk]") === null;
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

function paintRows(state, now, choosing) {
  const { desk } = state;
  const rows = desk.queue.map((ticket) => [ticket, minutesOf(since(ticket.issued_at, now)), choosing.mayChoose(ticket)]);
  const shown = rows.map(([ticket, minutes, may]) => [
    ticket.id, ticket.number, ticket.service, ticket.priority, ticket.note, ticket.only_at, minutes, may,
  ]);
  const calling = { ...callingNow(state), moved: choosing.moved, list: "queue" };
  standing.queue = settle(standing.queue, desk.queue.map(({ id }) => id), performance.now());
  repaint(at("queue-rows"), [shown, calling, language()], () => rows.map(([ticket, minutes, may]) => (
    row(ticket, minutes, may && { ...calling, call: choosing.callChosen }))));
  at("queue-table").hidden = rows.length === 0;
  at("queue-empty").hidden = desk.waiting > 0;
  const more = desk.waiting - rows.length;
  setText(at("queue-more"), more > 0 ? words("queue_more", { count: more }) : "");
}

// Whether a certain number may be called now, and which one is on its way.
function callingNow({ desk, press }) {
  return { allowed: mayCallAgain(desk) && (!press || press.phase === "sent"), working: press?.body.ticket ?? null };
}

function row(ticket, minutes, choosing) {
  return element("tr", {},
    element("th", { scope: "row", class: "row-number" }, numberElement(ticket.number)),
    element("td", { class: "row-service", title: serviceName(ticket) }, serviceName(ticket)),
    element("td", { class: "row-tag" }, marks(ticket)),
    element("td", { class: "row-wait" }, words("minutes", { minutes })),
    choosing && element("td", { class: "row-call" }, callButton(ticket, words("move_call"), words("call_chosen_label", { number: ticket.number }), choosing)));
}

function marks(ticket) {
  return [
    ticket.note && element("span", { class: "tag", title: ticket.note }, words("note_mark")),
    ticket.only_at && element("span", { class: "tag" }, words("only_here")),
    ticket.priority && element("span", { class: "tag priority" }, words("priority")),
  ];
}

// Keys are about the number that has the focus, wherever it stands; a pointer is about a place.
function callButton(ticket, label, name, { allowed, working, call, moved, list }) {
  const busy = working === ticket.id;
  const isMeant = (event) => event.detail === 0 || isSettled(standing[list], ticket.id, performance.now());
  return element("button", {
    class: "button small", type: "button", "data-focus": ticket.id, "data-walk": true, "aria-label": name,
    "aria-disabled": String(!allowed), "aria-busy": String(busy), onclick: (event) => allowed && (isMeant(event) ? call(ticket.id) : moved()),
  }, busy ? words("working", { move: label }) : label);
}

function paintParked(kind, state, deeds) {
  const tickets = state.desk[kind];
  const calling = callingNow(state);
  standing[kind] = settle(standing[kind], tickets.map(({ id }) => id), performance.now());
  setText(at(`${kind}-count`), tickets.length ? String(tickets.length) : "");
  const shown = [tickets.map((ticket) => [ticket.id, ticket.number, ticket.service, ticket.hold_reason]), calling, language()];
  repaint(at(kind), shown, () => (tickets.length
    ? tickets.map((ticket) => parked(ticket, { ...calling, ...deeds, list: kind }))
    : [element("li", { class: "soft" }, words("parked_none"))]));
}

function parked(ticket, calling) {
  return element("li", { class: "parked" },
    element("span", { class: "parked-number", title: serviceName(ticket) }, numberElement(ticket.number)),
    callButton(ticket, words("call_again"), words("call_again_label", { number: ticket.number }), calling),
    ticket.hold_reason && element("small", { class: "soft parked-why", title: ticket.hold_reason }, ticket.hold_reason));
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
