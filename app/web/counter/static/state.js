// What the console knows, and how each fact changes it. Pure: (state, fact) -> state.
import { serverTime, setClock } from "./clock.js";
import { afterSilence } from "./presses.js";
import { withRefusal } from "./refusals.js";

export const START = Object.freeze({
  link: "connecting", // connecting | connected | lost
  sure: false, // what is shown was said on this very connection, and nothing has cast doubt on that since
  cursor: -1, // of the newest document; older ones are ignored
  desk: null, // the counter's document, always the server's
  clock: null,
  heard: null, // ISO moment of the newest document
  goodAt: null, // server's milliseconds when the connection was last known to stand
  press: null, // the press under way; one at a time
  last: null, // the press before, to tell an echo
  stranded: null, // the ticket that the last press sent to counters that have all closed
  errors: [], // {number, move, text or the key of one, ticket}: kept until read; `ticket`: the number of one not at hand
  errorCount: 0,
  alarms: [], // the open alarms of the site's printers, the oldest first
  taking: [], // the alarms that this clerk has just taken on, until the server says so
  printers: {}, // code -> {state, reason} of printers that need somebody
  notice: null, // {id, en, until} of the hall
});

const active = (ticket) => (ticket && ["looked", "called", "serving"].includes(ticket.state) ? ticket : null);

// A snapshot opens a new line of news and always counts; a fetched document has no cursor, only its time.
function heard(state, { document, cursor, steady, snapshot = false }) {
  const older = cursor === undefined ? isBefore(document.now, state.heard) : cursor < state.cursor;
  if (older && !snapshot) return state;
  return {
    ...(staysOpen(state, document) ? withError(state, { move: null, key: "closing_refused" }) : state),
    cursor: cursor ?? state.cursor,
    sure: state.sure || snapshot,
    desk: document,
    clock: setClock(document.now, steady),
    heard: document.now,
    goodAt: Date.parse(document.now),
    press: state.press && { ...state.press, overtaken: true },
  };
}

// Whether a closing that was asked for is over, and neither the counter is closed nor this clerk took it back.
function staysOpen({ desk, press, last }, document) {
  const mine = [press?.move, last?.move].some((move) => move === "closing/withdraw" || move === "open" || move === "undo");
  return desk?.counter.state === "closing" && ["open", "break"].includes(document.counter.state) && !mine;
}

// A quiet connection that stood until now has kept the screen right until now. A new one begins with a snapshot,
// which may arrive before the word that it stands.
function linked(state, { link, steady }) {
  const stood = !isStale(state) && state.clock;
  const sure = state.sure && link === "connected";
  return { ...state, link, sure, goodAt: stood ? serverTime(state.clock, steady) : state.goodAt };
}

// The page may have slept; `steady` is the reading of its clock when it was last awake.
function doubted(state, { steady }) {
  if (!state.sure) return state;
  return { ...state, sure: false, goodAt: state.clock ? serverTime(state.clock, steady) : state.goodAt };
}

function isBefore(moment, other) {
  return other !== null && Date.parse(moment) < Date.parse(other);
}

// The answer names the counter's state and ticket, and the last fact that it knows. A document that came meanwhile may be
// older, and one that was read before the deed may still be on its way: neither takes the deed back on the screen.
function answered(state, { answer }) {
  const done = { ...state, press: null, last: state.press, stranded: answer.ticket?.counters_closed ? answer.ticket : null };
  const known = answer.cursor === undefined ? Boolean(state.press?.overtaken) : answer.cursor <= state.cursor;
  if (!state.desk || known) return done;
  const counter = { ...state.desk.counter, state: counterState(answer, state.desk) };
  return { ...done, cursor: answer.cursor ?? state.cursor, desk: { ...state.desk, counter, ticket: active(answer.ticket), undo: answer.undo ?? null } };
}

function counterState(answer, desk) {
  return typeof answer.state === "string" ? answer.state : desk.counter.state;
}

function refused(state, { text }) {
  return { ...withError(state, { move: state.press?.move ?? null, text }), press: null, last: state.press };
}

// What was not done for an alarm or a paper leaves the press under way alone.
function untaken(state, { text, move = null, ticket }) {
  return withError(state, { move, text, ...(ticket && { ticket }) });
}

function withError(state, error) {
  const number = state.errorCount + 1;
  return { ...state, errorCount: number, errors: withRefusal(state.errors, { number, ...error }) };
}

// An alarm that somebody has taken on, or that is over, waits for no answer any more.
function alarmed(state, { alarms }) {
  const untaken = new Set(alarms.filter(({ acknowledged_at: at }) => at === null).map(({ id }) => id));
  return { ...state, alarms, taking: state.taking.filter((id) => untaken.has(id)) };
}

const CHANGES = {
  linked,
  doubted,
  heard,
  pressed: (state, { press }) => ({ ...state, press: { about: state.desk?.ticket?.id ?? null, ...press } }),
  answered,
  refused,
  untaken,
  silent: (state, { at }) => ({ ...state, press: state.press && afterSilence(state.press, at) }),
  forgotten: (state) => ({ ...state, press: null, last: state.press }),
  read: (state, { number }) => ({ ...state, errors: state.errors.filter((error) => error.number !== number) }),
  printer: (state, { printer }) => ({ ...state, printers: { ...state.printers, [printer.code]: printer } }),
  noticed: (state, { notice }) => ({ ...state, notice }),
  alarmed,
  taking: (state, { id }) => ({ ...state, taking: [...state.taking, id] }),
  taken: (state, { id }) => ({ ...state, taking: state.taking.filter((other) => other !== id) }),
  left: () => START,
};

/** The state after a fact; a fact of an unknown kind is a mistake of the programmer. */
export function after(state, fact) {
  const change = CHANGES[fact.kind];
  if (!change) throw new Error(`unknown fact: ${fact.kind}`);
  return change(state, fact);
}

/** Whether somebody arrived in a queue that was empty: worth a soft sound at an idle counter. */
export function someoneArrived(before, now) {
  return Boolean(before && now) && before.waiting === 0 && now.waiting > 0 && !now.ticket && now.counter.state === "open";
}

/**
 * The ticket that this console has just finished, if it goes on to another stop. The document that shows it gone may
 * come before the answer to the press, or after it.
 */
export function wentOn(state, before) {
  const ticket = before.desk?.ticket;
  const pressed = state.press ?? state.last;
  const isGone = Boolean(ticket) && state.desk?.ticket?.id !== ticket.id;
  return isGone && pressed?.move === "finish" && pressed.about === ticket.id && ticket.stops.length ? ticket : null;
}

/** Milliseconds for which the last move may still be taken back, at a steady reading. */
export function undoLeft(state, steady) {
  const until = state.desk?.undo?.until;
  return until ? Math.max(0, Date.parse(until) - serverTime(state.clock, steady)) : 0;
}

/** Whether time alone may have put another one first in the queue since the server said what it looks like. */
export function isReordered({ desk, clock }, steady) {
  return Boolean(desk?.reorders_at) && serverTime(clock, steady) >= Date.parse(desk.reorders_at);
}

/** Whether what is shown may be out of date. */
export function isStale(state) {
  return state.link !== "connected" || !state.sure;
}
