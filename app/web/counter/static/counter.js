// The counter console: choose a counter, then see its queue and press its moves.
import { playAlarm } from "../alarm_sound.js";
import { rings } from "../alarms.js";
import { element } from "../element.js";
import { mayAnywhere, mayDo } from "../grants.js";
import { api, goSignIn, screenToken, signOut } from "../wire.js";
import { prepareActs } from "./acts.js";
import { prepareChooser } from "./chooser.js";
import { prepareChosen } from "./chosen.js";
import { paintConsole, paintTime } from "./console.js";
import { openDesk } from "./desk.js";
import { closeDoor, prepareDoor } from "./door.js";
import { keep, recall } from "./drawer.js";
import { serviceName, stopName } from "./face.js";
import { leaveFocusAfterClicks, listenToKeys } from "./keyboard.js";
import { language, loadLanguages, moveWords, relabel, words } from "./language.js";
import { callsMissing, likelyMove, possibleMoves } from "./moves.js";
import { paintNotices } from "./notices.js";
import { setText } from "./painting.js";
import { mayCall, sayNoRight, sayWho, sitesToCallAt } from "./person.js";
import { paintQueue } from "./queue.js";
import { shownOf } from "./refusals.js";
import { sayChange } from "./said.js";
import { prepareSettings, wantsSound } from "./settings.js";
import { paintStanding } from "./standing.js";
import { allowSound, playArrival } from "./sound.js";
import { isStale, someoneArrived, undoLeft, wentOn } from "./state.js";

const RETRY_MS = 2_000;
const TICK_MS = 250;
const AGAIN_GUARD_MS = 600;
const NOTE_MS = 4_000;
const at = (id) => document.getElementById(id);
const VIEWS = ["loading", "unpaired", "no-right", "chooser", "console"];

const DEEDS = {
  read: (number) => page.desk.read(number),
  sendAgain: () => page.desk.sendAgain(),
  forget: () => page.desk.forget(),
  take: (alarm) => page.desk.take(alarm),
};

const page = { token: null, me: null, sites: [], site: null, counters: [], place: null, desk: null, likelyChanged: 0, noteTimer: null, leaving: null, rung: new Set() };
let chooser;
let acts;
let door;

start();

async function start() {
  page.token = screenToken("counter");
  await loadLanguages();
  relabel();
  prepareSettings(sayAnew);
  chooser = prepareChooser({ choose: sitDown, move: (site) => listCounters(site, undefined, { waiting: (text) => chooser.say(text) }) });
  acts = prepareActs({ seat: () => page, press, note, notNow: sayNotNow });
  door = prepareDoor({ press, state: () => page.desk.state(), place: () => page.place, mustAsk });
  prepareButtons();
  page.me = await untilAnswered("GET", "/me");
  if (!page.me) return;
  if (page.me.must_change) return goSignIn();
  sayWho(page.me);
  if (mayCall(page.me)) await findPlace();
  else turnAway();
}

function turnAway() {
  sayNoRight(page.me);
  show("no-right");
}

function show(view) {
  for (const name of VIEWS) at(name).hidden = name !== view;
}

// Without a key of its own the console is for whoever signs in.
function showUnpaired() {
  page.desk?.close();
  if (!page.token) return goSignIn();
  const [before, after] = words("unpaired").split("{command}");
  at("unpaired-help").replaceChildren(before, element("code", {}, "python3 run.py links"), after ?? "");
  show("unpaired");
}

// Asks again until the server answers, and says `waiting(text)`; null when the token is not accepted, or as soon as it
// is not `wanted()` any more.
async function untilAnswered(method, path, { wanted = () => true, waiting = (text) => setText(at("loading"), text) } = {}) {
  for (;;) {
    const { status, ok, data } = await api(method, path, { token: page.token, language: language() });
    if (!wanted()) return null;
    if (ok) return data;
    if (status === 401 || status === 403) {
      showUnpaired();
      return null;
    }
    waiting(words("choose_failed"));
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

// The counter of the token, else the one this browser used last, else the clerk chooses.
async function findPlace() {
  const last = recall("place");
  const sites = page.me.site ? [] : ((await untilAnswered("GET", "/sites"))?.sites ?? []);
  page.sites = sitesToCallAt(page.me, sites);
  await listCounters(page.me.site ?? lastOf(last) ?? page.sites[0]?.code, ownCounter() ?? last?.counter);
}

const lastOf = (last) => page.sites.find(({ code }) => code === last?.site)?.code;
const ownCounter = () => (page.me.username === null ? page.me.code : null); // a person's code is the user name

async function listCounters(site, counter, asking) {
  page.site = site;
  const list = await untilAnswered("GET", `/counters?site=${encodeURIComponent(site)}`, asking);
  if (!list) return;
  page.counters = list.counters;
  const known = page.counters.find(({ code }) => code === counter);
  if (known) sitDown(known);
  else stand();
}

// Until the list is here the clerk stays; a move made meanwhile means to.
function changeCounter() {
  const wish = {};
  page.leaving = wish;
  if (isStale(page.desk.state())) note(words("choose_failed"));
  listCounters(page.site, undefined, { wanted: () => page.leaving === wish, waiting: note });
}

// This counter is no longer one of this clerk's, or no longer there: whatever may be theirs now is offered.
async function leaveBarred() {
  const { name } = page.place;
  page.desk?.close();
  page.desk = null;
  document.querySelector("dialog[open]")?.close();
  show("loading");
  page.me = await untilAnswered("GET", "/me");
  if (!page.me) return;
  if (!mayCall(page.me)) return turnAway();
  page.sites = sitesToCallAt(page.me, page.sites);
  await listCounters(page.site);
  chooser.say(words("barred", { counter: name }));
}

function stand() {
  page.desk?.close();
  page.desk = null;
  show("chooser");
  chooser.show({ counters: page.counters, current: page.place?.code, sites: page.sites, site: page.site });
}

function sitDown(counter) {
  page.desk?.close();
  page.place = { ...counter, timezone: page.me.mall.timezone };
  keep("place", { site: page.site, counter: counter.code });
  show("console");
  page.desk = openDesk({
    token: page.token, site: page.site, counter: counter.code, language, onChange: changed, onUnpaired: showUnpaired, onBarred: leaveBarred, onDropped: sayNotNow,
  });
  paint(page.desk.state());
  at("main").focus();
}

function changed(state, before) {
  if (likelyMove(state.desk) !== likelyMove(before.desk)) page.likelyChanged = performance.now();
  if (rings(page.rung, state.alarms) && wantsSound()) playAlarm();
  if (wantsSound() && someoneArrived(before.desk, state.desk)) playArrival();
  paint(state);
  sayChange(state.desk, before.desk);
  sayWhereTo(wentOn(state, before));
  sayStranded(state.stranded, before.stranded);
}

function paint(state) {
  const { timezone } = page.place;
  paintConsole(state, page.place);
  paintQueue(state, queueDeeds(timezone));
  paintNotices(state, { timezone, deeds: DEEDS });
  paintStanding(state, { timezone, withdraw: () => press("closing/withdraw") });
  paintTime(state, page.place);
}

function queueDeeds(timezone) {
  return {
    timezone,
    callAgain: (ticket) => press("recall", { ticket }),
    callChosen: (ticket) => press("call", { ticket }),
    mayChoose: ({ agency }) => mayChoose(agency),
    moved: () => note(words("row_moved")),
  };
}

// Out of turn only by whoever was given that; the key of a counter was not.
function mayChoose(agency) {
  const { me, site } = page;
  return me.grants ? mayDo(me, "call_chosen", { site, agency }) : me.role === "admin";
}

function sayAnew() {
  if (at("chooser").hidden === false) chooser.repaint();
  if (page.desk) paint(page.desk.state());
}

// A visitor with another stop asks where to go now.
function sayWhereTo(ticket) {
  if (ticket) note(words("went_on", { number: ticket.number, stop: stopName(ticket.stops[0]) }));
}

// Where a visitor was sent everybody has closed, and only here somebody can still say so.
function sayStranded(ticket, before) {
  if (ticket && ticket !== before) note(words("stranded", { number: ticket.number, service: serviceName(ticket) }));
}

// A key that does nothing without a word looks broken.
function sayNotNow(move) {
  const { desk } = page.desk.state();
  const missing = move === "miss" && desk?.ticket?.state === "called" ? callsMissing(desk) : 0;
  note(missing ? words("miss_not_yet", { count: missing }) : words("not_now", { move: moveWords(move) }));
}

// Said aloud, and shown for a moment.
function note(text) {
  setText(at("said"), text);
  setText(at("note"), text);
  clearTimeout(page.noteTimer);
  page.noteTimer = setTimeout(() => setText(at("note"), ""), NOTE_MS);
}

function press(move, body = {}) {
  page.leaving = null;
  const taken = page.desk.press(move, body);
  if (taken === "busy") note(words("press_busy", { move: moveWords(page.desk.state().press.move) }));
  else if (!taken) sayNotNow(move);
}

// Whether this clerk's closing is for somebody else to agree to; the server decides, this only finds the right word.
function mustAsk() {
  const { rules } = page.desk.state().desk;
  if (!rules.closing_needs_approval || page.me.role === "admin") return false;
  return !page.me.grants || !mayAnywhere(page.me, "approve_closing", page.site);
}

function act(move) {
  page.leaving = null;
  const state = page.desk.state();
  if (move === "open" && ["open", "closing"].includes(state.desk?.counter.state)) return door.toggle();
  if (move === "undo" && undoLeft(state, performance.now()) === 0) return sayNotNow(move);
  if (!(move in acts)) return press(move);
  if (move === "reprint" || possibleNow().has(move)) return acts[move](state.desk);
  sayNotNow(move);
}

function possibleNow() {
  const state = page.desk.state();
  return possibleMoves(state.desk, { lost: isStale(state) });
}

function prepareButtons() {
  for (const button of document.querySelectorAll("[data-move]")) {
    button.addEventListener("click", (event) => event.detail < 2 && act(button.dataset.move));
  }
  at("reprint").addEventListener("click", () => act("reprint"));
  at("sign-out").addEventListener("click", async () => (await signOut()) || note(words("sign_out_failed")));
  at("likely").addEventListener("click", pressLikely);
  at("change-counter").addEventListener("click", changeCounter);
  leaveFocusAfterClicks(at("console"));
  const chosen = prepareChosen({ isBusy: () => Boolean(page.desk.state().desk?.ticket), note });
  const listening = () => Boolean(page.desk) && !document.querySelector("dialog[open]");
  listenToKeys({ act, escape, possible: possibleNow, listening, ...chosen });
  for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, allowSound);
  setInterval(() => page.desk && tick(page.desk.state()), TICK_MS);
}

// The big button changes its meaning: the second click of a double click must not press the new one.
function pressLikely(event) {
  const settled = performance.now() - page.likelyChanged > AGAIN_GUARD_MS;
  if (event.detail < 2 && settled) act(at("likely").dataset.likely);
}

function escape() {
  if (closeDoor()) return;
  if (document.activeElement?.matches("[data-walk]")) return at("main").focus();
  const [topmost] = shownOf(page.desk.state().errors);
  if (topmost) page.desk.read(topmost.number);
}

function tick(state) {
  page.desk.keepOrder(performance.now());
  paintTime(state, page.place);
  paintStanding(state, { timezone: page.place.timezone, withdraw: () => press("closing/withdraw") });
  paintQueue(state, queueDeeds(page.place.timezone));
}
