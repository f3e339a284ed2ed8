// Feels that the page was asleep: a lid closed, a tab frozen, a machine suspended.

const BEAT_MS = 500;
const ASLEEP_AFTER_MS = 3_000; // a busy page is late by less

/**
 * `woke(steady)` hears after each sleep when the page was last awake, as performance.now() read then. Two clocks,
 * because the steady one may stand still while the machine sleeps and the other one may be set.
 */
export function feelSleep(woke) {
  let awake = readings();
  const look = () => {
    const before = awake;
    awake = readings();
    if (Math.max(...awake.map((now, index) => Math.abs(now - before[index]))) > ASLEEP_AFTER_MS) woke(before[1]);
  };
  const beat = setInterval(look, BEAT_MS);
  const signs = [[document, "resume"], [document, "visibilitychange"], [window, "pageshow"], [window, "focus"], [document, "keydown"]];
  for (const [place, sign] of signs) place.addEventListener(sign, look, { capture: true });
  return {
    stop() {
      clearInterval(beat);
      for (const [place, sign] of signs) place.removeEventListener(sign, look, { capture: true });
    },
  };
}

const readings = () => [Date.now(), performance.now()];
