// Finds services and agencies while a person types: from the first letter, in either language, typos forgiven.
//
// buildIndex(catalogue) once; search(index, query) on each key: a few tenths of a millisecond for 370 services.

import { ALSO, AROUND } from "./synonyms.js";

const WEIGHT = { name: 10, english: 8, also: 6, agency: 3 };
const WHOLE = 1;
const BEGINS = 0.8;
const INSIDE = 0.45;
const MISTYPED = 0.5;
const MOST = 40;

// "Perekaman KTP-el (17 tahun)" -> "perekaman ktp-el 17 tahun": lower case, no accents, hyphens kept inside words.
export function plain(text) {
  return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9-]+/g, " ").replace(/(^|\s)-+|-+(?=\s|$)/g, " ").trim().replace(/\s+/g, " ");
}

// The words of a name; a hyphenated one counts joined and in parts: ktp-el -> ktpel, ktp, el.
function wordsOf(text) {
  return plain(text).split(" ").filter(Boolean)
    .flatMap((word) => (word.includes("-") ? [word.replaceAll("-", ""), ...word.split("-")] : [word]));
}

// The words of a query; a hyphenated one counts joined only: e-ktp -> ektp.
export function asked(query) {
  return plain(query).split(" ").map((word) => word.replaceAll("-", "")).filter(Boolean);
}

function alsoCalled(text) {
  const padded = ` ${plain(text)} ${wordsOf(text).join(" ")} `;
  return ALSO.filter(({ names }) => names.some((name) => padded.includes(` ${name} `))).map(({ also }) => also).join(" ");
}

export function buildIndex(catalogue) {
  const entries = [];
  const postings = new Map();
  for (const agency of catalogue.agencies) {
    const calls = alsoCalled(`${agency.short_name} ${agency.name}`);
    add({ kind: "agency", agency: agency.code, code: agency.code },
      { name: `${agency.short_name} ${agency.code}`, english: agency.name, also: calls });
    for (const service of agency.services) {
      add({ kind: "service", agency: agency.code, code: service.code },
        {
          name: service.name, english: service.name_en ?? "", also: alsoCalled(service.name),
          agency: `${agency.short_name} ${agency.name} ${calls}`,
        });
    }
  }
  return { entries, words: [...postings].map(([text, weights]) => ({ text, weights, letters: lettersOf(text) })) };

  function add(entry, texts) {
    const at = entries.push(entry) - 1;
    for (const [field, text] of Object.entries(texts)) {
      for (const word of wordsOf(text)) {
        if (!postings.has(word)) postings.set(word, new Map());
        const weights = postings.get(word);
        weights.set(at, Math.max(weights.get(at) ?? 0, WEIGHT[field]));
      }
    }
  }
}

// The best entries for a query, best first: [{kind: "service"|"agency", agency, code, score}]; [] when nothing fits.
// Words around the matter ("mau bikin ... baru") rule nothing out; a query of nothing else finds every agency.
export function search(index, query) {
  const words = asked(query);
  const meant = words.filter((word) => !AROUND.has(word));
  const around = words.filter((word) => AROUND.has(word)).map((word) => collect(index, ({ text }) => spelling(word, text)));
  const found = best(index, meant, around);
  return found.length === 0 && words.length > 0 && meant.every(mayBecomeAround) ? agencies(index) : found;
}

function mayBecomeAround(word) {
  return word.length > 2 && [...AROUND].some((around) => around.startsWith(word));
}

function agencies(index) {
  return index.entries.filter(({ kind }) => kind === "agency").map((entry) => ({ ...entry, score: 0 }));
}

// Entries that every word hits; when there is none, those that most words hit, of the words long enough to mean something.
function best(index, words, around) {
  const hits = words.map((word) => entriesFor(index, word));
  const all = ranked(index, hits, around, words.length);
  return all.length > 0 ? all : ranked(index, hits.filter((_, at) => words[at].length > 2), around, 1);
}

function ranked(index, hits, around, enough) {
  const sums = new Map();
  for (const found of hits) {
    for (const [at, score] of found) {
      const sum = sums.get(at) ?? { hits: 0, score: 0 };
      sums.set(at, { hits: sum.hits + 1, score: sum.score + score });
    }
  }
  const most = Math.max(0, ...[...sums.values()].map((sum) => sum.hits));
  const bonus = (at) => around.reduce((sum, found) => sum + (found.get(at) ?? 0) / 4, index.entries[at].kind === "agency" ? 0.5 : 0);
  return [...sums].filter(([, sum]) => sum.hits === most && most >= enough)
    .map(([at, sum]) => ({ ...index.entries[at], score: sum.score + bonus(at), at }))
    .sort((one, other) => other.score - one.score || one.at - other.at)
    .slice(0, MOST);
}

// Where one typed word occurs: Map(entry -> score). Typos count only when nothing is spelt that way.
function entriesFor(index, typed) {
  const found = collect(index, ({ text }) => spelling(typed, text));
  const room = slips(typed.length);
  if (found.size > 0 || room === 0) return found;
  const letters = lettersOf(typed);
  return collect(index, (word) => (foreign(letters, word.letters) > room ? 0 : mistyping(typed, word.text, room)));
}

function collect(index, quality) {
  const found = new Map();
  for (const word of index.words) {
    const good = quality(word);
    if (good === 0) continue;
    for (const [at, weight] of word.weights) {
      found.set(at, Math.max(found.get(at) ?? 0, weight * good));
    }
  }
  return found;
}

function spelling(typed, word) {
  if (word === typed) return WHOLE;
  if (word.startsWith(typed)) return BEGINS * (0.75 + 0.25 * (typed.length / word.length));
  return typed.length >= 4 && word.includes(typed) ? INSIDE : 0;
}

function slips(length) {
  if (length < 3) return 0;
  return length < 7 ? 1 : 2;
}

// The letters of a word as bits, and how many of the one's are not in the other: what rules out most words at once.
function lettersOf(word) {
  let bits = 0;
  for (const letter of word) bits |= 1 << (letter.charCodeAt(0) % 31);
  return bits;
}

function foreign(typed, word) {
  let count = 0;
  for (let rest = typed & ~word; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

// Compared with the word and with as much of it as was typed, so that a slip early in a long word is forgiven at once.
function mistyping(typed, word, room) {
  if (word.length < 3) return 0;
  const begun = typed.length > 3 && word.length > typed.length ? distance(typed, word.slice(0, typed.length), room) + 0.25 : Infinity;
  const slipped = Math.min(distance(typed, word, room), begun);
  return slipped > room + 0.25 ? 0 : MISTYPED * (1 - slipped / (typed.length + 1));
}

// Edits that turn one word into the other, or more than `room` when it takes more; a swap of neighbours is half a slip.
export function distance(one, other, room) {
  if (Math.abs(one.length - other.length) > room) return room + 1;
  let before = [];
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    let least = row;
    for (let at = 1; at <= other.length; at += 1) {
      let cost = Math.min(above[at - 1] + (one[row - 1] === other[at - 1] ? 0 : 1), above[at] + 1, line[at - 1] + 1);
      const swapped = row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
      if (swapped) cost = Math.min(cost, before[at - 2] + 0.5);
      line.push(cost);
      least = Math.min(least, cost);
    }
    if (least > room + 0.5) return room + 1;
    [before, above] = [above, line];
  }
  return above[other.length];
}
