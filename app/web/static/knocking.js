// How long a screen waits before it knocks again at a door that did not open. Pure.

const AGAIN_MS = 2_000;
const LONGEST_MS = 60_000;

// `refusals`: how often it was refused in a row, from 1; `chance` between 0 and 1. Who finds a crowd leaves more and more
// time, and none of them the same, so that thousands of phones do not come at once.
export function knockAfter(word, refusals, chance) {
  if (word !== "crowded") return AGAIN_MS;
  const most = Math.min(LONGEST_MS, AGAIN_MS * 2 ** refusals);
  return most * (0.5 + chance / 2);
}
