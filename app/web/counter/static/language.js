// The words of the console in the language of the clerk, changed without leaving the page.
import { loadWords, say } from "../wire.js";

const LANGUAGES = ["id", "en"];

let tables = { id: {}, en: {} };
let current = "id";

export async function loadLanguages() {
  current = LANGUAGES.includes(document.documentElement.lang) ? document.documentElement.lang : "id";
  const [own, alarms] = await Promise.all([loadWords("counter", LANGUAGES), loadWords("alarms", LANGUAGES)]);
  tables = Object.fromEntries(LANGUAGES.map((each) => [each, { ...alarms[each], ...own[each] }]));
}

export function language() {
  return current;
}

/** Says `key` of the table [counter]. */
export function words(key, blanks) {
  return say(tables[current], key, blanks);
}

/** Changes the language of the page and of the pages opened later. */
export function speak(chosen) {
  current = chosen;
  document.documentElement.lang = chosen;
  document.cookie = `antrean_language=${chosen}; path=/; max-age=31536000; samesite=lax`;
  relabel();
}

/** Says every fixed text of the page: data-say is its text, data-say-label its name, data-say-title its hint. */
export function relabel() {
  for (const place of document.querySelectorAll("[data-say]")) place.textContent = words(place.dataset.say);
  for (const place of document.querySelectorAll("[data-say-label]")) place.setAttribute("aria-label", words(place.dataset.sayLabel));
  for (const place of document.querySelectorAll("[data-say-title]")) place.title = words(place.dataset.sayTitle);
  document.title = words("title");
}

/** The words for a move: "call-next" -> those of "move_call_next". */
export function moveWords(move) {
  return words(`move_${move.replaceAll(/[-/]/g, "_")}`);
}
