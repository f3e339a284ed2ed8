// How long it takes, by agency: of the zones of this display, while it is open and somebody can tell.

import assert from "node:assert/strict";
import { test } from "node:test";

import { classic } from "./classic.mjs";

const { estimates } = classic("layout.js", "pieces.js", "estimates.js");
const agency = (code, changes) => ({ code, zone: "Z1", open: true, estimate: { low: 5, high: 10 }, ...changes });

test("agencies of other floors, closed ones and those that cannot tell are left out", () => {
  const all = [agency("A"), agency("B", { zone: "Z2" }), agency("C", { zone: null }), agency("D", { open: false }), agency("E", { estimate: null })];
  assert.deepEqual(estimates.known(all, ["Z1"]).map((one) => one.code), ["A", "C"]);
  assert.deepEqual(estimates.known(all, []).map((one) => one.code), ["A", "B", "C"]);
});

test("a range that begins at nothing is said to be less than its end", () => {
  assert.deepEqual([{ low: 10, high: 20 }, { low: 0, high: 5 }].map(estimates.range), ["10–20", "< 5"]);
});
