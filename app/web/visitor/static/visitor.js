// The phone page of one ticket: the server made it whole, this keeps it up to date and rings.
import { numberElement } from "../element.js";
import { api, clockText, connect, loadWords, say, zoneName } from "../wire.js";
import { allowSound, hush, isRinging, nudge, ring, sample } from "./alarm.js";
import { becameSoon, come, isCalled, isSoon, mayCancel, mayGoToEnd, mayPostpone, needsNewPage, sentence, wait } from "./face.js";
import { prepareForms } from "./forms.js";
import { hangNotice } from "./hall_notice.js";
import { isStale, lastHeard, linked, loaded } from "./hearing.js";
import { chosenNear, prepareNear } from "./near.js";

const TICK_MS = 1_000;
const at = (id) => document.getElementById(id);
const main = at("main");
const language = document.documentElement.lang;
const { timezone } = main.dataset;
const ahead = Date.parse(main.dataset.now) - Date.now(); // of this phone's clock
const now = () => Date.now() + ahead;

let words = {};
let ticket = JSON.parse(main.dataset.ticket);
let notice = JSON.parse(main.dataset.notice);
let hearing = loaded(now());

start();

async function start() {
  at("silence").addEventListener("click", silence);
  at("alert-switch").addEventListener("click", turnOnSound);
  prepareNear(() => paint(null));
  at("cancel-form").addEventListener("submit", cancel);
  at("cancel-no").addEventListener("click", () => at("cancel").removeAttribute("open"));
  at("cancel-no").hidden = false;
  at("to-end-no").addEventListener("click", () => at("to-end").removeAttribute("open"));
  at("to-end-no").hidden = false;
  document.addEventListener("pointerdown", touched);
  words = (await loadWords("visitor", [language]))[language];
  connect("/visitor", { token: ticket.token }, { onState, patient: true, snapshot: hearAll, ticket: hear, notice: hang });
  prepareForms({ token: ticket.token, language, done: (told) => hear({ ticket: told }), refused: (text) => setText("refusal", text), unsent: () => tell("unsent") });
  setInterval(tick, TICK_MS);
  paint(null);
  if (ticket.state === "waiting") api("POST", `/tickets/${ticket.token}/confirm`, { language });
}

const tell = (key, blanks) => say(words, key, blanks);

function hear(payload) {
  const before = ticket;
  ticket = payload.ticket;
  if (needsNewPage(ticket, before)) location.reload();
  else paint(before);
}

function hearAll(payload) {
  hang(payload);
  hear(payload);
}

function hang(payload) {
  notice = payload.notice ?? null;
  showNotice();
}

function showNotice() {
  hangNotice(at("notice"), at("notice-text"), notice, { language, now: now() });
}

function onState(link) {
  hearing = linked(hearing, link === "refused" ? "lost" : link, now());
  showHearing();
}

function paint(before) {
  document.documentElement.dataset.state = ticket.state;
  const said = sentence(ticket, ticket.counter_name ?? tell("somewhere"));
  setText("sentence", tell(said.key, said.blanks));
  setText("counter", ticket.counter_name ?? "");
  setText("zone", ticket.zone_name ?? "");
  paintFacts();
  paintMeeting();
  paintLater();
  at("soon").hidden = !isSoon(ticket, chosenNear());
  if (!at("soon").hidden) setText("soon", isSoon(ticket) ? tell("soon") : tell("near_now", { count: ticket.ahead }));
  at("cancel").hidden = !mayCancel(ticket);
  at("paper").hidden = ticket.print.state !== "failed";
  at("alert").hidden = ticket.state !== "waiting";
  paintAlarm(before);
  document.title = title();
}

const title = () => tell(ticket.state === "called" ? "title_called" : "title", { number: ticket.number });

function paintFacts() {
  setText("ahead", String(ticket.ahead));
  const range = wait(ticket);
  at("wait-fact").hidden = range === null;
  if (range) setText("wait", tell(range.key, range.blanks));
  at("serving-fact").hidden = ticket.now_serving === null;
  if (ticket.now_serving && at("serving").textContent !== ticket.now_serving) {
    at("serving").replaceChildren(numberElement(ticket.now_serving));
  }
}

function paintMeeting() {
  const key = come(ticket, now());
  at("coming").hidden = key === null;
  if (key === null) return;
  const { promised_at: promised, arrives_by: latest } = ticket.arrival;
  setText("come", tell(key, { time: clockText(promised, language, timezone) }));
  setText("kept", tell("kept_until", { time: clockText(latest, language, timezone), zone: zoneName(timezone) }));
}

function paintLater() {
  const left = ticket.postpones_left;
  at("later").hidden = !mayPostpone(ticket);
  at("postpone-send").disabled = left === 0;
  setText("postpone-left", left === 0 ? tell("postpone_none") : tell("postpone_left", { count: left }));
  at("to-end").hidden = !mayGoToEnd(ticket);
}

function paintAlarm(before) {
  if (becameSoon(ticket, before, chosenNear()) && at("alert-switch").getAttribute("aria-pressed") === "true") nudge();
  if (isCalled(ticket, before)) ring(tell("title_flash"), title());
  else if (ticket.state !== "called") hush();
  at("silence").hidden = !isRinging();
}

function tick() {
  paintMeeting();
  showHearing();
}

function showHearing() {
  const stale = isStale(hearing, now());
  const time = clockText(lastHeard(hearing, now()), language, timezone);
  showNotice();
  setText("heard", tell("heard", { time, zone: zoneName(timezone) }));
  setText("stale", stale ? tell("stale", { time }) : "");
  at("stale").hidden = !stale;
}

function touched() {
  allowSound();
  if (isRinging()) silence();
}

function silence() {
  hush();
  document.title = title();
  at("silence").hidden = true;
}

function turnOnSound() {
  allowSound();
  sample();
  at("alert-switch").setAttribute("aria-pressed", "true");
  setText("alert-switch", tell("alert_off"));
  navigator.wakeLock?.request("screen").catch(() => {});
}

async function cancel(event) {
  event.preventDefault();
  setText("cancel-error", "");
  const answer = await api("DELETE", `/tickets/${ticket.token}`, { language });
  if (answer.ok) {
    at("cancel").removeAttribute("open");
    hear({ ticket: answer.data });
    main.focus();
  } else setText("cancel-error", tell(answer.problem.code === "wrong_state" ? "cancel_late" : "cancel_failed"));
}

function setText(id, text) {
  if (at(id).textContent !== text) at(id).textContent = text;
}
