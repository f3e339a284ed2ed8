// A film beside the voice: aside within a fifth of a second, back within half a second, never with a jump.

import assert from "node:assert/strict";
import { test } from "node:test";

import { classic } from "./classic.mjs";

const { ducking } = classic("ducking.js");

test("a film steps back within 200 ms of the first word", () => {
  const change = ducking.turn(ducking.usual(), true, 1000);
  assert.equal(ducking.share(change, 1000), 1);
  assert.equal(ducking.share(change, 1200), ducking.ASIDE);
  assert.equal(ducking.isDone(change, 1200), true);
});

test("it comes back over half a second", () => {
  const change = ducking.turn(ducking.turn(ducking.usual(), true, 0), false, 5000);
  const shares = [5000, 5250, 5500, 9000].map((at) => Math.round(ducking.share(change, at) * 1000) / 1000);
  assert.deepEqual(shares, [0.15, 0.575, 1, 1]);
});

test("a word that comes while it is on its way back begins where it is", () => {
  const back = ducking.turn(ducking.turn(ducking.usual(), true, 0), false, 1000);
  const again = ducking.turn(back, true, 1250);
  assert.ok(Math.abs(ducking.share(again, 1250) - 0.575) < 1e-9);
  assert.equal(ducking.share(again, 1400), ducking.ASIDE);
});
