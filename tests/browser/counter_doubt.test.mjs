// When the counter console may call what it shows live, and what a clock that is set does to a press.

import assert from "node:assert/strict";
import test from "node:test";

import { PERSISTENCE_MS, afterSilence, isEcho, mayTryAgain, newPress } from "../../app/web/counter/static/presses.js";
import { START, after, isStale } from "../../app/web/counter/static/state.js";

const NOW = "2026-11-23T01:42:00+00:00";
const HOUR_MS = 3_600_000;
const document = { counter: { state: "open" }, ticket: null, queue: [], waiting: 2, now: NOW };
const link = (state, name, steady = 0) => after(state, { kind: "linked", link: name, steady });
const snapshot = (state) => after(state, { kind: "heard", document, cursor: 10, snapshot: true, steady: 0 });
const live = link(snapshot(START), "connected");

test("a connection is no news: only what was said on it is live", () => {
  assert.ok(isStale(link(START, "connected")));
  assert.ok(!isStale(live));
  assert.ok(!isStale(snapshot(link(START, "connected"))));
});

test("a connection that comes back shows nothing as live before its snapshot", () => {
  const back = link(link(live, "lost", 5_000), "connected", 9_000);
  assert.ok(isStale(back));
  assert.ok(!isStale(snapshot(back)));
});

test("a change that arrives on a doubted connection does not prove the rest", () => {
  const doubted = after(live, { kind: "doubted", steady: 1_000 });
  assert.ok(isStale(doubted));
  const changed = after(doubted, { kind: "heard", document, cursor: 11, steady: 2_000 });
  assert.ok(isStale(changed));
  assert.ok(!isStale(snapshot(changed)));
});

test("after a sleep the data is as old as the last waking moment, also when the connection falls later", () => {
  const doubted = after(live, { kind: "doubted", steady: 60_000 });
  assert.equal(doubted.goodAt, Date.parse(NOW) + 60_000);
  assert.equal(link(doubted, "lost", HOUR_MS).goodAt, Date.parse(NOW) + 60_000);
});

test("a notice stays until another one, or none, is told", () => {
  const told = after(START, { kind: "noticed", notice: { id: "Lift rusak." } });
  assert.equal(snapshot(told).notice.id, "Lift rusak.");
  assert.equal(after(told, { kind: "noticed", notice: null }).notice, null);
});

test("a clock that is set back silences no key and keeps no old press young", () => {
  const press = newPress({ move: "recall", key: "k1", at: HOUR_MS });
  assert.ok(isEcho(press, "recall", HOUR_MS + 100));
  assert.ok(!isEcho(press, "recall", 0));
  assert.ok(mayTryAgain(press, HOUR_MS + PERSISTENCE_MS - 1));
  assert.ok(!mayTryAgain(press, 0));
  assert.equal(afterSilence(press, 0).phase, "asking");
});
