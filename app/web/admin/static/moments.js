// Days and hours as a form takes them, on the wall clock of a zone. Pure.

const MINUTE_MS = 60_000;

/** {day: "2026-11-23", time: "08:42"} of a moment in `zone`, an IANA name. */
export function wallClock(moment, zone) {
  const format = new Intl.DateTimeFormat("en-CA", {
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone,
  });
  const part = Object.fromEntries(format.formatToParts(new Date(moment)).map(({ type, value }) => [type, value]));
  return { day: `${part.year}-${part.month}-${part.day}`, time: `${part.hour}:${part.minute}` };
}

/** The next full minute: a form knows no seconds, and a moment before the one that was told is another answer. */
export function fullMinute(moment) {
  return new Date(Math.ceil(Date.parse(moment) / MINUTE_MS) * MINUTE_MS);
}

/** "08:42" of an hour as people type it, 8.42 or 08:42 or 8; "" for anything else. */
export function hourOf(text) {
  const [, hours, minutes = "00"] = /^\s*(\d{1,2})(?:[.:](\d{2}))?\s*$/.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return "";
  return `${hours.padStart(2, "0")}:${minutes}`;
}

/** The moment of such a day and hour as the server takes it, which knows the zone; "" while one is missing. */
export function asked(day, time) {
  return day && time ? `${day}T${time}` : "";
}
