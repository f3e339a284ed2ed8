// The journal: who called A-007 at 10:12? Facts of a day by number, counter, person, kind or word.
import { element } from "../../element.js";
import { screenToken } from "../../wire.js";
import { fetchFile } from "../fetching.js";
import { refusal } from "../hall_forms.js";
import { clockOf, language, words } from "../language.js";
import { repaint, row } from "../painting.js";
import { actorText, factText } from "../sentences.js";
import { openShell } from "../shell.js";

const FIELDS = ["day", "number", "person", "text", "counter", "kind"];
const at = (id) => document.getElementById(id);
let found = null; // the answer that is shown, with the facts of its further pages
let asks = 0;
let answered = ""; // the question to which the facts on the page are the answer

const shell = openShell({ read: (ask, site) => put(question(site), ask), paint: () => found && paint(found), still: true });

at("search").addEventListener("submit", (event) => {
  event.preventDefault();
  look();
});
at("clear").addEventListener("click", () => setTimeout(look));
at("nowhere").addEventListener("change", look);
at("more").addEventListener("click", more);
at("carry").addEventListener("click", carry);

function question(site) {
  const told = Object.fromEntries(FIELDS.map((name) => [name, at(`find-${name}`).value.trim()]).filter(([, value]) => value));
  return `/facts?${new URLSearchParams({ ...told, site: at("nowhere").checked ? "-" : site })}`;
}

async function look() {
  at("search-error").textContent = "";
  const answer = await put(question(shell.site()), shell.get);
  if (answer.stale) return;
  if (answer.ok) paint(found);
  else refuse(answer);
}

// Of several questions under way, what was asked last is answered.
async function put(asked, ask) {
  asks += 1;
  const mine = asks;
  const answer = await ask(asked);
  if (answer.ok && mine === asks) [found, answered] = [answer.data, asked];
  return { ...answer, stale: mine !== asks };
}

function refuse(answer) {
  at("search-error").textContent = answer.problem ? refusal(answer) : words("stale_said");
}

// All that match, also those that the page does not show yet.
async function carry() {
  at("search-error").textContent = "";
  try {
    await fetchFile(answered.replace("/facts?", "/facts.csv?"), { token: screenToken("admin"), language: language(), usual: "antrean-journal.csv" });
  } catch {
    at("search-error").textContent = words("stale_said");
  }
}

async function more() {
  const first = found;
  at("search-error").textContent = "";
  const answer = await shell.get(`${answered}&before=${first.before}`);
  if (found !== first) return; // something else was looked for, or these are here already
  if (!answer.ok) return refuse(answer);
  found = { ...answer.data, facts: [...first.facts, ...answer.data.facts] };
  paint(found);
}

function paint(data) {
  if (!at("find-day").value) at("find-day").value = data.day;
  choices(at("find-counter"), data.counters.map(({ code, name }) => [code, name]), "journal_any_counter");
  choices(at("find-kind"), data.kinds.map((kind) => [kind, kindText(kind)]).sort((one, other) => one[1].localeCompare(other[1])), "journal_any_kind");
  at("found-said").textContent = words(data.facts.length === 0 ? "journal_none" : data.before ? "journal_some" : "journal_all", { count: data.facts.length });
  at("carry").hidden = data.facts.length === 0;
  at("more").hidden = data.before === null;
  const clock = clockOf(data.timezone);
  repaint(at("facts"), data.facts, () => data.facts.map((fact) => row(
    clock(fact.at), factText(words, fact, data.agencies), fact.counter_name ?? "-", fact.actor_name ?? actorText(words, fact.actor, []))));
}

// A kind by its sentence, with an ellipsis where its blanks would be.
function kindText(kind) {
  return words(`fact_${kind}`).replaceAll(/\{\w+\}/g, "…");
}

function choices(place, entries, anything) {
  const chosen = place.value;
  repaint(place, entries, () => [["", words(anything)], ...entries].map(([value, label]) => element("option", { value, selected: value === chosen }, label)));
}
