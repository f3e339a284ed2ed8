// Sizes from the viewing distance, pages of agencies, parts of names, clocks and the watchdog's cap.

import assert from "node:assert/strict";
import { test } from "node:test";

import { classic } from "./classic.mjs";

const { layout, moments, watchdog } = classic("layout.js", "moments.js", "watchdog.js");
const lit = (...flags) => flags.map((flag) => ({ lit: flag }));

test("the farther people sit, the fewer and the larger the rows", () => {
  assert.deepEqual([3, 6, 8, 10, undefined].map((metres) => layout.rows(metres)), [6, 5, 3, 3, 5]);
});

test("more rows are made when more calls than usual came at once", () => {
  assert.equal(layout.rowsFor(lit(true, true), 6), 5);
  assert.equal(layout.rowsFor(lit(...Array(8).fill(true)), 6), 8);
  assert.equal(layout.rowsFor(lit(...Array(20).fill(true)), 6), 11);
  assert.equal(layout.rowsFor(lit(...Array(20).fill(false)), 6), 5);
});

test("a list that has grown stays so until the rush is over", () => {
  assert.equal(layout.rowsFor(lit(...Array(6).fill(true)), 6, 9), 9);
  assert.equal(layout.rowsFor(lit(true, true, true), 6, 9), 5);
  assert.equal(layout.rowsFor(lit(...Array(10).fill(true)), 6, 9), 10);
});

test("34 agencies fill three even pages", () => {
  const pages = layout.pages(Array.from({ length: 34 }, (_, index) => index));
  assert.deepEqual(pages.map((page) => page.length), [12, 11, 11]);
  assert.deepEqual(pages.flat().at(-1), 33);
});

test("no agencies are one empty page", () => {
  assert.deepEqual(layout.pages([]), [[]]);
});

test("the figure of a counter stands apart from its word", () => {
  assert.deepEqual(layout.place("Loket 14"), { word: "Loket", figure: "14" });
  assert.deepEqual(layout.place("Loket Samsat 3A"), { word: "Loket Samsat", figure: "3A" });
  assert.deepEqual(layout.place("Meja Informasi"), { word: "Meja Informasi", figure: "" });
});

test("a ticket number has a letter and figures", () => {
  assert.deepEqual(layout.number("HU-012"), { letter: "HU", figures: "012" });
  assert.deepEqual(layout.number("12"), { letter: "", figures: "12" });
});

test("a hue becomes one of twelve colours", () => {
  assert.deepEqual([0, 30, 344, 346, -30].map((degrees) => layout.hue(degrees)), ["hue-0", "hue-1", "hue-11", "hue-0", "hue-11"]);
});

test("the clock is the mall's, with a point in Indonesian", () => {
  const at = Date.parse("2026-11-23T01:42:00Z");
  assert.equal(moments.clock(at, "id", "Asia/Jakarta"), "08.42");
  assert.equal(moments.clock(at, "en", "Asia/Makassar"), "09:42");
  assert.equal(moments.clock(Date.parse("2026-11-22T17:05:00Z"), "id", "Asia/Jakarta"), "00.05");
  assert.equal(moments.day(at, "id", "Asia/Jakarta"), "Senin, 23 November 2026");
});

test("a display reloads itself at most four times an hour", () => {
  const now = 10_000_000;
  assert.equal(watchdog.allowed([1, 2, 3].map((age) => now - age), now).more, true);
  assert.equal(watchdog.allowed([1, 2, 3, 4].map((age) => now - age), now).more, false);
  assert.deepEqual(watchdog.allowed([now - 3_600_000], now), { recent: [], more: true });
});

test("a notice takes a row of calls and half of a page of agencies", () => {
  assert.deepEqual([3, 6, 8].map((metres) => layout.rows(metres, true)), [6, 4, 3]);
  assert.equal(layout.rowsFor(lit(true, true), 6, null, true), 4);
  assert.deepEqual(layout.pages(Array(12).fill(0), true).map((page) => page.length), [6, 6]);
});

test("a notice says each sentence once, in smaller letters when it is long", () => {
  const both = layout.sentences({ id: "Senam pagi", en: "Morning exercise" });
  assert.deepEqual(both, { told: [{ language: "id", text: "Senam pagi" }, { language: "en", text: "Morning exercise" }], long: false });
  assert.equal(layout.sentences({ id: "Tes", en: "Tes" }).told.length, 1);
  assert.equal(layout.sentences({ id: "x".repeat(200), en: "x" }).long, true);
});
