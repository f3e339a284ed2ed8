// The public board on a phone: the server made it whole, this keeps it up to date and remembers the agency chosen.
import { clockText, connect, loadWords, say, zoneName } from "../wire.js";
import { callRow, lastCall, queueRow } from "./calls.js";
import { hangNotice } from "./hall_notice.js";
import { isStale, lastHeard, linked, loaded } from "./hearing.js";
import { changed, shown, whole } from "./mirror.js";

const TICK_MS = 1_000;
const FETCH_MS = 30_000; // without a live link
const at = (id) => document.getElementById(id);
const { site, timezone } = at("main").dataset;
const language = document.documentElement.lang;
const slot = `antrean.board.${site}`;
const ahead = Date.parse(at("main").dataset.now) - Date.now(); // of this phone's clock
const now = () => Date.now() + ahead;

let words = {};
let board = whole(JSON.parse(at("main").dataset.board), now());
let cursor = null;
let hearing = loaded(now());
let fetchedAt = now();
let drawn = {};

start();

async function start() {
  at("show").hidden = true;
  at("agency").value = asked() ?? remembered();
  at("agency").addEventListener("change", choose);
  at("filter").addEventListener("submit", (event) => event.preventDefault());
  words = (await loadWords("board", [language]))[language];
  const link = connect("/board", { site }, { onState, patient: true, snapshot: hearAll, board: (news) => hear(news, link) });
  setInterval(tick, TICK_MS);
  tick();
}

function hearAll(told) {
  cursor = told.cursor;
  board = whole(told.board, now(), board);
  paint();
}

// What follows on something else than is known here would be drawn wrong: the link is begun anew.
function hear(news, link) {
  if (news.after !== cursor) return link.renew();
  cursor = news.cursor;
  board = changed(board, news, now());
  paint();
}

function onState(link) {
  hearing = linked(hearing, link === "refused" ? "lost" : link, now());
  showHearing();
}

function tick() {
  paint();
  showHearing();
  if (isStale(hearing, now()) && !document.hidden && now() - fetchedAt >= FETCH_MS) readAnew();
}

// Where no live link can stand, the page itself is asked now and then.
async function readAnew() {
  fetchedAt = now();
  try {
    const response = await fetch(location.href, { cache: "no-store" });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (hearing.link === "connected") return;
    board = whole(JSON.parse(page.getElementById("main").dataset.board), now(), board);
    hearing = { ...hearing, heardAt: now() };
    tick();
  } catch (error) {
    console.warn("the board could not be read:", error.message);
  }
}

function paint() {
  const place = { words, language, timezone };
  const { last, recent, queues } = shown(board, at("agency").value, now());
  hangNotice(at("notice"), at("notice-text"), board.notice, { language, now: now() });
  at("last").className = last ? (last.lit ? "last lit" : "last") : "last last-none";
  at("before").hidden = recent.length === 0;
  draw("last-call", last, () => lastCall(last, place));
  draw("recent", recent, () => recent.map((call) => callRow(call, place)));
  draw("queues", queues, () => queues.map((queue) => queueRow(queue, place)));
}

// Only what reads differently is drawn anew: a reader hears it once, and nobody loses the place.
function draw(id, seen, make) {
  const text = JSON.stringify(seen);
  if (drawn[id] === text) return;
  drawn = { ...drawn, [id]: text };
  at(id).replaceChildren(...make().filter(Boolean));
}

function showHearing() {
  const stale = isStale(hearing, now());
  const time = clockText(lastHeard(hearing, now()), language, timezone);
  setText("heard", say(words, "heard", { time, zone: zoneName(timezone) }));
  setText("stale", stale ? say(words, "stale", { time }) : "");
  at("stale").hidden = !stale;
}

function setText(id, text) {
  if (at(id).textContent !== text) at(id).textContent = text;
}

// The address may name an agency; else it is the one chosen on this phone before, if the hall still has it.
function asked() {
  return known(new URLSearchParams(location.search).get("agency"));
}

function remembered() {
  try {
    return known(localStorage.getItem(slot)) ?? "";
  } catch {
    return "";
  }
}

function known(code) {
  return code !== null && [...at("agency").options].some(({ value }) => value === code) ? code : null;
}

function choose() {
  try {
    localStorage.setItem(slot, at("agency").value);
  } catch (error) {
    console.warn("this browser keeps nothing:", error.message);
  }
  const address = new URL(location.href);
  address.searchParams.delete("agency");
  history.replaceState(history.state, "", address);
  for (const link of document.querySelectorAll(".head-languages a")) link.search = `?lang=${link.lang}`;
  paint();
}
