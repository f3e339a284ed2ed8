// When the phone page must say that it may be behind.

import assert from "node:assert/strict";
import test from "node:test";

import { isStale, lastHeard, linked, loaded } from "../../app/web/visitor/static/hearing.js";

test("a fresh page waits ten seconds for its live link before it says so", () => {
  const hearing = loaded(1_000);
  assert.ok(!isStale(hearing, 10_999));
  assert.ok(isStale(hearing, 11_000));
});

test("a connected page is never behind, a lost one at once", () => {
  const connected = linked(loaded(0), "connected", 500);
  assert.ok(!isStale(connected, 1_000_000));
  assert.equal(lastHeard(connected, 9_000), 9_000);
  const lost = linked(connected, "lost", 20_000);
  assert.ok(isStale(lost, 20_000));
  assert.equal(lastHeard(lost, 60_000), 20_000);
});

test("a second failure to connect does not make the data younger", () => {
  const lost = linked(linked(loaded(0), "connected", 500), "lost", 20_000);
  assert.equal(lastHeard(linked(lost, "lost", 40_000), 60_000), 20_000);
});
