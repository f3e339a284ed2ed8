// Shows every printer of the bench, its paper while it comes out, and the buttons that make trouble.

import { clock, gist, metres, say } from "./say.js";
import { prepareTraining } from "./training.js";

const POLL_MS = 400;
const PRINTING_MS = 200;
const PAPER = ["refill", "near_end", "ends_soon", "paper_out"];
const ONCE = ["drop", "break_line", "power_cycle", "normal"];

const bench = document.querySelector("[data-bench]");
const cards = new Map();
const showTraining = prepareTraining({ act });
let language = chosenLanguage();
let words = {};

function chosenLanguage() {
  const asked = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem("antrean.emulator.language");
  return asked === "en" || asked === "id" ? asked : navigator.language.startsWith("en") ? "en" : "id";
}

async function speak(next) {
  language = next;
  localStorage.setItem("antrean.emulator.language", next);
  words = await (await fetch(`/words/${next}.json`)).json();
  document.documentElement.lang = next;
  document.title = `${say(words, "emulator_title")} - Antrean`;
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === next));
  }
  write(document);
  for (const card of cards.values()) {
    write(card.root);
    card.shown = null;
  }
}

function write(root) {
  for (const element of root.querySelectorAll("[data-say]")) element.textContent = say(words, element.dataset.say);
}

function part(root, name) {
  return root.querySelector(`[data-${name}]`);
}

function makeCard(printer) {
  const root = document.querySelector("template[data-printer]").content.cloneNode(true).firstElementChild;
  const card = { root, shown: null, last: printer.slips.at(-1)?.number ?? 0, heights: "" };
  for (const fault of Object.keys(kept(printer))) addButton(part(root, "faults"), printer, fault, `fault_${fault}`, true);
  for (const deed of PAPER) addButton(part(root, "paper-deeds"), printer, deed, `deed_${deed}`, false);
  for (const deed of ONCE) addButton(part(root, "once"), printer, deed, `deed_${deed}`, false);
  part(root, "name").id = `name-${printer.name}`;
  root.setAttribute("aria-labelledby", `name-${printer.name}`);
  write(root);
  bench.append(root);
  return card;
}

function addButton(place, printer, deed, key, keeps) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.dataset.say = key;
  button.dataset.deed = deed;
  if (keeps) button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => act(printer, deed, keeps ? button.getAttribute("aria-pressed") !== "true" : true));
  place.append(button);
}

// What stays until it is switched off again.
function kept({ faults, slow }) {
  return { ...faults, ...slow };
}

async function act(printer, deed, on = true) {
  const body = JSON.stringify({ deed, on });
  const headers = { "Content-Type": "application/json" };
  await fetch(`/printers/${encodeURIComponent(printer.name)}/deeds`, { method: "POST", headers, body }).catch(() => {});
  look();
}

function show(card, printer) {
  const key = [printer.version, printer.waiting_bytes, ...Object.values(printer.slow), language].join("/");
  if (card.shown === key) return;
  card.shown = key;
  showMachine(card.root, printer);
  showPaper(card, printer);
  showSlips(card.root, printer);
}

function showMachine(root, printer) {
  part(root, "name").textContent = `${printer.site} · ${printer.code}`;
  part(root, "state").dataset.state = printer.state;
  part(root, "state-text").textContent = say(words, `state_${printer.state}`);
  part(root, "profile").textContent = say(words, "emulator_profile", {
    profile: printer.profile, width: printer.width_mm, address: printer.address,
  });
  const roll = part(root, "roll");
  roll.max = printer.roll_mm;
  roll.low = printer.roll_mm / 20;
  roll.value = printer.paper_mm;
  roll.setAttribute("aria-label", say(words, "emulator_paper"));
  part(root, "roll-text").textContent = say(words, "emulator_paper_left", { metres: metres(printer.paper_mm, language) });
  const waiting = part(root, "waiting");
  waiting.hidden = printer.waiting_bytes === 0;
  waiting.textContent = say(words, "emulator_waiting", { count: printer.waiting_bytes });
  for (const button of root.querySelectorAll("[data-faults] [aria-pressed]")) {
    button.setAttribute("aria-pressed", String(kept(printer)[button.dataset.deed]));
  }
}

// The paper stands on the slot and grows upwards: its first line comes out first.
function showPaper(card, printer) {
  const slip = printer.coming ?? printer.slips.at(-1);
  const paper = part(card.root, "paper");
  part(card.root, "empty").hidden = Boolean(slip);
  paper.hidden = !slip;
  if (!slip) return;
  const coming = Boolean(printer.coming);
  const name = coming ? "coming" : slip.number;
  const address = `/printers/${encodeURIComponent(printer.name)}/slips/${name}.png`;
  const stamp = `${address}?${slip.number}.${slip.mm}`;
  paper.classList.toggle("done", !coming);
  paper.href = address;
  const picture = part(paper, "picture");
  picture.alt = coming ? say(words, "emulator_coming", { printer: printer.name }) : slipTitle(slip, printer);
  if (card.heights === stamp) return;
  card.heights = stamp;
  const next = new Image();
  next.src = stamp;
  next.decode().then(() => {
    picture.src = stamp;
    paper.style.width = `calc(${printer.width_mm} * var(--mm))`;
    paper.style.height = `calc(${slip.mm} * var(--mm))`;
  }, () => { card.heights = ""; });
  if (!coming && slip.number > card.last) {
    card.last = slip.number;
    document.querySelector("[data-live]").textContent =
      say(words, "emulator_came_out", { printer: printer.name, text: gist(slip.text) });
  }
}

function slipTitle(slip, printer) {
  return say(words, "emulator_slip", {
    number: slip.number, printer: printer.name, mm: Math.round(slip.mm), time: clock(slip.at, language),
  });
}

function showSlips(root, printer) {
  part(root, "slips").hidden = printer.slips.length === 0;
  const list = part(root, "list");
  const wanted = printer.slips.map((slip) => slip.number).reverse().join() + language;
  if (list.dataset.holds === wanted) return;
  list.dataset.holds = wanted;
  list.replaceChildren(...printer.slips.toReversed().map((slip) => slipItem(slip, printer)));
}

function slipItem(slip, printer) {
  const item = document.querySelector("template[data-slip]").content.cloneNode(true).firstElementChild;
  const address = `/printers/${encodeURIComponent(printer.name)}/slips/${slip.number}.png`;
  write(item);
  part(item, "link").href = address;
  part(item, "picture").src = address;
  part(item, "picture").alt = slipTitle(slip, printer);
  part(item, "title").textContent = slipTitle(slip, printer) + (slip.joined ? `. ${say(words, "emulator_joined")}` : "");
  part(item, "text").textContent = slip.text;
  return item;
}

let looking = false;

async function look() {
  if (looking) return false;
  looking = true;
  try {
    const { printers } = await (await fetch("/printers.json")).json();
    document.querySelector("[data-lost]").hidden = true;
    document.querySelector("[data-none]").hidden = printers.length > 0;
    for (const printer of printers) {
      if (!cards.has(printer.name)) cards.set(printer.name, makeCard(printer));
      show(cards.get(printer.name), printer);
    }
    showTraining(printers, words, write);
    return printers.some((printer) => printer.coming);
  } catch {
    document.querySelector("[data-lost]").hidden = false;
    return false;
  } finally {
    looking = false;
  }
}

async function keepLooking() {
  const printing = await look();
  setTimeout(keepLooking, printing ? PRINTING_MS : POLL_MS);
}

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => speak(button.dataset.language));
}
await speak(language);
keepLooking();
