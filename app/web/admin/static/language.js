// The words of the administrator's page, in a language that can change without leaving it.
import { clockText, loadWords, say } from "../wire.js";

let tables = {};
let current = document.documentElement.lang;

export async function loadLanguages() {
  const languages = document.documentElement.dataset.languages.split(" ");
  const more = (document.documentElement.dataset.sections ?? "").split(" ").filter(Boolean); // of this page alone
  const [own, ...others] = await Promise.all(["admin", "alarms", "devices", "probe", "staff", "voice", ...more].map((section) => loadWords(section, languages)));
  tables = Object.fromEntries(languages.map((each) => [each, Object.assign({}, ...others.map((table) => table[each]), own[each])]));
}

export function language() {
  return current;
}

export function words(key, blanks) {
  return say(tables[current] ?? {}, key, blanks);
}

// Writes moments as the wall clock of `zone` shows them; a dash for none.
export function clockOf(zone) {
  return (moment) => (moment ? clockText(moment, current, zone) : "-");
}

// Changes the language of this page and of those opened later.
export function speak(chosen) {
  current = chosen;
  document.documentElement.lang = chosen;
  document.cookie = `antrean_language=${chosen}; path=/; max-age=31536000; samesite=lax`;
  relabel();
}

// Says every fixed text anew: data-say is an element's text, data-say-label its name.
export function relabel() {
  for (const place of document.querySelectorAll("[data-say]")) place.textContent = words(place.dataset.say);
  for (const place of document.querySelectorAll("[data-say-label]")) place.setAttribute("aria-label", words(place.dataset.sayLabel));
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === current));
  }
  document.title = words(document.documentElement.dataset.title);
}
