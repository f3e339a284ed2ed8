/* Reloads a display that hears nothing although its server answers, or that is told to, and not too often. */
var Antrean = Antrean || {};

Antrean.watchdog = (function () {
  'use strict';

  const SILENT_MS = 180000;
  const LOOK_MS = 30000;
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

  /* A page that is reloaded without a server is lost, so the server is asked first. */
  function start(silentSince) {
    setInterval(function () {
      if (Date.now() - silentSince() < SILENT_MS) return;
      fetch('/healthz', { cache: 'no-store' }).then(
        function (response) { if (response.ok) reload(); },
        function () { return null; }
      );
    }, LOOK_MS);
  }

  return { start, allowed, reload };
})();
