// Paints the header, the ticket, the moves and the big button from the state of the console.
import { element, numberElement } from "../element.js";
import { clockText, zoneName } from "../wire.js";
import { serverTime, since, stopwatch } from "./clock.js";
import { language, moveWords, words } from "./language.js";
import { MOVES, likelyMove, possibleMoves } from "./moves.js";
import { repaint, setText } from "./painting.js";
import { isStale } from "./state.js";

const at = (id) => document.getElementById(id);
const DOTS = { open: "good", break: "warning", closing: "warning", closed: "danger" };
const SHORT_NUMBER = 7; // characters that fit at full size
const LINKS = { connecting: "warning", connected: "good", lost: "danger" };

/** Everything that changes when a fact arrives; `place` is {name, agencies, timezone}. */
export function paintConsole(state, place) {
  paintBar(state, place);
  paintTicket(state);
  paintMoves(state);
  paintLikely(state);
}

/** What changes with time alone: the clock and the stopwatch. */
export function paintTime(state, place) {
  if (!state.clock) return;
  const now = serverTime(state.clock, performance.now());
  const clock = at("clock");
  setText(clock, `${clockText(now, language(), place.timezone)} ${zoneName(place.timezone)}`.trim());
  clock.dateTime = new Date(now).toISOString();
  const ticket = state.desk?.ticket;
  if (ticket) setText(at("timer"), stopwatch(since(begun(ticket), now)));
}

const begun = (ticket) => (ticket.state === "serving" ? ticket.serving_at : ticket.called_at);

function paintBar(state, place) {
  setText(at("change-counter"), place.name);
  at("change-counter").title = words("change_counter");
  const agencies = (state.desk?.counter.agencies ?? place.agencies).join(", ");
  setText(at("agencies"), agencies);
  at("agencies").title = agencies;
  const door = state.desk?.counter.state ?? "closed";
  const doorState = at("door-state");
  setText(doorState, words(`state_${door}`));
  doorState.className = `state ${DOTS[door]}`;
  at("door").disabled = !state.desk;
  const link = at("link");
  const shown = state.link === "connected" && isStale(state) ? "connecting" : state.link;
  setText(link, words(`link_${shown}`));
  link.className = `state bar-link ${LINKS[shown]}`;
}

function paintTicket({ desk }) {
  const face = at("ticket");
  const ticket = desk?.ticket ?? null;
  face.dataset.state = ticket?.state ?? "none";
  setText(at("ticket-state"), ticket ? words(`ticket_${ticket.state}`) : words("ticket_none"));
  repaint(at("ticket-number"), ticket?.number ?? null, () => (ticket ? [numberElement(ticket.number)] : []));
  at("ticket-number").toggleAttribute("data-long", (ticket?.number.length ?? 0) > SHORT_NUMBER);
  setText(at("ticket-service"), ticket ? serviceName(ticket) : emptyHint(desk));
  repaint(at("ticket-tags"), [ticket?.priority, ticket?.language, ticket?.calls, language()], () => tags(ticket));
  at("ticket-timer").hidden = !ticket;
  at("reprint").hidden = !ticket;
  setText(at("timer-of"), ticket ? words(`since_${ticket.state}`) : "");
}

/** The name of a ticket's service in the language of the clerk. */
export function serviceName(ticket) {
  return language() === "en" ? (ticket.service_name_en ?? ticket.service_name) : ticket.service_name;
}

function emptyHint(desk) {
  if (!desk) return "";
  if (desk.counter.state !== "open") return words(`ticket_none_${desk.counter.state}`);
  return desk.queue.length ? words("ticket_none_next", { number: desk.queue[0].number }) : words("ticket_none_empty");
}

function tags(ticket) {
  if (!ticket) return [];
  return [
    ticket.priority && element("span", { class: "tag priority" }, words("priority")),
    ticket.language !== language() && element("span", { class: "tag" }, words(`speaks_${ticket.language}`)),
    element("span", { class: "soft" }, words("called_times", { count: ticket.calls })),
  ].filter(Boolean);
}

function paintMoves(state) {
  const possible = possibleMoves(state.desk, { lost: isStale(state) });
  for (const button of document.querySelectorAll("[data-move]")) {
    const move = button.dataset.move;
    const working = state.press?.move === move && state.press.body.ticket === undefined;
    allow(button, possible.has(move), state.press, working);
    setText(button.querySelector("[data-label]"), working ? words("working", { move: moveWords(move) }) : moveWords(move));
  }
}

// aria-disabled instead of disabled: the focus of a keyboard stays where it was. A press that is answered
// at once does not make the other moves flicker; one that has to be tried again holds them back.
function allow(button, possible, press, working) {
  const held = Boolean(press) && press.phase !== "sent" && !working;
  button.setAttribute("aria-disabled", String(!possible || held));
  button.setAttribute("aria-busy", String(working));
}

function paintLikely(state) {
  const move = likelyMove(state.desk);
  const button = at("likely");
  const working = state.press?.move === move && state.press.body.ticket === undefined;
  button.dataset.likely = move;
  allow(button, possibleMoves(state.desk, { lost: isStale(state) }).has(move), state.press, working);
  setText(at("likely-label"), working ? words("working", { move: moveWords(move) }) : moveWords(move));
  setText(at("likely-hint"), hint(move, state.desk));
  setText(at("likely-key"), keyName(move));
}

function hint(move, desk) {
  if (!desk || move === "open") return "";
  if (move !== "call-next") return desk.ticket.number;
  const [next] = desk.queue;
  return next ? `${next.number} · ${serviceName(next)}` : words("queue_empty");
}

/** How a move's key is called on the screen. */
export function keyName(move) {
  const { key } = MOVES.find(({ name }) => name === move);
  return key === " " ? words("key_space") : (key ?? "");
}
