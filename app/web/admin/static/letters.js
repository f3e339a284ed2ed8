// Messages to visitors: what waits and what was given up, sent again; and what is kept about whoever asks.
import { element } from "../element.js";
import { refusal } from "./hall_forms.js";
import { clockOf, language, words } from "./language.js";
import { repaint, row, state } from "./painting.js";
import { openShell } from "./shell.js";

const MOOD = { due: "warning", sent: "good", given_up: "danger" };
const at = (id) => document.getElementById(id);
const shell = openShell({ read: (ask, site) => ask(`/sites/${encodeURIComponent(site)}/letters`), paint });
const here = (path) => `/sites/${encodeURIComponent(shell.site())}/${path}`;
let asks = 0; // for deleting: the first press asks, the second one does

at("kept").addEventListener("submit", (event) => {
  event.preventDefault();
  exportKept();
});
at("kept-delete").addEventListener("click", deleteKept);
at("kept-address").addEventListener("input", () => calm(""));

function paint(told, site) {
  at("place").textContent = site.name ?? "";
  repaint(at("letter-counts"), [told.counts, told.contacts], () => [...Object.entries(told.counts), ["contacts", told.contacts]].map(([name, count]) =>
    element("div", { class: "total" }, element("dt", {}, words(`letters_${name}`)), element("dd", {}, String(count)))));
  at("letters-none").hidden = told.letters.length > 0;
  repaint(at("letters"), told.letters, () => told.letters.map((letter) => rowOf(letter, told.timezone)));
}

function rowOf(letter, zone) {
  const clock = clockOf(zone);
  const tries = letter.attempts > 1 ? ` (${words("letters_tries", { count: letter.attempts })})` : "";
  const next = letter.next_at && letter.last_error ? ` ${words("letters_next", { time: clock(letter.next_at) })}` : "";
  return row(`${dayOf(letter.created_at, zone)} ${clock(letter.created_at)}`, words(`news_${letter.subject}`), words(`channel_${letter.channel}`),
    state(MOOD[letter.state], words(`letters_${letter.state}`)), `${letter.last_error}${tries}${next}`, againButton(letter));
}

const dayOf = (moment, zone) => new Intl.DateTimeFormat(language(), { day: "numeric", month: "short", timeZone: zone }).format(new Date(moment));

function againButton(letter) {
  if (letter.state === "due") return "";
  const label = `${words("letters_again")}: ${words(`news_${letter.subject}`)} ${letter.id}`;
  return element("button", { id: `again-${letter.id}`, class: "button", type: "button", "aria-label": label, onclick: () => again(letter) }, words("letters_again"));
}

async function again({ id }) {
  at("letters-error").textContent = "";
  const answer = await shell.post(here(`letters/${id}/again`));
  if (!answer.ok) at("letters-error").textContent = refusal(answer);
  shell.refresh();
}

async function exportKept() {
  calm("");
  const answer = await shell.post(here("contacts/export"), { address: at("kept-address").value });
  if (!answer.ok) return calm(refusal(answer));
  calm(words("kept_found", { count: answer.data.contacts.length }));
  if (answer.data.contacts.length) save(answer.data);
}

async function deleteKept() {
  if (asks === 0) {
    calm(words("kept_sure"));
    asks = 1;
    return;
  }
  const answer = await shell.post(here("contacts/delete"), { address: at("kept-address").value });
  calm(answer.ok ? words("kept_gone", { count: answer.data.count }) : refusal(answer));
  shell.refresh();
}

function calm(text) {
  asks = 0;
  at("kept-said").textContent = text;
}

function save(data) {
  const address = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }));
  const link = element("a", { href: address, download: "antrean.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
