/* Finds the way back to a server that is away: asks until it answers, and only then has a link opened. */
var Antrean = Antrean || {};

/* A browser that saw a dozen WebSockets fail keeps every further one waiting for seconds, longer than a link may take, and
 * the screen would never be back. Plain questions may fail as often as they like. */
Antrean.returning = (function () {
  'use strict';

  const PAUSE_MS = 300; // short, as a question, so that a server is noticed within two seconds of its return
  const QUESTION_MS = 1000;
  const LINK_MS = 3000;
  const LONGEST_MS = 10000;
  const SLACK = 4; // times what the last answer took, which a question and a link may take beside their own time
  const BETWEEN_LOOKS = 8;
  const UNASKED_MS = 30000;
  const HASTY_LINKS = 3;
  const RETRY_MS = 2000;

  /* `deeds` = {ask(within) promises whether the server answered, pause(milliseconds), open(within)}. Returns
   * {seek(), failed(), stands()}: what has become of the link. Nothing happens while a way back is sought already. */
  function start(deeds) {
    let seeking = false;
    let failures = 0;
    let took = 0; // the last answer: a slow network is allowed more, and one that was slow once is not

    async function ask(within) {
      const elapsed = Antrean.clocks.watch();
      const answered = await deeds.ask(Math.min(LONGEST_MS, within));
      if (answered) took = elapsed();
      return answered;
    }

    /* The browser may keep a question in a connection that nobody answers any more; for a link it opens a new one. */
    async function answered() {
      const elapsed = Antrean.clocks.watch();
      for (let asked = 1; elapsed() < UNASKED_MS; asked += 1) {
        if (asked % BETWEEN_LOOKS === 0) ask(LONGEST_MS); // where short questions never succeed
        if (await ask(QUESTION_MS + SLACK * took)) return;
        await deeds.pause(PAUSE_MS);
      }
    }

    async function seek(pause) {
      if (seeking) return;
      seeking = true;
      await deeds.pause(pause);
      await answered();
      seeking = false;
      deeds.open(Math.min(LONGEST_MS, LINK_MS + SLACK * took));
    }

    return {
      seek: function () { return seek(0); },
      failed: function () {
        failures += 1;
        return seek(failures > HASTY_LINKS ? RETRY_MS : PAUSE_MS);
      },
      stands: function () { failures = 0; },
    };
  }

  return { start, LINK_MS };
})();
