// The console's line to the server: hears the counter's documents and sends presses, each with one key.
import { beckoned } from "../beckoned.js";
import { aboutPage } from "../page.js";
import { api, connect, newKey } from "../wire.js";
import { drop, keepInTab, recall } from "./drawer.js";
import { mayPress, meantBy } from "./moves.js";
import { isEcho, isSame, mayTryAgain, meaning, newPress, pauseBefore } from "./presses.js";
import { feelSleep } from "./sleep.js";
import { START, after, isReordered, isStale } from "./state.js";

const REPRINT_TRIES = 3;
const ORDER_ASKED_EVERY_MS = 1_000;
const ANSWERED_WITHIN_MS = 2_000; // a link that does not answer in that time is given up

/**
 * Opens the line of one counter. `onChange(state, before)` hears every change, `onUnpaired()` that the
 * token counts no more, `onBarred()` that the counter is not for this holder, or gone, `onDropped(move)` that a press that waited for its turn was not sent. `language()` tells in which language the server shall explain a refusal.
 */
export function openDesk({ token, site, counter, language, onChange, onUnpaired, onBarred, onDropped }) {
  const desk = { token, site, counter, language, onChange, onUnpaired, onDropped, state: START, timer: null, next: null, orderAskedAt: -Infinity };
  desk.link = connect("/counter", { token, counter, site, page: aboutPage() }, {
    onState: (link) => (link === "refused" ? onUnpaired() : linked(desk, link)),
    onBarred,
    snapshot: (payload) => heard(desk, payload, true),
    queue_changed: (payload) => heard(desk, payload, false),
    alarms: ({ alarms }) => tell(desk, { kind: "alarmed", alarms }),
    printer_changed: ({ printer }) => printer && tell(desk, { kind: "printer", printer }),
    notice: ({ notice }) => tell(desk, { kind: "noticed", notice }),
    ...beckoned(() => !desk.state.press && !document.querySelector("dialog[open]")),
  });
  desk.wake = feelSleep((steady) => doubt(desk, steady));
  resume(desk);
  return {
    press: (move, body) => press(desk, move, body),
    sendAgain: () => sendAgain(desk),
    forget: () => tell(desk, { kind: "forgotten" }),
    read: (number) => tell(desk, { kind: "read", number }),
    take: (id) => take(desk, id),
    reprint: (ticket, wish) => reprint(desk, ticket, wish),
    complain: (error) => tell(desk, { kind: "untaken", ...error }),
    printers: () => printers(desk),
    keepOrder: (steady) => keepOrder(desk, steady),
    state: () => desk.state,
    close: () => close(desk),
  };
}

function tell(desk, fact) {
  const before = desk.state;
  desk.state = after(before, fact);
  if (desk.state === before) return;
  remember(desk);
  desk.onChange(desk.state, before);
}

function heard(desk, { cursor, alarms, notice, ...document }, snapshot) {
  if (alarms) tell(desk, { kind: "alarmed", alarms });
  if (notice !== undefined) tell(desk, { kind: "noticed", notice });
  tell(desk, { kind: "heard", document, cursor, snapshot, steady: performance.now() });
}

function linked(desk, link) {
  tell(desk, { kind: "linked", link, steady: performance.now() });
  if (link === "connected" && desk.state.press?.phase === "trying") tryNow(desk, desk.state.press);
}

// After a sleep nobody knows whether the link still stands and what it kept to itself: the server is asked, and
// until it answers the page calls nothing live.
function doubt(desk, steady) {
  if (desk.state.link !== "connected") return;
  tell(desk, { kind: "doubted", steady });
  desk.link.emit("ask", {});
  clearTimeout(desk.doubtTimer);
  desk.doubtTimer = setTimeout(() => isStale(desk.state) && desk.link.renew(), ANSWERED_WITHIN_MS);
}

// A queue in which somebody has waited too long meanwhile is asked for anew, and again until it comes.
function keepOrder(desk, steady) {
  if (isStale(desk.state) || !isReordered(desk.state, steady) || steady < desk.orderAskedAt + ORDER_ASKED_EVERY_MS) return;
  desk.orderAskedAt = steady;
  desk.link.emit("ask", {});
}

// Says whether the press was taken: "busy" while another one is under way; a second one of the same kind is the same.
// `meant` is what the screen showed when it was pressed.
function press(desk, move, body = {}, meant = meantBy(move, desk.state.desk, body)) {
  const { state } = desk;
  const at = Date.now();
  if (isSame(state.press, move, body) || isEcho(state.last, move, at, body)) return true;
  if (state.press && state.press.phase !== "sent") return "busy";
  if (!mayPress(state.desk, move, body, { lost: isStale(state) })) return false;
  if (state.press) return takeTurn(desk, { move, body, meant });
  const made = newPress({ move, key: newKey(), body, meant, at });
  tell(desk, { kind: "pressed", press: made });
  send(desk, made);
  return true;
}

// The screen may show what a press came to before its answer is here; what it offers then is done right after it. Of
// two numbers that are chosen from a list only the first can be called.
function takeTurn(desk, turn) {
  const { move, body } = turn;
  if (desk.next) return isSame(desk.next, move, body) || "busy";
  if (move === desk.state.press.move && body.ticket !== undefined) return "busy";
  desk.next = turn;
  return true;
}

function nextTurn(desk, done) {
  const { next } = desk;
  desk.next = null;
  if (next && !(done && press(desk, next.move, next.body, next.meant))) desk.onDropped(next.move);
}

async function send(desk, made) {
  clearTimeout(desk.timer);
  const path = `/counters/${encodeURIComponent(desk.counter)}/${made.move}?site=${encodeURIComponent(desk.site)}`;
  const answer = await api("POST", path, {
    token: desk.token, body: { ...made.body, ...made.meant }, key: made.key, language: desk.language(),
  });
  if (desk.state.press?.key !== made.key) return;
  if (answer.status === 401) desk.onUnpaired();
  else settle(desk, answer);
}

function settle(desk, answer) {
  const result = meaning(answer);
  if (result === "done") tell(desk, { kind: "answered", answer: answer.data });
  else if (result === "refused") tell(desk, { kind: "refused", text: answer.problem?.detail ?? answer.problem?.title ?? "" });
  else return tryAgain(desk);
  nextTurn(desk, result === "done");
  if (isStale(desk.state) || result === "refused") refresh(desk);
}

function tryAgain(desk) {
  tell(desk, { kind: "silent", at: Date.now() });
  nextTurn(desk, false);
  const { press: made } = desk.state;
  if (made.phase === "trying") desk.timer = setTimeout(() => tryNow(desk, made), pauseBefore(made));
}

// A press that waited through a sleep is too old to be sent without a word: somebody would be called by surprise.
function tryNow(desk, made) {
  if (mayTryAgain(made, Date.now())) send(desk, made);
  else tell(desk, { kind: "silent", at: Date.now() });
}

function sendAgain(desk) {
  const { press: left } = desk.state;
  if (left?.phase !== "asking") return;
  const again = { ...left, at: Date.now(), tries: 1, phase: "sent" };
  tell(desk, { kind: "pressed", press: again });
  send(desk, again);
}

// The clerk sees to an alarm. Whoever sees it too hears of it by the live link.
async function take(desk, id) {
  if (desk.state.taking.includes(id)) return;
  tell(desk, { kind: "taking", id });
  const answer = await post(desk, `/sites/${encodeURIComponent(desk.site)}/alarms/${encodeURIComponent(id)}/acknowledge`);
  tell(desk, { kind: "taken", id });
  if (answer.ok) tell(desk, { kind: "alarmed", alarms: desk.state.alarms.map((alarm) => (alarm.id === id ? answer.data : alarm)) });
  else tell(desk, { kind: "untaken", text: answer.problem?.detail ?? "" });
}

// One more paper for a ticket: {ok, data, problem}. Lost answers are asked for again under the same key.
async function reprint(desk, ticket, wish) {
  const key = newKey();
  const path = `/tickets/${encodeURIComponent(ticket.id)}/reprint?site=${encodeURIComponent(desk.site)}`;
  for (let tries = 1; ; tries += 1) {
    const answer = await post(desk, path, wish, key);
    if (meaning(answer) !== "unanswered" || tries === REPRINT_TRIES) return answer;
    await new Promise((resolve) => setTimeout(resolve, pauseBefore({ tries })));
  }
}

// The printers of the site, or none if they cannot be read now.
async function printers(desk) {
  const { ok, data } = await api("GET", `/sites/${encodeURIComponent(desk.site)}/printers`, { token: desk.token, language: desk.language() });
  return ok ? data.printers : [];
}

function post(desk, path, body = {}, key = newKey()) {
  return api("POST", path, { token: desk.token, body, key, language: desk.language() });
}

// After a refusal the screen was not what the server has; fetch what is true.
async function refresh(desk) {
  const path = `/counters/${encodeURIComponent(desk.counter)}?site=${encodeURIComponent(desk.site)}`;
  const { ok, data } = await api("GET", path, { token: desk.token, language: desk.language() });
  if (ok) tell(desk, { kind: "heard", document: data, steady: performance.now() });
}

// A press outlives a reload of the page: its key is kept until somebody knows what became of it.
function remember(desk) {
  const { press: made } = desk.state;
  if (made) keepInTab("press", { site: desk.site, counter: desk.counter, press: made });
  else drop("press");
}

function resume(desk) {
  const kept = recall("press");
  if (!kept || kept.site !== desk.site || kept.counter !== desk.counter) return;
  const young = mayTryAgain(kept.press, Date.now());
  tell(desk, { kind: "pressed", press: { ...kept.press, phase: young ? "trying" : "asking" } });
  if (young) send(desk, desk.state.press);
}

function close(desk) {
  desk.onChange = () => {};
  desk.wake.stop();
  clearTimeout(desk.timer);
  clearTimeout(desk.doubtTimer);
  desk.link.close();
}
