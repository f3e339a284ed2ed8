// What the administrator's pages have in common: the token, the site, asking every five seconds, the language.
import { meaning, pauseBefore } from "../counter/presses.js";
import { element } from "../element.js";
import { workplace } from "../entrance/leading.js";
import { mayAnywhere, mayDo, sitesOf } from "../grants.js";
import { sender } from "../sending.js";
import { upload } from "../uploading.js";
import { api, goSignIn, newKey, screenToken, signOut } from "../wire.js";
import { clockOf, language, loadLanguages, relabel, speak, words } from "./language.js";

const POLL_MS = 5_000;
const REFUSED = [401, 403];
const VIEWS = ["loading", "unpaired", "hall"];
const at = (id) => document.getElementById(id);

/**
 * Opens a page that asks the server for `read(ask, site)` - {ok, status, data, problem} - again and again and
 * shows it with `paint(data, site)`. A `still` page asks once, and again only when it is told to. Returns what the page
 * may do: look at once, ask for something else, send a deed, and know what whoever uses it may do.
 */
export function openShell({ read, paint, still = false }) {
  const page = { token: screenToken("admin"), send: null, read, paint, still, me: null, sites: [], site: null, data: null, lost: false, timer: null, looks: 0 };
  page.send = sender({
    post: (path, body, key) => api("POST", path, { token: page.token, body, key, language: language() }),
    pause: (tries) => new Promise((resolve) => setTimeout(resolve, pauseBefore({ tries }))),
    newKey, meaning,
  });
  begin(page);
  return {
    refresh: () => refresh(page),
    repaint: () => show(page),
    get: (path) => ask(page, path),
    may: (permission, agency) => mayDo(page.me, permission, { site: page.site, agency }),
    isPerson: () => page.me.grants !== null,
    me: () => page.me,
    post: (path, body = {}) => page.send(path, body),
    patch: (path, body) => api("PATCH", path, { token: page.token, body, language: language() }),
    put: (path, body) => api("PUT", path, { token: page.token, body, language: language() }),
    remove: (path) => api("DELETE", path, { token: page.token, language: language() }),
    upload: (path, file, onProgress) => upload(path, { file, token: page.token, language: language(), onProgress }),
    site: () => page.site,
  };
}

async function begin(page) {
  await loadLanguages();
  relabel();
  prepareControls(page);
  await settleIn(page);
}

// The site of the token, else those of the mall to choose from.
async function settleIn(page) {
  for (;;) {
    const [me, list] = await Promise.all([ask(page, "/me"), api("GET", "/sites")]);
    if (REFUSED.includes(me.status)) return refuse(page, me.status, me.problem);
    if (me.ok && list.ok) return open(page, me.data, list.data.sites);
    at("loading").textContent = words("stale_said");
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function ask(page, path) {
  return api("GET", path, { token: page.token, language: language() });
}

async function open(page, me, sites) {
  const wanted = new URLSearchParams(location.search).get("site");
  page.me = me;
  page.sites = sitesOf(me, sites);
  sayPerson(me);
  if (page.sites.length === 0) return refuse(page, 403, null);
  page.site = (page.sites.find(({ code }) => code === wanted) ?? page.sites[0]).code;
  at("site").replaceChildren(...page.sites.map(({ code, name }) => element("option", { value: code, selected: code === page.site }, name)));
  at("site-field").hidden = page.sites.length === 1;
  at("place").hidden = page.sites.length > 1;
  at("place").textContent = page.sites[0].name;
  at("refresh").hidden = false;
  leadOn(page);
  await refresh(page);
}

// An answer that a later look has overtaken is old news.
async function refresh(page) {
  clearTimeout(page.timer);
  page.looks += 1;
  const look = page.looks;
  const { status, ok, data, problem } = await page.read((path) => ask(page, path), page.site);
  if (look !== page.looks) return;
  if (REFUSED.includes(status)) return refuse(page, status, problem);
  if (ok) page.data = data;
  sayConnection(page, !ok);
  show(page);
  clearTimeout(page.timer);
  if (!document.hidden && !(page.still && ok)) page.timer = setTimeout(() => refresh(page), POLL_MS);
}

function refuse(page, status, problem) {
  clearTimeout(page.timer);
  if (!page.token && (status === 401 || problem?.code === "password_change_needed")) return goSignIn();
  if (!page.token) leadToOwnWork(page.me);
  at("unpaired-why").textContent = problem?.detail ?? "";
  at("refresh").hidden = true;
  turnTo("unpaired");
}

// Whoever has signed in is told so in a person's words, and where the own work is.
function leadToOwnWork(me) {
  const own = me ? workplace(me.grants) : "/account";
  at("unpaired-title").dataset.say = "not_yours_title";
  at("unpaired-help").dataset.say = "not_yours";
  at("unpaired-way").dataset.say = "own_work";
  at("unpaired-way").href = own === location.pathname ? "/account" : own;
  relabel();
}

function turnTo(view) {
  for (const name of VIEWS) at(name).hidden = name !== view;
}

// Said once when the link breaks and once when it is back, not every five seconds.
function sayConnection(page, lost) {
  if (lost !== page.lost) at("trouble").textContent = words(lost ? "stale_said" : "fresh_said");
  page.lost = lost;
  at("hall").classList.toggle("stale", lost);
}

function show(page) {
  if (!page.data) return;
  turnTo("hall");
  const { now, timezone } = page.data;
  const fresh = at("freshness");
  fresh.hidden = false;
  fresh.className = `state bar-freshness ${page.lost ? "danger" : "good"}`;
  fresh.textContent = words(page.lost ? "stale" : "fresh", { time: clockOf(timezone)(now) });
  page.paint(page.data, page.site);
}

// Who is signed in; a screen with a key of its own has nobody to sign out.
function sayPerson(me) {
  at("sign-out").hidden = me.username === null;
  at("person").textContent = me.username === null ? "" : me.name;
}

// The other pages open at the same site; those on which this person has nothing to do are not offered.
function leadOn(page) {
  for (const link of document.querySelectorAll(".bar-pages a")) {
    const { needs } = link.dataset;
    link.hidden = Boolean(needs) && !link.hasAttribute("aria-current") && !mayAnywhere(page.me, needs, null);
    link.search = page.sites.length > 1 ? `?site=${encodeURIComponent(page.site)}` : "";
  }
}

function prepareControls(page) {
  at("refresh").addEventListener("click", () => refresh(page));
  at("sign-out").addEventListener("click", async () => {
    if (!(await signOut())) at("leaving-failed").hidden = false;
  });
  at("site").addEventListener("change", () => {
    Object.assign(page, { site: at("site").value, data: null });
    at("freshness").hidden = true;
    turnTo("loading"); // never one site's hall under the name of another
    leadOn(page);
    refresh(page);
  });
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      speak(button.dataset.language);
      show(page);
    });
  }
  document.addEventListener("visibilitychange", () => page.site && !document.hidden && refresh(page));
}
