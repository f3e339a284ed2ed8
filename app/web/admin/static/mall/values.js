// What stands in a field and what it means in the document: numbers, hours, days, lists of codes. Pure.
import { isSame } from "./changes.js";
import { isTable } from "./places.js";

export const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/**
 * The value as it is kept: the revision's own where it says the same, nothing where it is what holds anyway without being
 * written (`usual`), else itself.
 */
export function settled(value, { before, usual }) {
  if (before !== undefined && isSame(before, value)) return before;
  return value === null || (usual !== undefined && usual !== null && isSame(usual, value)) ? null : value;
}

/** A line of text; nothing for an empty one. */
export function lineOf(text) {
  return text.trim() || null;
}

/** A number as somebody wrote it; what is none stays text, so that the server says what is wrong with it. */
export function numberOf(text) {
  const plain = text.trim();
  if (plain === "") return null;
  return /^[+-]?\d+([.,]\d+)?$/.test(plain) ? Number(plain.replace(",", ".")) : plain;
}

/** One line each, empty ones left out; nothing for none. */
export function linesOf(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  return lines.length ? lines : null;
}

/** Numbers with spaces between, such as "0.5 0.5". */
export function numbersOf(text) {
  const parts = text.split(/[\s;]+/).filter(Boolean).map(numberOf);
  return parts.length ? parts : null;
}

/** A time as it is kept, however somebody wrote it: "8", "8.30" and "0830" are "08:00" and "08:30". */
export function timeOf(text) {
  const plain = text.trim();
  const read = /^(\d{1,2})(?:[.:]?(\d{2}))?$/.exec(plain);
  return read ? `${read[1].padStart(2, "0")}:${read[2] ?? "00"}` : plain || null;
}

/** {open, from, to} of "08:00-15:00". */
export function hoursParts(text) {
  const [from = "", to = ""] = (text ?? "").split("-");
  return { open: Boolean(text), from, to };
}

/** "08:00-15:00" of its parts; "" is closed. */
export function hoursText({ open, from, to }) {
  return open ? `${timeOf(from) ?? ""}-${timeOf(to) ?? ""}` : "";
}

/** The week as it is kept: nothing where no day of it is written. */
export function weekWith(week, day, text) {
  return { ...Object.fromEntries(WEEK.map((each) => [each, week?.[each] ?? ""])), [day]: text };
}

/** A list in which `code` is, or is not; the others stay in their order. Nothing for an empty one. */
export function chosenWith(codes, code, chosen) {
  const others = (codes ?? []).filter((each) => each !== code);
  if (chosen) others.push(code);
  return others.length ? others : null;
}

/** Days in the order of the week. */
export function daysWith(days, day, chosen) {
  const now = new Set(chosenWith(days, day, chosen) ?? []);
  return now.size ? WEEK.filter((each) => now.has(each)) : null;
}

/** A value in one line for a table, by the kind of its key; `say(key, blanks)` gives words, `nameOf(code)` a name. */
export function shownText(kind, value, { say, nameOf = (code) => code, choices = [], language = "id" }) {
  if (value === undefined || value === null || value === "") return kind === "hours" && value === "" ? say("mall_closed") : "";
  const named = choices.find((choice) => choice.value === value);
  if (named) return named.label[language];
  switch (kind) {
    case "bool": return say(value ? "mall_yes" : "mall_no");
    case "code": return nameOf(value);
    case "codes": return value === "all" ? say("mall_all") : value.map(nameOf).join(", ");
    case "days": return value.map((day) => say(`mall_day_short_${day}`)).join(", ");
    case "languages": return value.map((each) => say(`mall_language_${each}`)).join(", ");
    case "bilingual": return value[language] ?? "";
    case "date": return value.split("-").reverse().join(language === "id" ? "-" : "/");
    default: return Array.isArray(value) ? value.join(", ") : typeof value === "object" ? say("mall_own_hours") : String(value);
  }
}

/** Any value of a document in one line, for whoever compares two. */
export function plainText(value, { say }) {
  if (value === null || value === undefined || value === "") return say("mall_nothing");
  if (typeof value === "boolean") return say(value ? "mall_yes" : "mall_no");
  if (Array.isArray(value)) return value.map((each) => (isTable(each) ? `(${plainText(each, { say })})` : String(each))).join(", ") || say("mall_nothing");
  if (isTable(value)) return Object.entries(value).map(([key, each]) => `${key}: ${plainText(each, { say })}`).join(", ");
  return String(value);
}

/** The next free code after those that are taken: "7" after "6", "Z4" after "Z3", "A09" after "A08". */
export function nextCode(codes, first) {
  const taken = new Set(codes.map((code) => code.toUpperCase()));
  const [, letters, figures] = /^(.*?)(\d*)$/.exec(codes.at(-1) ?? "");
  if (codes.length === 0 || figures === "") return taken.has(first.toUpperCase()) ? "" : first;
  for (let number = Number(figures) + 1; ; number += 1) {
    const code = letters + String(number).padStart(figures.length, "0");
    if (!taken.has(code.toUpperCase())) return code;
  }
}

/** What is wrong with a code for something new, as a key of the words; "" where nothing is. */
export function wrongWithCode(code, taken) {
  if (!/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(code) || code.length > 32) return "mall_code_wrong";
  return taken.some((each) => each.toUpperCase() === code.toUpperCase()) ? "mall_code_taken" : "";
}
