// The look of the mall: two colours judged by the server, the logo, and a ticket as paper, in the draft of the mall.
import { element } from "../element.js";
import { credentials, loadWords, say, screenToken } from "../wire.js";
import { language, words } from "./language.js";
import { colourOf, rolesOf } from "./look_reckoning.js";
import { mocks, paintMocks } from "./look_mocks.js";
import { paintBar, paintNotices } from "./mall/bar.js";
import { openDesk } from "./mall/desk.js";
import { valueAt } from "./mall/places.js";
import { repaint } from "./painting.js";

const COLOURS = ["primary", "accent"];
const PAUSE_MS = 250;
const AGAIN_MS = 2_000; // after a drawing that nobody answered
const LARGEST_LOGO = 512 * 1024; // bytes
const SECTIONS = ["kiosk", "display", "visitor"];
const at = (id) => document.getElementById(id);
const tokens = systemColours();
const page = { light: "day", judged: null, asked: 0, drawn: 0, timers: {}, words: null, editions: 0 };
const desk = openDesk({ paint, heard: mark });

for (const name of COLOURS) {
  at(`look-${name}`).addEventListener("input", () => judgeSoon());
  at(`look-${name}-pick`).addEventListener("input", ({ target }) => {
    at(`look-${name}`).value = target.value;
    judgeSoon();
  });
}
at("look-own").addEventListener("click", () => {
  for (const name of COLOURS) at(`look-${name}`).value = "";
  judge();
});
for (const button of document.querySelectorAll("[data-light]")) {
  button.addEventListener("click", () => {
    page.light = button.dataset.light;
    for (const each of document.querySelectorAll("[data-light]")) each.setAttribute("aria-pressed", String(each === button));
    colourMocks();
  });
}
at("look-logo-save").addEventListener("click", saveLogo);
at("look-logo-remove").addEventListener("click", () => {
  desk.edit(["mall", "logo"], null);
  at("look-logo-said").textContent = words("look_logo_removed");
  paintLogo();
});
at("look-footer").addEventListener("input", ({ target }) => {
  desk.edit(["mall", "ticket_footer"], target.value.trim() || null);
  drawSoon();
});
for (const name of ["width", "language"]) at(`look-${name}`).addEventListener("change", () => drawTicket());

const edited = (...path) => valueAt(desk.draft.edited, path);

async function paint() {
  paintNotices(desk);
  paintBar(desk);
  if (page.editions !== desk.editions) { // before anything is waited for: what is typed meanwhile stays
    page.editions = desk.editions;
    for (const name of COLOURS) at(`look-${name}`).value = edited("look", name) ?? "";
    at("look-footer").value = edited("mall", "ticket_footer") ?? "";
    drawTicket();
  }
  page.words ??= Promise.all(SECTIONS.map((section) => loadWords(section, document.documentElement.dataset.languages.split(" "))));
  const tables = await page.words;
  judge();
  paintLogo();
  const seen = {
    mall: desk.draft.edited.mall, logo: logoShown(), say: (section, key) => say(tables[SECTIONS.indexOf(section)][language()], key),
    agencies: desk.draft.edited.agency.filter(({ archived }) => !archived).map(({ code, short_name }, index) => ({ code, short_name, hue: index * 60 })),
  };
  repaint(at("look-mocks"), [language(), seen.mall, seen.logo, seen.agencies], () => mocks(seen));
  colourMocks();
  mark();
}

function mark() {
  paintBar(desk);
  paintNotices(desk);
  const wrong = (desk.told?.mistakes ?? []).filter(({ path }) => path[0] === "mall" && path[1] === "ticket_footer");
  at("look-footer-said").textContent = wrong.map(({ sentence }) => sentence).join(" ");
}

// The logo of the last revision, unless the draft takes it away.
function logoShown() {
  return edited("mall", "logo") ? document.documentElement.dataset.logo : "";
}

function paintLogo() {
  const name = edited("mall", "logo");
  at("look-logo-remove").hidden = !name;
  repaint(at("look-logo-now"), [name, logoShown(), language()], () => [
    logoShown() && element("img", { class: "logo", src: logoShown(), alt: "" }),
    element("span", {}, words(logoShown() ? "look_logo_now" : name ? "look_logo_lost" : "look_logo_none", { name })),
  ].filter(Boolean));
}

function later(name, deed, wait = PAUSE_MS) {
  clearTimeout(page.timers[name]);
  page.timers[name] = setTimeout(deed, wait);
}

const judgeSoon = () => later("judge", judge);
const drawSoon = () => later("draw", drawTicket);

// Only what the server looked at and did not refuse becomes part of the draft.
async function judge() {
  clearTimeout(page.timers.judge);
  page.asked += 1;
  const mine = page.asked;
  const colours = Object.fromEntries(COLOURS.map((name) => [name, colourOf(at(`look-${name}`).value)]));
  for (const name of COLOURS) if (colours[name] === null) tell(name, "refused", words("look_bad_colour"));
  const known = Object.fromEntries(COLOURS.map((name) => [name, colours[name] ?? edited("look", name) ?? ""]));
  const answer = await desk.shell.get(`/mall/look?${new URLSearchParams(Object.entries(known).filter(([, colour]) => colour))}`);
  if (mine !== page.asked) return;
  if (!answer.ok) {
    for (const name of COLOURS) tell(name, "refused", answer.problem?.detail ?? words("look_unanswered"));
    return;
  }
  page.judged = answer.data;
  for (const name of COLOURS) if (colours[name] !== null) settleColour(name, colours[name], answer.data.verdicts.find(({ of }) => of === name));
  colourMocks();
}

function settleColour(name, colour, verdict) {
  at(`look-${name}-pick`).value = colour || tokens.day[name === "primary" ? "accent" : "call"];
  tell(name, verdict?.level ?? "", verdict?.sentence ?? "");
  if (verdict?.level === "refused" || colour === (edited("look", name) ?? "")) return;
  desk.edit(["look", name], colour || null);
}

function tell(name, level, sentence) {
  const said = at(`look-${name}-said`);
  said.dataset.level = level;
  if (said.textContent !== sentence) said.textContent = sentence;
  at(`look-${name}`).setAttribute("aria-invalid", String(level === "refused"));
}

function colourMocks() {
  if (page.judged) paintMocks(at("look-mocks"), rolesOf(page.light, tokens, page.judged.roles));
}

// The system's own colours by the selectors of tokens.css: the preview shows night by day, and the other way round.
function systemColours() {
  const sheet = [...document.styleSheets].find(({ href }) => href?.includes("/tokens.css"));
  const rules = [...(sheet?.cssRules ?? [])];
  const of = (selector) => {
    const { style } = rules.find((rule) => rule.selectorText === selector) ?? { style: [] };
    return Object.fromEntries([...style].filter((name) => name.startsWith("--")).map((name) => [name.slice(2), style.getPropertyValue(name).trim()]));
  };
  const palette = of(":root");
  const plain = (roles) => Object.fromEntries(Object.entries(roles).map(([role, value]) => [role, value.replace(/^var\(--([\w-]+)\)$/, (_, name) => palette[name])]));
  return { day: plain(palette), night: plain(of('[data-theme="dark"]')), more: plain(of('[data-contrast="more"]')) };
}

async function drawTicket() {
  page.drawn += 1;
  const mine = page.drawn;
  const asked = new URLSearchParams({ width: at("look-width").value, language: at("look-language").value, footer: at("look-footer").value.trim() });
  const answer = await desk.shell.get(`/mall/ticket?${asked}`);
  if (mine !== page.drawn) return;
  if (answer.status === 0) later("draw", drawTicket, AGAIN_MS);
  const paper = at("look-paper");
  paper.hidden = !answer.ok;
  at("look-paper-said").textContent = answer.ok ? words("look_paper_size", answer.data) : words("look_paper_failed");
  if (!answer.ok) return;
  paper.src = `data:image/png;base64,${answer.data.picture}`;
  paper.alt = words("look_paper", { text: answer.data.text.replace(/\s+/g, " ") });
}

async function saveLogo() {
  const [file] = at("look-logo-file").files;
  if (!file) return sayLogo("look_logo_missing");
  if (file.size > LARGEST_LOGO) return sayLogo("look_logo_large");
  const button = at("look-logo-save");
  if (button.getAttribute("aria-busy")) return null;
  button.setAttribute("aria-busy", "true");
  sayLogo("look_logo_sending");
  const answer = await putLogo(file);
  button.removeAttribute("aria-busy");
  if (!answer.ok) {
    at("look-logo-said").textContent = answer.detail ?? words("look_logo_failed");
    return null;
  }
  at("look-logo-file").value = "";
  await wearLogo();
  await desk.shell.refresh();
  return sayLogo("look_logo_saved");
}

async function putLogo(file) {
  const headers = { ...credentials({ token: screenToken("admin"), language: language() }), "Content-Type": file.type, "Idempotency-Key": crypto.randomUUID?.() ?? String(Date.now()) };
  try {
    const answer = await fetch("/api/v1/mall/logo", { method: "PUT", headers, body: file });
    return { ok: answer.ok, detail: answer.ok ? null : (await answer.json().catch(() => null))?.detail };
  } catch {
    return { ok: false, detail: null };
  }
}

// The address of the new logo, as any page of the server has it now.
async function wearLogo() {
  try {
    const fresh = await (await fetch(location.pathname, { cache: "no-store" })).text();
    document.documentElement.dataset.logo = new DOMParser().parseFromString(fresh, "text/html").documentElement.dataset.logo ?? "";
  } catch (error) {
    console.warn("the logo shows after the next load:", error.message);
  }
}

function sayLogo(key) {
  at("look-logo-said").textContent = words(key);
  return null;
}
