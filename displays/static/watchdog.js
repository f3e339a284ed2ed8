/* Reloads a display that hears nothing although its server answers, or that is told to, and not too often. */
var Antrean = Antrean || {};

Antrean.watchdog = (function () {
  'use strict';

  const SILENT_MS = 180000;
  const LOOK_MS = 30000;
  const ANSWER_MS = 10000;
  const HOUR_MS = 3600000;
  const RELOADS_AN_HOUR = 4;
  const SLOT = 'antrean.reloads';

  /* Reloads that still count, and whether one more is allowed. Pure. */
  function allowed(reloads, now) {
    const recent = reloads.filter(function (at) { return at <= now && now - at < HOUR_MS; });
    return { recent: recent, more: recent.length < RELOADS_AN_HOUR };
  }

  function remembered() {
    try {
      return JSON.parse(sessionStorage.getItem(SLOT)) || [];
    } catch (problem) {
      return [];
    }
  }

  function remember(reloads) {
    try {
      sessionStorage.setItem(SLOT, JSON.stringify(reloads));
      return true;
    } catch (problem) {
      return false; // without a memory the cap cannot hold: better not to reload at all
    }
  }

  /* As often as it may. */
  function reload() {
    const now = Date.now();
    const verdict = allowed(remembered(), now);
    if (verdict.more && remember(verdict.recent.concat([now]))) location.reload();
  }

  /* `silence()` gives the milliseconds since the server was heard. A page that is reloaded without a server is lost, so the server is asked first. */
  function start(silence) {
    setInterval(function () {
      if (silence() < SILENT_MS) return;
      Antrean.asking.get('/healthz', ANSWER_MS).then(function (answer) {
        if (answer && answer.status === 200) reload();
      });
    }, LOOK_MS);
  }

  return { start, allowed, reload };
})();
