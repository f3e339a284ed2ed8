/* How loud a film is beside the voice: it steps back within a fifth of a second and comes back more slowly. Pure. */
var Antrean = Antrean || {};

Antrean.ducking = (function () {
  'use strict';

  const ASIDE = 0.15; // of its usual loudness, while something is said
  const DOWN_MS = 150; // the rest of the fifth of a second is for a browser that is late
  const UP_MS = 500;

  /* A change that begins `at` from the share it has reached: {from, to, at, ms}. */
  function turn(before, isSpeaking, at) {
    const to = isSpeaking ? ASIDE : 1;
    return { from: share(before, at), to: to, at: at, ms: isSpeaking ? DOWN_MS : UP_MS };
  }

  function usual() {
    return { from: 1, to: 1, at: 0, ms: 0 };
  }

  /* The share of its usual loudness at a moment. */
  function share(change, at) {
    const passed = change.ms > 0 ? Math.min(1, Math.max(0, (at - change.at) / change.ms)) : 1;
    return passed === 1 ? change.to : change.from + (change.to - change.from) * passed;
  }

  function isDone(change, at) {
    return at - change.at >= change.ms;
  }

  return { ASIDE, turn, usual, share, isDone };
})();
