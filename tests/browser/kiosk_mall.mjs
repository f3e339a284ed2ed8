// The real mall and the real words for the tests of the kiosk's modules, read from config/ without a TOML library.

import { readFileSync } from "node:fs";

function read(path) {
  return readFileSync(new URL(`../../${path}`, import.meta.url), "utf-8");
}

function valueOf(text) {
  return JSON.parse(text.replace(/,\s*\]$/, "]"));
}

// The catalogue as a kiosk gets it, everything open and nobody waiting.
export function catalogue() {
  const agencies = [];
  let entry = null;
  for (const line of read("config/malls/banyuwangi/services.toml").split("\n")) {
    if (line.startsWith("[[agency]]")) {
      entry = { services: [], hue: 0, waiting: 0, open: true, estimate: null };
      agencies.push(entry);
    } else if (line.startsWith("[[agency.service]]")) {
      entry = { requirements: [], waiting: 0, open: true, estimate: null };
      agencies.at(-1).services.push(entry);
    }
    const [, key, value] = line.match(/^(\w+) = ("[^"]*"|\[[^\]]*\])$/) ?? [];
    if (entry && key) entry[key] = valueOf(value);
  }
  return { code: "BWI", name: "MPP Banyuwangi", timezone: "Asia/Jakarta", now: "2026-11-23T01:42:00Z", agencies };
}

// The sentences of one table of a language.
export function words(language, table) {
  const sentences = {};
  let inside = false;
  for (const line of read(`config/words/${language}.toml`).split("\n")) {
    if (line.startsWith("[")) inside = line === `[${table}]`;
    const [, key, value] = line.match(/^(\w+) = (".*")$/) ?? [];
    if (inside && key) sentences[key] = JSON.parse(value);
  }
  return sentences;
}
