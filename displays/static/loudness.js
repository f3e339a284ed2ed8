/* How loud a display speaks, when it keeps quiet, and for which zones it is the voice. Pure. */
var Antrean = Antrean || {};

Antrean.loudness = (function () {
  'use strict';

  const FULL = { volume: 100, quiet: [], speaks: null, code: null, relieved: false, spare: false };

  /* Whether nothing may sound at `time`, "13:05" on the mall's clock, on `weekday`, 1 for Monday;
   * quiet = [{from, to, days}], `to` not included, days null for all. */
  function isSilent(loudness, time, weekday) {
    return loudness.volume === 0 || loudness.quiet.some(function (span) {
      const isToday = !span.days || span.days.indexOf(weekday) >= 0;
      return isToday && span.from <= time && time < span.to;
    });
  }

  /* 0 to 1, as a loudspeaker wants it. */
  function gain(loudness) {
    return Math.min(100, Math.max(0, loudness.volume)) / 100;
  }

  /* Whether this display says the call: one display is the voice of each zone; speaks = null is the voice of all.
   * A call of no zone is for everyone. What names its own voices, {voices: [codes]}, is said by these alone. A spare
   * screen says nothing: another one of this display does. */
  function says(loudness, call) {
    if (loudness.spare) return false;
    if (loudness.speaks === null) return true;
    if (call.voices && loudness.code !== null) return call.voices.indexOf(loudness.code) >= 0;
    const zones = call.zones || [];
    const mine = zones.filter(function (zone) { return loudness.speaks.indexOf(zone) >= 0; });
    return loudness.speaks.length > 0 && (zones.length === 0 || mine.length > 0);
  }

  /* What the server told, over what is usual. */
  function told(settings) {
    const known = {};
    Object.keys(FULL).forEach(function (key) {
      known[key] = settings && settings[key] !== undefined ? settings[key] : FULL[key];
    });
    return known;
  }

  const ALONE_MS = 25000;

  /* Whether it says nothing more, of a server that was silent so long: another display speaks soon in its place. */
  function yields(loudness, silentMs) {
    return Boolean(loudness.relieved) && silentMs > ALONE_MS;
  }

  return { isSilent, gain, says, told, yields };
})();
