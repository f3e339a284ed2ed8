// Finds the way back to a server that is away: asks until it answers, and only then has a link opened. A browser that saw
// a dozen WebSockets fail keeps every further one waiting for seconds, longer than a link may take, and the screen would
// never be back. Plain questions may fail as often as they like. Pure.

// In milliseconds: between two questions, until one is answered, until a link stands.
export const EAGER = { pause: 300, question: 1_000, link: 3_000 }; // right two seconds after a cut
export const PATIENT = { pause: 1_000, question: 5_000, link: 5_000 }; // for phones, of which there are many

const LONGEST_MS = 10_000;
const SLACK = 4; // times what the last answer took, which a question and a link may take beside their own time
const BETWEEN_LOOKS = 8;
const UNASKED_MS = 30_000;
const HASTY_LINKS = 3;
const RETRY_MS = 2_000;

// `deeds` = {ask(within) promises whether the server answered, sleep(milliseconds), open(within), now(), chance()}, with
// `chance` between 0 and 1. Tell it what becomes of the link: seek() when it was lost, failed() when it never stood,
// refused(pause) when the server shut the door, stands() when all is well.
export function wayBack(deeds, pace) {
  const way = { deeds, pace, seeking: false, failures: 0, took: 0 };
  return {
    seek: () => seek(way, 0),
    failed: () => seek(way, ++way.failures > HASTY_LINKS ? RETRY_MS : pause(way)),
    refused: (wait) => seek(way, wait),
    stands: () => { way.failures = 0; },
  };
}

// None like the other's, so that those who were sent away together do not come back together.
function pause({ deeds, pace }) {
  return pace.pause * (0.5 + deeds.chance());
}

async function seek(way, wait) {
  if (way.seeking) return;
  way.seeking = true;
  await way.deeds.sleep(wait);
  await answered(way);
  way.seeking = false;
  way.deeds.open(Math.min(LONGEST_MS, way.pace.link + SLACK * way.took));
}

// The browser may keep a question in a connection that nobody answers any more; for a link it opens a new one.
async function answered(way) {
  const begun = way.deeds.now();
  for (let asked = 1; way.deeds.now() - begun < UNASKED_MS; asked += 1) {
    if (asked % BETWEEN_LOOKS === 0) ask(way, LONGEST_MS); // where short questions never succeed
    if (await ask(way, way.pace.question + SLACK * way.took)) return;
    await way.deeds.sleep(pause(way));
  }
}

async function ask(way, within) {
  const asked = way.deeds.now();
  const answered = await way.deeds.ask(Math.min(LONGEST_MS, within));
  if (answered) way.took = way.deeds.now() - asked; // a slow network is allowed more, and one that was slow once is not
  return answered;
}
