/* Which pictures and films are shown when, by the wall clock of the mall; the server is not needed for it. Pure.
 *
 * An entry is {media, kind, url, size, name, seconds, sound, from_day, to_day, weekdays, from_time, to_time}: null is
 * every day, all day, the usual time; the last day is included, the last minute is not.
 */
var Antrean = Antrean || {};

Antrean.playlist = (function () {
  'use strict';

  const USUAL_SECONDS = 10; // of a picture
  const PATIENCE_MS = [3000, 30000, 600000]; // until what failed once, twice, more often in a row is tried again
  const WEEK = { Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6, Sun: 7 };
  const formats = {};

  function format(zone) {
    if (!formats[zone]) {
      formats[zone] = new Intl.DateTimeFormat('en-GB', {
        year: 'numeric', month: '2-digit', day: '2-digit', weekday: 'short', hour: '2-digit', minute: '2-digit', hour12: false, timeZone: zone,
      });
    }
    return formats[zone];
  }

  /* {day: "2026-11-23", weekday: 1, time: "08:05"} at a moment in milliseconds since 1970. */
  function wall(at, zone) {
    const parts = {};
    format(zone).formatToParts(new Date(at)).forEach(function (part) { parts[part.type] = part.value; });
    const hour = parts.hour === '24' ? '00' : parts.hour; // some engines begin the day so
    return { day: [parts.year, parts.month, parts.day].join('-'), weekday: WEEK[parts.weekday], time: hour + ':' + parts.minute };
  }

  /* Whether an entry is shown at a time of the wall. */
  function plays(entry, local) {
    if (entry.from_day && local.day < entry.from_day) return false;
    if (entry.to_day && local.day > entry.to_day) return false;
    if (entry.weekdays && entry.weekdays.indexOf(local.weekday) < 0) return false;
    if (entry.from_time && local.time < entry.from_time) return false;
    return !entry.to_time || local.time < entry.to_time;
  }

  /* The places in the list of what may follow whatever stands at `last`, nearest first, itself at the end. */
  function turn(list, last, local) {
    const places = list.map(function (_entry, place) { return place; });
    const begin = places.filter(function (place) { return place > last; });
    return begin.concat(places.filter(function (place) { return place <= last; }))
      .filter(function (place) { return plays(list[place], local); });
  }

  /* What a display has to keep, once each: what plays now comes first, what is over for good is left out. */
  function wanted(list, local) {
    const coming = list.filter(function (entry) { return !entry.to_day || local.day <= entry.to_day; });
    const first = coming.filter(function (entry) { return plays(entry, local); });
    const seen = {};
    return first.concat(coming).filter(function (entry) {
      const known = seen[entry.media];
      seen[entry.media] = true;
      return !known;
    });
  }

  /* Of the files that are kept, those that nobody shows any more. */
  function superfluous(kept, list) {
    return kept.filter(function (media) { return !list.some(function (entry) { return entry.media === media; }); });
  }

  /* Where what is being shown stands in another list: -1 where it does not. */
  function placeOf(list, entry) {
    const text = JSON.stringify(entry);
    return list.map(function (one) { return JSON.stringify(one); }).indexOf(text);
  }

  /* For how long an entry is shown at most, in milliseconds; a film without a limit plays to its end. */
  function stay(entry) {
    if (entry.seconds) return entry.seconds * 1000;
    return entry.kind === 'image' ? USUAL_SECONDS * 1000 : null;
  }

  /* How long something is passed over that failed so many times in a row, in milliseconds. */
  function patience(times) {
    return PATIENCE_MS[Math.min(times, PATIENCE_MS.length) - 1];
  }

  return { patience, wall, plays, turn, wanted, superfluous, placeOf, stay };
})();
