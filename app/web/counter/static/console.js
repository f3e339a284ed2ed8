// Paints the header, the moves, the big button and what may be taken back from the state of the console.
import { clockText, zoneName } from "../wire.js";
import { serverTime } from "./clock.js";
import { paintTicket, paintTimer, serviceName, stopName } from "./face.js";
import { language, moveWords, words } from "./language.js";
import { MOVES, callsMissing, likelyMove, possibleMoves } from "./moves.js";
import { setText } from "./painting.js";
import { isStale, undoLeft } from "./state.js";

const at = (id) => document.getElementById(id);
const DOTS = { open: "good", break: "warning", closing: "warning", closed: "danger" };
const LINKS = { connecting: "warning", connected: "good", lost: "danger" };
const KEY_NAMES = { " ": "key_space", Insert: "key_insert", Delete: "key_delete" };

/** Everything that changes when a fact arrives; `place` is {name, agencies, timezone}. */
export function paintConsole(state, place) {
  paintBar(state, place);
  paintTicket(state);
  paintMoves(state);
  paintLikely(state);
}

/** What changes with time alone: the clock, the stopwatch, and how long a move may be taken back. */
export function paintTime(state, place) {
  if (!state.clock) return;
  const steady = performance.now();
  const now = serverTime(state.clock, steady);
  const clock = at("clock");
  setText(clock, `${clockText(now, language(), place.timezone)} ${zoneName(place.timezone)}`.trim());
  clock.dateTime = new Date(now).toISOString();
  const ticket = state.desk?.ticket;
  if (ticket) paintTimer(ticket, now);
  paintUndo(state, steady);
}

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

function paintMoves(state) {
  const possible = possibleMoves(state.desk, { lost: isStale(state) });
  for (const button of document.querySelectorAll("[data-move]")) {
    const move = button.dataset.move;
    const working = isWorking(state, move);
    allow(button, possible.has(move), state.press, working);
    setText(button.querySelector("[data-label]"), working ? words("working", { move: moveWords(move) }) : moveWords(move));
  }
  const ticket = state.desk?.ticket;
  for (const button of document.querySelectorAll("[data-when]")) {
    button.hidden = (button.dataset.when === "visitor") !== Boolean(ticket);
  }
  setText(at("why-miss"), ticket?.state === "called" && callsMissing(state.desk) ? words("miss_first", { count: callsMissing(state.desk) }) : "");
}

const isWorking = ({ press }, move) => press?.move === move && press.body.ticket === undefined;

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
  const working = isWorking(state, move);
  button.dataset.likely = move;
  allow(button, possibleMoves(state.desk, { lost: isStale(state) }).has(move), state.press, working);
  setText(at("likely-label"), working ? words("working", { move: moveWords(move) }) : moveWords(move));
  setText(at("likely-hint"), hint(move, state.desk));
  setText(at("likely-key"), keyName(move));
}

function hint(move, desk) {
  if (!desk || move === "open") return "";
  if (move === "finish" && desk.ticket.stops.length) return words("finish_on", { number: desk.ticket.number, stop: stopName(desk.ticket.stops[0]) });
  if (move !== "call-next") return desk.ticket.number;
  const [next] = desk.queue;
  return next ? `${next.number} · ${serviceName(next)}` : words("queue_empty");
}

// The countdown is for the eye; what it counts down to is the button's own name.
function paintUndo(state, steady) {
  const left = undoLeft(state, steady);
  const button = at("undo");
  button.toggleAttribute("data-live", left > 0);
  if (left === 0 && !isWorking(state, "undo")) button.setAttribute("aria-disabled", "true");
  setText(at("undo-of"), left ? moveWords(state.desk.undo.move) : words("undo_none"));
  setText(at("undo-left"), left ? words("undo_left", { count: Math.ceil(left / 1000) }) : "");
}

/** How a move's key is called on the screen. */
export function keyName(move) {
  const { key } = MOVES.find(({ name }) => name === move);
  return key in KEY_NAMES ? words(KEY_NAMES[key]) : (key ?? "");
}
