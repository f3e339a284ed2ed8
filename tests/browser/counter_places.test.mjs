// A click on a row that has just moved under the pointer.

import assert from "node:assert/strict";
import test from "node:test";

import { SETTLED_MS, isSettled, settle } from "../../app/web/counter/static/places.js";

const NOW = 10_000;

test("the first numbers, and whoever comes behind them, are called at once", () => {
  const first = settle([], [4, 5], NOW);
  assert.ok(isSettled(first, 4, NOW));
  assert.ok(isSettled(settle(first, [4, 5, 6], NOW), 6, NOW));
});

test("a number that moved up under the pointer is not the one that was meant", () => {
  const moved = settle(settle([], [4, 5, 6], 0), [5, 6], NOW);
  for (const id of [5, 6]) {
    assert.ok(!isSettled(moved, id, NOW + SETTLED_MS - 1));
    assert.ok(isSettled(moved, id, NOW + SETTLED_MS));
  }
});

test("painting the same list again keeps since when it stands", () => {
  const moved = settle(settle([], [4, 5], 0), [5], NOW);
  assert.deepEqual(settle(moved, [5], NOW + SETTLED_MS), moved);
});

test("a number before the one that left stays where it is", () => {
  assert.ok(isSettled(settle(settle([], [4, 5, 6], 0), [4, 6], NOW), 4, NOW));
});
