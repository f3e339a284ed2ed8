/* How long something is ago, by two clocks: the one on the wall may be set back, the steady one sleeps with the machine. */
var Antrean = Antrean || {};

Antrean.clocks = (function () {
  'use strict';

  function readings() {
    return [Date.now(), performance.now()];
  }

  /* Returns a function that gives the milliseconds since now. */
  function watch() {
    const then = readings();
    return function () {
      const now = readings();
      return Math.max(now[0] - then[0], now[1] - then[1]);
    };
  }

  return { watch };
})();
