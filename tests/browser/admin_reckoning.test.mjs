// What the administrator's page makes of an overview (app/web/admin/static/reckoning.js).

import assert from "node:assert/strict";
import test from "node:test";

import { alarms, busyQueues, printerMood, staffedDesks } from "../../app/web/admin/static/reckoning.js";

const NOW = "2026-11-23T02:00:00Z";
const TOOLS = { clock: (moment) => moment.slice(11, 16), printerText: (state) => state };

const printer = (changes) => ({ code: "P1", state: "ready", since: NOW, seen_at: NOW, failed_jobs: 0, ...changes });
const queue = (short_name, waiting, changes) => ({ short_name, waiting, longest_wait: 0, staffed: 1, ...changes });
const alarmed = (overview) => alarms({ now: NOW, printers: [], queues: [], ...overview }, TOOLS).map(({ key, blanks }) => [key, blanks]);

test("a hall in order raises no alarm", () => {
  assert.deepEqual(alarmed({ printers: [printer(), printer({ state: "near_end" })], queues: [queue("Samsat", 9), queue("BPN", 0, { staffed: 0 })] }), []);
});

test("a printer without paper is an alarm with its hour", () => {
  assert.deepEqual(alarmed({ printers: [printer({ state: "paper_out", since: "2026-11-23T01:42:00Z" })] }),
    [["alarm_printer", { printer: "P1", state: "paper_out", time: "01:42" }]]);
});

test("an agent that fell silent says nothing about its printer any more", () => {
  assert.deepEqual(alarmed({ printers: [printer({ state: "paper_out", seen_at: "2026-11-23T01:56:00Z" })] }),
    [["alarm_quiet", { printer: "P1", time: "01:56" }]]);
});

test("a printer nobody ever heard of is an alarm, and so is paper that failed", () => {
  assert.deepEqual(alarmed({ printers: [printer({ state: null, seen_at: null, failed_jobs: 2 })] }),
    [["alarm_silent", { printer: "P1" }], ["alarm_paper", { printer: "P1", count: 2 }]]);
});

test("queues without an open counter make one alarm, the longest first", () => {
  const queues = [queue("BPN", 1, { staffed: 0 }), queue("Samsat", 9, { staffed: 0 }), queue("Polresta", 20)];
  assert.deepEqual(alarmed({ queues }), [["alarm_unstaffed", { queues: "Samsat (9), BPN (1)" }]]);
});

test("the longest queue comes first, and of two equal ones the longer wait", () => {
  const found = busyQueues([queue("A", 2), queue("B", 0), queue("C", 4), queue("D", 2, { longest_wait: 30 })]);
  assert.deepEqual(found.map(({ short_name }) => short_name), ["C", "D", "A"]);
});

test("a printer's dot is calm, warning, danger, or without a colour before it was heard of", () => {
  assert.deepEqual(["ready", "near_end", "mute", null].map(printerMood), ["good", "warning", "danger", ""]);
});

test("a counter on a break is staffed, a closed one is not", () => {
  assert.equal(staffedDesks({ counters: [{ state: "open" }, { state: "break" }, { state: "closed" }] }), 2);
});
