// What a display remembers of what it said, over restarts of its browser and of the journal.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { classic } from "./classic.mjs";

const { memory } = classic("memory.js");
let drawer = {};
globalThis.localStorage = {
  getItem: (slot) => drawer[slot] ?? null,
  setItem: (slot, text) => { drawer[slot] = text; },
};

beforeEach(() => {
  drawer = {};
});

test("a display that is new remembers nothing, one that was restarted what it said", () => {
  const first = memory.open("BWI/TV1");
  assert.equal(first.kept, null);
  first.reached(5);
  first.said("1-1", 6);
  assert.deepEqual(memory.open("BWI/TV1").kept, { cursor: 6, said: ["1-1"] });
  assert.equal(memory.open("BWI/TV2").kept, null);
});

test("what was said before the journal went back is forgotten, also while the display stays on", () => {
  const one = memory.open("BWI/TV1");
  one.reached(5);
  one.said("1-1", 8);
  one.reached(7); // a copy that knows the call's number as one still to come
  assert.deepEqual(memory.open("BWI/TV1").kept, { cursor: 7, said: [] });
  one.reached(9);
  one.said("1-1", 9);
  assert.deepEqual(memory.open("BWI/TV1").kept, { cursor: 9, said: ["1-1"] });
});

test("calls that a restart left unsaid are told once, and not behind a journal that went back", () => {
  const calls = Array.from({ length: 70 }, (_, number) => ({ id: `${number}-1` }));
  const first = memory.open("BWI/TV1");
  assert.deepEqual(first.reached(5), []);
  first.unsaid(calls);
  assert.deepEqual(first.reached(6), []); // it has them still
  const second = memory.open("BWI/TV1");
  assert.deepEqual(second.reached(7), calls.slice(0, 60));
  assert.deepEqual(second.reached(8), []);
  assert.deepEqual(memory.open("BWI/TV1").reached(6), []);
});
