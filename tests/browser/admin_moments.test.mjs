// Days and hours as a form takes them (app/web/admin/static/moments.js).

import assert from "node:assert/strict";
import test from "node:test";

import { asked, fullMinute, hourOf, wallClock } from "../../app/web/admin/static/moments.js";

test("a moment is the day and the hour of its zone, also around midnight", () => {
  assert.deepEqual(wallClock("2026-11-22T17:05:00Z", "Asia/Jakarta"), { day: "2026-11-23", time: "00:05" });
  assert.deepEqual(wallClock("2026-11-22T17:05:00Z", "Asia/Jayapura"), { day: "2026-11-23", time: "02:05" });
});

test("what is asked needs both a day and an hour", () => {
  assert.deepEqual([asked("2026-11-23", "08:42"), asked("", "08:42"), asked("2026-11-23", "")], ["2026-11-23T08:42", "", ""]);
});

test("an hour is read as people type it, and nothing else is one", () => {
  assert.deepEqual(["8.42", "08:42", " 8 ", "23.59"].map(hourOf), ["08:42", "08:42", "08:00", "23:59"]);
  assert.deepEqual(["", "24.00", "8.60", "8.4", "pagi"].map(hourOf), ["", "", "", "", ""]);
});

test("a moment with seconds is asked about at the next full minute", () => {
  assert.equal(fullMinute("2026-11-23T01:42:20Z").toISOString(), "2026-11-23T01:43:00.000Z");
  assert.equal(fullMinute("2026-11-23T01:42:00Z").toISOString(), "2026-11-23T01:42:00.000Z");
});
