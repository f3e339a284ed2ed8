// The kiosk: holds the state, has it shown, and runs the errands it asks for.

import { beckoned } from "../beckoned.js";
import { aboutPage } from "../page.js";
import { api, connect, loadWords, screenToken } from "../wire.js";
import { confirmNumber, seeTicket, takeNumber, whoAmI } from "./errands.js";
import { after, isAtRest, kept, opening, restored } from "./flow.js";
import { recall, remember } from "./memory.js";
import { guidance, merged } from "./phrases.js";
import { watchPresence } from "./presence.js";
import { buildIndex, search } from "./search.js";
import { play } from "./sound.js";
import { hush, speak } from "./speech.js";
import { sceneOf, stage } from "./stage.js";

const TICK_MS = 250;
const CALM_MS = 350;
const LOOK_MS = 60_000;

const languages = document.documentElement.dataset.languages.split(" ");
const paired = { token: screenToken("kiosk"), site: null };
const world = { words: Object.fromEntries(languages.map((language) => [language, {}])), index: null, unpaired: paired.token === null, presence: null };
const screen = stage(act, languages);
let state = opening({ languages, at: Date.now() });
let calmUntil = 0;

// A visitor's deed. Just after a page came up nothing counts: the second tap of a double tap was meant for the page before.
function act(...events) {
  if (performance.now() < calmUntil) return;
  for (const event of events) happen(event);
}

function happen(event) {
  const before = state;
  state = after(state, { at: Date.now(), ...event });
  show();
  if (state !== before) runErrands(before);
}

function show() {
  if (screen.show(sceneOf(state, { ...world, at: Date.now() }))) calmUntil = performance.now() + CALM_MS;
}

// The page says so itself, and pairing/screen.js shows a code.
function refuse() {
  world.unpaired = true;
  document.documentElement.dataset.unpaired = "";
  show();
}

function runErrands(before) {
  if (state.intent && state.intent !== before.intent) takeIt(state.intent);
  if (state.confirmed === "asking" && before.confirmed !== "asking") confirmIt(state.ticket);
  if (state.link === "connected" && before.link !== "connected") lookAtPaper();
  if (state.warned && !before.warned) play("warning");
  if (state.screen === "number" && before.screen !== "number") play("given");
  if (["trouble", "moved"].includes(state.paper) && before.paper !== state.paper) play("trouble");
  talk(before);
  remember(kept(state));
}

function talk(before) {
  const turned = ["large", "screen", "paper", "language"].some((part) => before[part] !== state[part]);
  if (!turned) return;
  if (!state.large) return hush();
  const scene = sceneOf(state, { ...world, at: Date.now() });
  speak(guidance(scene.t, scene), state.language);
}

function takeIt(intent) {
  takeNumber(paired, intent, () => state.intent?.key === intent.key, (event) => (event.type === "unpaired" ? refuse() : happen(event)));
}

async function confirmIt(ticket) {
  happen({ type: "confirm_answered", ok: await confirmNumber(paired, ticket) });
}

// What was printed while the live link was down.
async function lookAtPaper() {
  const { ticket, paper } = state;
  if (!ticket?.token || !["coming", "slow", "trouble", "moved"].includes(paper)) return;
  const seen = await seeTicket(paired, ticket);
  if (seen) happen({ type: "ticket_seen", ticket: seen });
}

function takeSnapshot({ catalogue }) {
  world.index = buildIndex(catalogue);
  search(world.index, "perekamn"); // the first search of a browser is its slowest: let it be nobody's
  happen({ type: "catalogue_came", catalogue });
}

function takeNews(catalogue) {
  if (state.catalogue) happen({ type: "catalogue_came", catalogue: merged(state.catalogue, catalogue) });
}

// Opening hours pass without any event: ask now and then.
async function lookAround() {
  if (state.link !== "connected") return;
  const reply = await api("GET", `/sites/${encodeURIComponent(paired.site)}`, { token: paired.token });
  if (reply.ok) takeNews(reply.data);
}

async function begin() {
  show();
  const [kiosk, common] = await Promise.all([loadWords("kiosk", languages), loadWords("common", languages)]);
  world.words = Object.fromEntries(languages.map((language) => [language, { ...common[language], ...kiosk[language] }]));
  show();
  if (world.unpaired) return refuse();
  const me = await whoAmI(paired.token, () => happen({ type: "link_changed", link: "lost" }));
  if (me === null) return refuse();
  paired.site = me.site;
  goLive();
  resume(recall());
}

function goLive() {
  connect("/kiosk", { token: paired.token, page: aboutPage() }, {
    onState: (link) => (link === "refused" ? refuse() : happen({ type: "link_changed", link })),
    snapshot: takeSnapshot,
    catalogue: ({ catalogue }) => takeNews(catalogue),
    printed: ({ ticket }) => hearOfPaper(ticket, ticket.print?.state === "sent" ? "sent" : "printed"),
    print_failed: ({ ticket, reason, place }) => hearOfPaper(ticket, reason === "moved" ? "moved" : "failed", place),
    ...beckoned(() => isAtRest(state)),
  });
  setInterval(lookAround, LOOK_MS);
  watchPresence({
    isWanted: () => Boolean(state.catalogue?.remote_tickets || state.catalogue?.bookings) && state.link === "connected",
    ask: () => api("GET", `/sites/${encodeURIComponent(paired.site)}/presence`, { token: paired.token }),
    told: (presence) => {
      world.presence = presence && { ...presence, site: paired.site };
      show();
    },
  });
}

function hearOfPaper(ticket, paper, place = ticket.print?.place ?? "") {
  happen({ type: "paper_said", ticket, paper, place });
}

function resume(memory) {
  const before = state;
  state = restored(state, memory, Date.now());
  if (state !== before) runErrands(before);
}

for (const sign of ["pointerdown", "keydown"]) {
  window.addEventListener(sign, () => state.warned || happen({ type: "touched" }), { capture: true, passive: true });
}
window.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !state.warned) act({ type: "went_back" });
});
window.addEventListener("contextmenu", (event) => event.preventDefault());
setInterval(() => happen({ type: "ticked" }), TICK_MS);
begin();
