// A hall at a glance: asks the server every five seconds, or when told to, and paints what changed.
import { element } from "../element.js";
import { api, screenToken } from "../wire.js";
import { paintCounters } from "./counters.js";
import { clockOf, language, loadLanguages, relabel, speak, words } from "./language.js";
import { paintAlarms, paintFacts, paintPrinters, paintScreens, paintTotals } from "./lists.js";
import { paintQueues } from "./queues.js";

const POLL_MS = 5_000;
const REFUSED = [401, 403];
const VIEWS = ["loading", "unpaired", "hall"];
const at = (id) => document.getElementById(id);

const page = { token: null, sites: [], site: null, overview: null, lost: false, timer: null };

start();

async function start() {
  page.token = screenToken("admin");
  await loadLanguages();
  relabel();
  prepareControls();
  if (page.token) await settleIn();
  else refuse();
}

// The site of the token, else those of the mall to choose from.
async function settleIn() {
  for (;;) {
    const [me, list] = await Promise.all([ask("/me"), api("GET", "/sites")]);
    if (REFUSED.includes(me.status)) return refuse(me.problem);
    if (me.ok && list.ok) return open(me.data, list.data.sites);
    at("loading").textContent = words("stale_said");
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function ask(path) {
  return api("GET", path, { token: page.token, language: language() });
}

async function open(me, sites) {
  page.sites = me.site ? sites.filter(({ code }) => code === me.site) : sites;
  page.site = page.sites[0].code;
  at("site").replaceChildren(...page.sites.map(({ code, name }) => element("option", { value: code }, name)));
  at("site-field").hidden = page.sites.length === 1;
  at("place").hidden = page.sites.length > 1;
  at("refresh").hidden = false;
  await refresh();
}

async function refresh() {
  clearTimeout(page.timer);
  const site = page.site;
  const { status, ok, data, problem } = await ask(`/admin/overview?site=${encodeURIComponent(site)}`);
  if (site !== page.site) return;
  if (REFUSED.includes(status)) return refuse(problem);
  if (ok) page.overview = data;
  sayConnection(!ok);
  paint();
  clearTimeout(page.timer);
  if (!document.hidden) page.timer = setTimeout(refresh, POLL_MS);
}

function refuse(problem) {
  clearTimeout(page.timer);
  at("unpaired-why").textContent = problem?.detail ?? "";
  at("refresh").hidden = true;
  show("unpaired");
}

function show(view) {
  for (const name of VIEWS) at(name).hidden = name !== view;
}

// Said once when the link breaks and once when it is back, not every five seconds.
function sayConnection(lost) {
  if (lost !== page.lost) at("trouble").textContent = words(lost ? "stale_said" : "fresh_said");
  page.lost = lost;
}

function paint() {
  const { overview } = page;
  if (!overview) return;
  show("hall");
  at("freshness").hidden = false;
  at("place").textContent = overview.site_name;
  const time = clockOf(overview.timezone)(overview.now);
  at("freshness").className = `state bar-freshness ${page.lost ? "danger" : "good"}`;
  at("freshness").textContent = words(page.lost ? "stale" : "fresh", { time });
  for (const part of [paintTotals, paintAlarms, paintCounters, paintQueues, paintPrinters, paintScreens, paintFacts]) part(overview);
}

function prepareControls() {
  at("refresh").addEventListener("click", refresh);
  at("counters-table").addEventListener("toggle", paint);
  at("site").addEventListener("change", () => {
    page.site = at("site").value;
    refresh();
  });
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      speak(button.dataset.language);
      paint();
    });
  }
  document.addEventListener("visibilitychange", () => page.site && !document.hidden && refresh());
}
