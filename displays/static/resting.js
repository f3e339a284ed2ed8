/* When a display goes dark: outside the hours, while nobody waits and nothing was called for some minutes. */
var Antrean = Antrean || {};

Antrean.resting = (function () {
  'use strict';

  const AWAKE_MS = 300000; // after a call, or a touch
  const TRUSTED_MS = 600000; // who waits is believed as long after the server was heard

  /* Whether nobody is expected at `now`; dark = [{from, to}] as the server told it, which ends somewhere: later is
   * unknown, and no display is dark then. Pure. */
  function isDark(dark, now) {
    return (dark || []).some(function (span) { return Date.parse(span.from) <= now && now < Date.parse(span.to); });
  }

  /* seen = {wokenAt, heardAt, waiting: whether somebody waits}, in milliseconds of the clock of `now`. Pure. */
  function rests(dark, seen, now) {
    const isAwaited = seen.waiting && now - seen.heardAt < TRUSTED_MS;
    return isDark(dark, now) && !isAwaited && now - seen.wokenAt >= AWAKE_MS;
  }

  /* Returns show(resting): the page is black then, and whoever plays something hears the event `resting`. */
  function start(section) {
    let shown = false;
    return function show(resting) {
      if (resting === shown) return;
      shown = resting;
      section.hidden = !resting;
      document.body.classList.toggle('resting', resting);
      document.dispatchEvent(new CustomEvent('resting', { detail: resting }));
    };
  }

  return { start, isDark, rests, AWAKE_MS };
})();
