// When a screen knocks again at a door that did not open.

import assert from "node:assert/strict";
import { test } from "node:test";

import { knockAfter } from "../../app/web/static/knocking.js";

test("who is refused comes again soon, however often", () => {
  assert.deepEqual([1, 5, 500].map((times) => knockAfter("away", times, 1)), [2_000, 2_000, 2_000]);
});

test("who finds a crowd leaves more and more time, a minute at most, and not all the same", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 500].map((times) => knockAfter("crowded", times, 1)), [4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  assert.equal(knockAfter("crowded", 5, 0), 30_000);
});
