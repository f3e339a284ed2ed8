/* Tells the office's list of devices what this display is and whether it is heard, and again when that changes. */
var Antrean = Antrean || {};

Antrean.reporting = (function () {
  'use strict';

  const page = document.documentElement;
  const SETTLED_MS = 1000; // a window that is drawn larger says so once
  const LOOK_MS = 5000; // quiet hours begin and end by the clock

  /* `screen` is what display.js knows; returns the function that reports now. */
  function start(screen) {
    let resizing = null;
    let told = null;

    function sound() {
      return Antrean.report.sound(screen.player, screen.blocked);
    }

    function report() {
      if (!screen.socket) return;
      told = sound();
      screen.socket.emit('report', {
        version: page.dataset.version,
        sound: told,
        width: window.innerWidth,
        height: window.innerHeight,
        engine: Antrean.report.engine(navigator.userAgent),
        rows: screen.rows || 0,
      });
    }

    window.addEventListener('resize', function () {
      clearTimeout(resizing);
      resizing = setTimeout(report, SETTLED_MS);
    });
    setInterval(function () {
      if (screen.player && told !== null && sound() !== told) report();
    }, LOOK_MS);
    return report;
  }

  return { start };
})();
