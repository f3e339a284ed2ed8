// A playlist while somebody changes it, and figures as people read them. Pure.

const UNITS = ["B", "kB", "MB", "GB"];
const WEEK = [1, 2, 3, 4, 5, 6, 7];
const MOST_SECONDS = 3600;

/** A new entry: everywhere, always, as long as usual. */
export function entryOf(media) {
  return { media, displays: null, seconds: null, sound: false, from_day: null, to_day: null, weekdays: null, from_time: null, to_time: null };
}

/** The list with the entry at `from` in the place `to`; out of bounds it stays as it is. */
export function moved(items, from, to) {
  if (to < 0 || to >= items.length) return items;
  const rest = items.filter((_, index) => index !== from);
  return [...rest.slice(0, to), items[from], ...rest.slice(to)];
}

/** As it is sent: what is chosen in full is "always" or "everywhere", an end at midnight is none. */
export function wishOf(item) {
  return {
    ...item,
    weekdays: item.weekdays && WEEK.every((day) => item.weekdays.includes(day)) ? null : item.weekdays && [...item.weekdays].sort(),
    to_time: item.to_time === "24:00" ? null : item.to_time,
  };
}

export function isSame(items, others) {
  return JSON.stringify(items.map(wishOf)) === JSON.stringify(others.map(wishOf));
}

/** The names of what could never be shown: days, times, weekdays, displays, seconds. */
export function wrongIn(item) {
  const wrong = {
    days: item.from_day && item.to_day && item.from_day > item.to_day,
    times: item.to_time && (item.from_time ?? "00:00") >= item.to_time,
    weekdays: item.weekdays && item.weekdays.length === 0,
    displays: item.displays && item.displays.length === 0,
    seconds: item.seconds !== null && !(Number.isInteger(item.seconds) && item.seconds >= 1 && item.seconds <= MOST_SECONDS),
  };
  return Object.keys(wrong).filter((name) => wrong[name]);
}

/** A whole number as somebody wrote it; null for nothing, NaN for something else. */
export function secondsOf(text) {
  const plain = text.trim();
  if (plain === "") return null;
  return /^\d+$/.test(plain) ? Number(plain) : NaN;
}

/** 12,4 MB in Indonesian, 12.4 MB in English. */
export function sizeText(bytes, language) {
  let unit = 0;
  let value = bytes;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const text = value >= 100 || unit === 0 ? String(Math.round(value)) : value.toFixed(1);
  return `${language === "id" ? text.replace(".", ",") : text} ${UNITS[unit]}`;
}

/** 1:05 */
export function lengthText(seconds) {
  const whole = Math.max(1, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** One line that says when and where; `say(key, blanks)` gives words, `dayText(iso)` a date, `clock("08:00")` a time. */
export function scheduleText(item, { say, dayText, clock, displayName }) {
  const where = item.displays ? item.displays.map(displayName).join(", ") : say("playlist_everywhere");
  const week = item.weekdays && item.weekdays.length < WEEK.length ? [...item.weekdays].sort().map((day) => say(`day_short_${day}`)).join(", ") : "";
  const days = [item.from_day && say("playlist_from", { day: dayText(item.from_day) }), item.to_day && say("playlist_to", { day: dayText(item.to_day) })].filter(Boolean).join(" ");
  const times = item.from_time || item.to_time ? say("playlist_times", { from: clock(item.from_time ?? "00:00"), to: clock(item.to_time ?? "24:00") }) : "";
  const when = [week, days, times].filter(Boolean);
  return [where, ...(when.length ? when : [say("playlist_always")])].join(" \u00b7 ");
}
