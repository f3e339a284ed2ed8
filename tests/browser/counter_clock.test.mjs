// The server's time on a desk whose own clock may be wrong.

import assert from "node:assert/strict";
import test from "node:test";

import { minutesOf, serverTime, setClock, since, stopwatch } from "../../app/web/counter/static/clock.js";

test("time goes on from what the server said, whatever the desk's clock says", () => {
  const clock = setClock("2026-11-23T01:42:00+00:00", 5_000);
  assert.equal(new Date(serverTime(clock, 65_000)).toISOString(), "2026-11-23T01:43:00.000Z");
});

test("a stretch is never negative and is zero without a beginning", () => {
  const now = Date.parse("2026-11-23T01:42:00Z");
  assert.equal(since("2026-11-23T01:41:36Z", now), 24_000);
  assert.equal(since("2026-11-23T01:43:00Z", now), 0);
  assert.equal(since(null, now), 0);
});

test("a stopwatch shows minutes and seconds, and hours only when there are some", () => {
  assert.equal(stopwatch(24_999), "00:24");
  assert.equal(stopwatch(725_000), "12:05");
  assert.equal(stopwatch(3_723_000), "1:02:03");
  assert.equal(minutesOf(119_999), 1);
});
