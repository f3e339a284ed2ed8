// The reception desk: find a number or a service, give a number, print it again, change its lane.
import { bookingDesk } from "./booked.js";
import { keep, recall } from "./drawer.js";
import { catalogueOf, serviceOf, servicesFor } from "./finding.js";
import { paintAilment, paintIssue, resetIssue, wishOf } from "./issue_card.js";
import { listenToKeys } from "./keyboard.js";
import { language, loadLanguages, relabel, words } from "./language.js";
import { complain, hush, preparePresses } from "./pressing.js";
import { prepareSearch } from "./search_box.js";
import { isPaperGoing } from "./sentences.js";
import { prepareSettings } from "./settings.js";
import { offerPrinters, paintTicket } from "./ticket_card.js";
import { setText } from "../counter/painting.js";
import { meaning, pauseBefore } from "../counter/presses.js";
import { element } from "../element.js";
import { mayAnywhere, mayDo, sitesOf } from "../grants.js";
import { sender } from "../sending.js";
import { api, clockText, goSignIn, newKey, screenToken, signOut, zoneName } from "../wire.js";

const LOOK_MS = 5_000;
const PAPER_MS = 1_000; // while somebody waits for a paper
const at = (id) => document.getElementById(id);
const VIEWS = ["loading", "unpaired", "desk"];
const CARDS = ["empty", "issue", "ticket"];

const page = {
  token: null, me: null, sites: [], site: null, zone: "UTC", catalogue: null, printers: [],
  card: "empty", service: null, ticket: null, fresh: null, wanted: null, lost: false, heard: null, skew: 0, timer: null, looks: 0,
};
const send = sender({
  post: (path, body, key) => api("POST", path, { token: page.token, body, key, language: language() }),
  pause: (tries) => new Promise((resolve) => setTimeout(resolve, pauseBefore({ tries }))),
  newKey, meaning,
});
let box;

start();

async function start() {
  page.token = screenToken("admin");
  await loadLanguages();
  prepareSettings(sayAnew);
  relabel();
  const booked = bookingDesk({ ask, send, here, may, site: () => page.site, done: openTicket });
  box = prepareSearch({ services, tickets, openTicket, openService, clock, bookings: booked.find, openBooking: booked.receive });
  prepareDeeds();
  await settleIn();
}

const ask = (path) => api("GET", path, { token: page.token, language: language() });
const here = (path = "") => `/sites/${encodeURIComponent(page.site)}${path}`;
const clock = (moment) => clockText(moment, language(), page.zone);
const now = () => Date.now() + page.skew; // by the server's clock
const may = (permission, agency) => mayDo(page.me, permission, { site: page.site, agency });

async function settleIn() {
  for (;;) {
    const [me, list] = await Promise.all([ask("/me"), ask("/sites")]);
    if (me.status === 401 || me.status === 403) return refuse(me);
    if (me.ok && list.ok) return open(me.data, list.data.sites);
    setText(at("loading"), words("connecting"));
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function refuse({ status, problem }) {
  clearTimeout(page.timer);
  if (!page.token && (status === 401 || problem?.code === "password_change_needed")) return goSignIn();
  setText(at("unpaired-why"), problem?.detail ?? words("not_yours"));
  turnTo("unpaired");
}

async function open(me, sites) {
  if (me.must_change) return goSignIn();
  Object.assign(page, { me, zone: me.mall.timezone });
  page.sites = sitesOf(me, sites).filter(({ code }) => mayAnywhere(me, "find_ticket", code));
  if (page.sites.length === 0) return refuse({ status: 403, problem: null });
  const wanted = new URLSearchParams(location.search).get("site") ?? recall("site");
  page.site = (page.sites.find(({ code }) => code === wanted) ?? page.sites[0]).code;
  at("site").replaceChildren(...page.sites.map(({ code, name }) => element("option", { value: code, selected: code === page.site }, name)));
  at("site-field").hidden = page.sites.length === 1;
  at("place").hidden = page.sites.length > 1;
  setText(at("place"), page.sites[0].name);
  at("sign-out").hidden = me.username === null;
  at("person").hidden = me.username === null;
  setText(at("person"), me.username === null ? "" : me.name);
  for (const link of document.querySelectorAll("[data-permission]")) {
    link.hidden = me.username === null || !mayAnywhere(me, link.dataset.permission, null);
  }
  turnTo("desk");
  await sitDown();
}

// One site's services, printers and numbers; never those of another under its name.
async function sitDown() {
  Object.assign(page, { catalogue: null, printers: [], ticket: null, fresh: null, service: null });
  turnCard("empty");
  box.clear();
  await look();
  at("issue-printer").value = usualPrinter();
  box.look();
}

// The one that this desk used last, else the first that works.
function usualPrinter() {
  const kept = recall(`printer.${page.site}`);
  if (kept === "" || page.printers.some(({ code }) => code === kept)) return kept;
  return (page.printers.find(({ state }) => state === "ready") ?? page.printers[0])?.code ?? "";
}

function turnTo(view) {
  for (const name of VIEWS) at(name).hidden = name !== view;
}

// Another card is about another visitor: what was not answered for the one before is not sent for this one.
function turnCard(card) {
  send.forget();
  page.card = card;
  for (const name of CARDS) at(name).hidden = name !== card;
}

// Brings what is before the desk up to date, and looks again soon: sooner while a paper is on its way.
async function look() {
  clearTimeout(page.timer);
  const number = ++page.looks;
  const [site, id] = [page.site, page.ticket?.ticket.id];
  const wantsCatalogue = !page.catalogue || page.card === "issue";
  const [story, printers, catalogue] = await Promise.all([
    page.card === "ticket" ? ask(here(`/tickets/${id}?after=${page.ticket.cursor}`)) : null,
    ask(here("/printers")),
    wantsCatalogue ? ask(here()) : null,
  ]);
  if (number !== page.looks || site !== page.site) return;
  const answers = [story, printers, catalogue].filter(Boolean);
  const refusal = answers.find(({ status }) => status === 401 || status === 403);
  if (refusal) return refuse(refusal);
  hear(answers.every(({ status }) => status > 0 && status < 500));
  if (printers.ok) page.printers = printers.data.printers;
  if (catalogue?.ok) {
    page.catalogue = catalogueOf(catalogue.data);
    page.skew = Date.parse(catalogue.data.now) - Date.now();
  }
  if (story?.ok && page.ticket?.ticket.id === id) page.ticket = { ...story.data, facts: [...page.ticket.facts, ...story.data.facts] };
  paint();
  rest();
}

function rest() {
  clearTimeout(page.timer);
  const soon = page.card === "ticket" && isPaperGoing(page.ticket.ticket);
  if (!document.hidden) page.timer = setTimeout(look, soon && !page.lost ? PAPER_MS : LOOK_MS);
}

function hear(well) {
  page.lost = !well;
  if (well) page.heard = now();
}

function paint() {
  offerPrinters(at("issue-printer"), page.printers, { none: words("no_paper") });
  offerPrinters(at("reprint-printer"), page.printers);
  if (page.card === "ticket") {
    const names = Object.fromEntries((page.catalogue?.agencies ?? []).map(({ code, short_name: name }) => [code, name]));
    paintTicket(page.ticket, { printers: page.printers, token: page.fresh, wanted: page.wanted, clock, names, may });
  }
  if (page.card === "issue") {
    page.service = serviceOf(page.catalogue, page.service.service.code) ?? page.service;
    paintIssue(page.service, page.printers);
  }
  paintLink();
}

function paintLink() {
  at("desk").classList.toggle("stale", page.lost);
  const link = at("link");
  link.className = `state bar-link ${page.lost ? "danger" : "good"}`;
  setText(link, page.lost && page.heard ? words("link_lost", { time: clock(page.heard) }) : words(page.lost ? "link_lost_ever" : "link_good"));
  setText(at("clock"), `${clock(now())} ${zoneName(page.zone)}`.trim());
}

function sayAnew() {
  box.repaint();
  paint();
}

// Only those of which whoever sits here may give numbers.
function services(typed) {
  return page.catalogue ? servicesFor(page.catalogue, typed).filter(({ agency }) => may("issue", agency.code)) : [];
}

async function tickets(typed) {
  const { ok, data } = await ask(`${here("/tickets")}?find=${encodeURIComponent(typed)}`);
  return ok ? data.tickets : null;
}

// The list tells enough to begin with; the story follows.
function openTicket(ticket, { fresh = null, wanted = null } = {}) {
  hush();
  Object.assign(page, { ticket: { ticket, facts: [], cursor: 0, reprints_left: null, credit_minutes: undefined }, fresh, wanted });
  turnCard("ticket");
  chooseLane(ticket.priority);
  offerPrinters(at("reprint-printer"), page.printers);
  if (ticket.print.printer) at("reprint-printer").value = ticket.print.printer;
  at("reprint-reason").value = ticket.print.state === "failed" ? "missing" : "lost";
  paint();
  at("ticket").scrollIntoView({ block: "nearest" }); // on a narrow window it stands below the list
  sayTicket();
  return look();
}

function chooseLane(priority) {
  document.querySelector(`input[name="ticket-lane"][value="${priority ?? ""}"]`).checked = true;
}

function openService(found) {
  hush();
  Object.assign(page, { service: found, ticket: null, fresh: null });
  turnCard("issue");
  resetIssue();
  paint();
  at("issue-title").focus(); // one Enter too many gives no number
  look();
}

async function leave() {
  if (!(await signOut())) complain(words("sign_out_failed"));
}

function prepareDeeds() {
  preparePresses({ issue, arrive, reprint, lane: regrade }, { refused: look, read: () => box.focus() });
  at("issue-printer").addEventListener("change", () => {
    keep(`printer.${page.site}`, at("issue-printer").value);
    paintAilment(page.printers);
  });
  at("sign-out").addEventListener("click", leave);
  at("site").addEventListener("change", () => {
    page.site = at("site").value;
    keep("site", page.site);
    sitDown();
  });
  document.addEventListener("visibilitychange", () => page.site && !document.hidden && look());
  listenToKeys({
    next: () => { hush(); turnCard("empty"); page.ticket = null; page.fresh = null; box.clear(); rest(); },
    find: () => box.focus(),
    lane: () => document.querySelector(`#${page.card} input[name$="-lane"]:checked`)?.focus(),
    submit: (name) => at(name).closest("[hidden]") || at(name).requestSubmit(),
    listening: () => !at("desk").hidden,
  });
}

async function issue() {
  const { service } = page.service;
  const wish = wishOf(service.code);
  const answer = await send(here("/tickets"), wish);
  if (answer.ok) {
    openTicket(answer.data, { fresh: answer.data.token, wanted: wish.printer });
    box.clear();
  }
  return answer;
}

// The visitor of a number from afar stands here.
async function arrive() {
  const { ticket } = page.ticket;
  const answer = await send(here(`/tickets/${ticket.id}/check-in`), {});
  if (answer.ok) await changed(ticket, answer.data, words("arrived", { number: ticket.number, count: answer.data.ahead }));
  return answer;
}

async function reprint() {
  const { ticket } = page.ticket;
  const wish = { reason: words(`reason_${at("reprint-reason").value}`), printer: at("reprint-printer").value };
  const answer = await send(`/tickets/${ticket.id}/reprint?site=${encodeURIComponent(page.site)}`, wish);
  if (answer.ok && page.ticket?.ticket.id === ticket.id) page.wanted = wish.printer;
  if (answer.ok) await changed(ticket, answer.data, words("reprinted", { number: ticket.number }));
  return answer;
}

async function regrade() {
  const { ticket } = page.ticket;
  const priority = document.querySelector('input[name="ticket-lane"]:checked').value || null;
  const answer = await send(`/tickets/${ticket.id}/priority?site=${encodeURIComponent(page.site)}`, { priority });
  if (answer.ok) await changed(ticket, answer.data, words("regraded", { number: ticket.number, count: answer.data.ahead }));
  return answer;
}

async function changed(before, after, sentence) {
  if (page.ticket?.ticket.id !== before.id) return;
  page.ticket = { ...page.ticket, ticket: after };
  setText(at("said"), sentence);
  box.focus();
  await look();
}

// For whoever does not see the card.
function sayTicket() {
  setText(at("said"), `${page.ticket.ticket.number}. ${at("ticket-state").textContent} ${at("ticket-paper").textContent}`);
}
