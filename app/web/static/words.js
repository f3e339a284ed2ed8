// Sentences, clocks and cursors as pure functions: what every screen says, without a page or a server.

const ZONE_NAMES = { "Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT" };

// The sentence under `key` with its {blanks} filled; a missing key shows itself instead of breaking the page.
export function say(words, key, blanks = {}) {
  const sentence = words[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => String(blanks[name] ?? whole));
}

// 08.42 in Indonesian, 08:42 in English, on the wall clock of `zone` (an IANA name).
export function clockText(date, language, zone) {
  const format = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
  const text = format.format(new Date(date));
  return language === "id" ? text.replace(":", ".") : text;
}

// WIB, WITA or WIT for the zones of Indonesia; nothing for any other.
export function zoneName(zone) {
  return ZONE_NAMES[zone] ?? "";
}

// Senin, 23 November 2026 / Monday, 23 November 2026.
export function dayText(date, language, zone) {
  const locale = language === "id" ? "id-ID" : "en-GB";
  const format = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: zone });
  return format.format(new Date(date));
}

// The parts of "A-007": {letter: "A", figures: "007"}; the letter is empty when there is no hyphen.
export function numberParts(number) {
  const hyphen = number.lastIndexOf("-");
  return { letter: number.slice(0, Math.max(hyphen, 0)), figures: number.slice(hyphen + 1) };
}

// The class that colours an agency's mark, from its hue in degrees.
export function hueClass(hue) {
  const turn = ((Number(hue) || 0) % 360 + 360) % 360;
  return `hue-${Math.round(turn / 30) % 12}`;
}

// Whether a message still counts after cursor `last`: a snapshot always does, an older cursor never.
export function isNews(last, name, payload) {
  if (name === "snapshot" || typeof payload?.cursor !== "number") return true;
  return last === null || payload.cursor >= last;
}
