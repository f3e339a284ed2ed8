// The kiosk as a state machine: pure functions from a state and an event to the next state.
//
//   start -> agency -> service -> number -> start
//     |-> (search) ----^            ^
//     `-> booking ------------------'
//
// Every event carries `at`, the clock in milliseconds; "ticked" comes a few times a second and moves what only
// time moves. What the state asks of the world (send, confirm, speak, ring) is done by kiosk.js.

import { isWhole, signsOf, tidied } from "./booking_code.js";

export const WARN_AFTER = 45_000;
export const HOME_AFTER = 60_000;
export const RING = 15_000;
export const SLOW_AFTER = 4_000;
export const TROUBLE_AFTER = 10_000;
export const GIVE_UP_AFTER = 120_000;
export const LOST_AFTER = 1_500;

export const PRIORITIES = ["elderly", "disabled", "pregnant", "child"];

const HOME = {
  screen: "start", agency: null, service: null, from: null, searching: false, query: "", typed: "",
  prioritising: false, priority: null, intent: null, refusal: null,
  ticket: null, paper: null, place: "", issued_at: 0, leave_at: null, confirmed: "no", warned: false,
};

// The state of a kiosk that was just switched on.
export function opening({ languages, at }) {
  return {
    ...HOME, languages, language: languages[0], large: false, link: "connecting", link_since: at, catalogue: null, papers: {},
    touched_at: at,
  };
}

export function after(state, event) {
  const deed = DEEDS[event.type];
  if (!deed) throw new Error(`the kiosk knows no event ${event.type}`);
  return deed(state, event);
}

const DEEDS = {
  // From the server.
  catalogue_came: (state, { catalogue }) => ({ ...state, catalogue }),
  link_changed: (state, { link, at }) => (state.link === link ? state : { ...state, link, link_since: at }),
  number_given: (state, event) => numberGiven(state, event),
  number_refused: (state, { key, problem }) => (state.intent?.key === key ? { ...state, intent: null, refusal: problem } : state),
  ticket_seen: (state, { ticket, at }) => paperSaid(state, ticket, paperOf(ticket), at),
  paper_said: (state, { ticket, paper, place, at }) => paperSaid(state, ticket, { said: paper, place }, at),
  confirm_answered: (state, { ok, at }) => confirmAnswered(state, ok, at),

  // From the visitor.
  touched: (state, { at }) => touched(state, at),
  agency_chosen: (state, { agency }) => step(state, { screen: "agency", agency }),
  service_chosen: (state, { agency, service }) => step(state, { screen: "service", agency, service, from: state.screen }),
  search_opened: (state) => (state.screen === "start" ? { ...state, searching: true } : state),
  search_closed: (state) => ({ ...state, searching: false, query: "" }),
  query_changed: (state, { query }) => ({ ...state, query }),
  priority_asked: (state) => ({ ...state, prioritising: !state.prioritising, priority: null }),
  priority_chosen: (state, { priority }) => ({ ...state, priority: state.priority === priority ? null : priority }),
  number_wanted: (state, event) => numberWanted(state, event),
  booking_asked: (state) => step(state, { screen: "booking" }),
  code_typed: (state, { typed }) => (state.intent ? state : { ...state, typed: tidied(typed), refusal: null }),
  arrival_wanted: (state, event) => arrivalWanted(state, event),
  confirm_wanted: (state) => (state.ticket && ["no", "unsaved"].includes(state.confirmed) ? { ...state, confirmed: "asking" } : state),
  went_back: (state) => wentBack(state),
  finished: (state) => home(state),
  language_chosen: (state, { language }) => (state.languages.includes(language) ? { ...state, language } : state),
  size_switched: (state) => ({ ...state, large: !state.large }),

  // From the clock.
  ticked: (state, { at }) => ticked(state, at),
};

// Back to the start for the next visitor; what belongs to the kiosk and not to the visitor stays.
function home(state) {
  return { ...state, ...HOME, language: state.languages[0], large: false, papers: {} };
}

function step(state, change) {
  if (state.intent || state.screen === "number") return state;
  return { ...state, prioritising: false, priority: null, refusal: null, warned: false, ...change };
}

function wentBack(state) {
  if (state.screen === "service" && state.from === "agency") return step(state, { screen: "agency", service: null });
  if (state.screen === "start" && state.searching) return { ...state, searching: false, query: "" };
  return step(state, { screen: "start", agency: null, service: null, typed: "" });
}

// One intent at a time: a second tap changes nothing, and a retry carries the same key until it is answered.
function numberWanted(state, { key, at }) {
  if (state.intent || state.screen !== "service") return state;
  const { service, priority, language } = state;
  return { ...state, refusal: null, intent: { key, service, priority, language, at } };
}

// Whoever booked is here: the same wish again gives the same number.
function arrivalWanted(state, { key, at }) {
  if (state.intent || state.screen !== "booking") return state;
  if (!isWhole(state.typed)) return { ...state, refusal: { words: "booking_short" } };
  return { ...state, refusal: null, intent: { key, booking: signsOf(state.typed), language: state.language, at } };
}

function numberGiven(state, { key, ticket, at }) {
  if (state.intent?.key !== key) return state;
  const fresh = { intent: null, ticket, paper: "coming", place: "", issued_at: at, touched_at: at, confirmed: "no", warned: false };
  const given = { ...state, ...fresh, screen: "number" };
  return paperSaid(given, ticket, state.papers[ticket.id] ?? paperOf(ticket), at);
}

// What a ticket itself says of its paper: one on its way to another printer has moved.
function paperOf({ print }) {
  const place = print?.place ?? "";
  return { said: place && COMING.has(print.state) ? "moved" : print?.state, place };
}

// What became of the paper: news of another ticket is kept while a number is on its way, as paper may be faster than the answer.
// Paper that went to another printer carries its `place`, which stays: what is printed later lies there.
function paperSaid(state, ticket, { said, place = "" }, at) {
  if (state.ticket?.id !== ticket.id) {
    const known = { said, place: place || state.papers[ticket.id]?.place || "" };
    return state.intent ? { ...state, papers: { ...state.papers, [ticket.id]: known } } : state;
  }
  const where = place || state.place;
  const paper = PAPERS[said]?.(where) ?? state.paper;
  if (paper === state.paper && where === state.place) return state;
  return { ...state, paper, place: where, leave_at: HELD.has(paper) ? null : at + RING };
}

const PAPERS = {
  none: () => "none",
  printed: (place) => (place ? "there" : "out"),
  sent: (place) => (place ? "moved" : "sent"),
  moved: (place) => (place ? "moved" : "trouble"),
  failed: () => "trouble",
};

const COMING = new Set(["queued", "printing"]);

// Without certain paper the number stays on the glass until its visitor leaves.
const HELD = new Set(["none", "trouble", "moved"]);

// Whether the visitor is asked to note the number: nobody knows that its paper exists.
export function isUncertain(paper) {
  return HELD.has(paper) || paper === "sent";
}

function confirmAnswered(state, ok, at) {
  if (state.confirmed !== "asking") return state;
  return ok ? { ...state, confirmed: "yes", leave_at: at + RING } : { ...state, confirmed: "unsaved" };
}

function touched(state, at) {
  const leave_at = state.leave_at === null ? null : Math.max(state.leave_at, at + RING);
  return { ...state, touched_at: at, warned: false, leave_at };
}

function ticked(state, at) {
  if (state.intent) return at - state.intent.at < GIVE_UP_AFTER ? state : { ...home(state), refusal: null };
  if (state.ticket) return waitedForPaper(state, at);
  return isAtRest(state) ? state : idled(state, at);
}

function waitedForPaper(state, at) {
  if (state.leave_at !== null) return at >= state.leave_at ? home(state) : state;
  if (HELD.has(state.paper)) return idled(state, at);
  const waited = at - state.issued_at;
  if (waited >= TROUBLE_AFTER) return { ...state, paper: "trouble" };
  return waited >= SLOW_AFTER && state.paper === "coming" ? { ...state, paper: "slow" } : state;
}

function idled(state, at) {
  const idle = at - state.touched_at;
  if (idle >= HOME_AFTER) return home(state);
  return idle >= WARN_AFTER && !state.warned ? { ...state, warned: true } : state;
}

// Whether the start page is as the next visitor should find it, so that nothing needs to time out.
export function isAtRest(state) {
  return state.screen === "start" && !state.searching && state.query === "" && !state.large && state.language === state.languages[0];
}

// Whether the server has been away long enough to say so.
export function isLost(state, at) {
  return state.link === "lost" && at - state.link_since >= LOST_AFTER;
}

// Seconds until the kiosk goes home by itself: from the ring of the number, else from the warning; null when it does not.
export function secondsLeft(state, at) {
  if (state.leave_at !== null) return Math.max(0, Math.ceil((state.leave_at - at) / 1000));
  if (state.warned) return Math.max(0, Math.ceil((state.touched_at + HOME_AFTER - at) / 1000));
  return null;
}

// What must outlive a reload of the page: the wish that is not answered yet, and the number on the screen.
export function kept(state) {
  if (!state.intent && !state.ticket) return null;
  const { screen, agency, service, from, priority, intent, ticket, paper, place, issued_at, leave_at, confirmed, language, large } = state;
  return { screen, agency, service, from, priority, intent, ticket, paper, place, issued_at, leave_at, confirmed, language, large };
}

// The state with what was kept, unless it is too old to belong to whoever stands there now.
export function restored(state, memory, at) {
  const began = memory?.intent?.at ?? memory?.issued_at;
  if (!memory || !(at - began < GIVE_UP_AFTER) || !state.languages.includes(memory.language)) return state;
  return { ...state, ...memory, confirmed: memory.confirmed === "asking" ? "no" : memory.confirmed, touched_at: at };
}
