// Sizes from the viewing distance, pages of agencies, parts of names, clocks and the watchdog's cap.

import assert from "node:assert/strict";
import { test } from "node:test";

import { classic } from "./classic.mjs";

const { layout, moments, watchdog } = classic("layout.js", "moments.js", "watchdog.js");
const lit = (...flags) => flags.map((flag) => ({ lit: flag }));

const usual = (metres, noticed) => layout.rows({ metres }, layout.list(noticed));

test("the farther people sit, the fewer and the larger the rows", () => {
  assert.deepEqual([3, 6, 8, 10, undefined].map((metres) => usual(metres)), [6, 5, 3, 3, 5]);
});

test("a smaller screen has fewer rows, a larger one more", () => {
  assert.deepEqual([43, 55, 75].map((inches) => layout.rows({ metres: 6, inches }, { height: 74 })), [3, 5, 6]);
  assert.equal(layout.rows({ metres: 12, inches: 32 }, { height: 37 }), 1);
});

test("a row of as many as fit has capitals that can be read", () => {
  for (const metres of [4, 5, 6, 7, 9, 10]) {
    assert.ok(layout.capital(74 / usual(metres), 55) >= layout.needed(metres), `${metres} m`);
  }
});

test("more rows are made when more calls than usual came at once", () => {
  assert.equal(layout.rowsFor(lit(true, true), 5), 5);
  assert.equal(layout.rowsFor(lit(...Array(8).fill(true)), 5), 8);
  assert.equal(layout.rowsFor(lit(...Array(20).fill(true)), 5), 11);
  assert.equal(layout.rowsFor(lit(...Array(20).fill(false)), 5), 5);
});

test("a list that has grown stays so until the rush is over", () => {
  assert.equal(layout.rowsFor(lit(...Array(6).fill(true)), 5, 9), 9);
  assert.equal(layout.rowsFor(lit(true, true, true), 5, 9), 5);
  assert.equal(layout.rowsFor(lit(...Array(10).fill(true)), 5, 9), 10);
});

test("twice as many calls as fit are a rush, until all fit again", () => {
  assert.equal(layout.isRush(lit(...Array(4).fill(true)), 2, false), false);
  assert.equal(layout.isRush(lit(...Array(5).fill(true)), 2, false), true);
  assert.equal(layout.isRush(lit(true, true, true), 2, true), true);
  assert.equal(layout.isRush(lit(true, true), 2, true), false);
  assert.equal(layout.isRush(lit(true), 0, false), true);
});

test("34 agencies fill three even pages", () => {
  const pages = layout.pages(Array.from({ length: 34 }, (_, index) => index), layout.cells());
  assert.deepEqual(pages.map((page) => page.length), [12, 11, 11]);
  assert.deepEqual(pages.flat().at(-1), 33);
});

test("no agencies are one empty page", () => {
  assert.deepEqual(layout.pages([], 12), [[]]);
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
  assert.deepEqual([3, 6, 8].map((metres) => usual(metres, true)), [6, 4, 3]);
  assert.deepEqual(layout.pages(Array(12).fill(0), layout.cells(true)).map((page) => page.length), [6, 6]);
});

test("a notice says each sentence once, in smaller letters when it is long", () => {
  const both = layout.sentences({ id: "Senam pagi", en: "Morning exercise" });
  assert.deepEqual(both, { told: [{ language: "id", text: "Senam pagi" }, { language: "en", text: "Morning exercise" }], long: false });
  assert.equal(layout.sentences({ id: "Tes", en: "Tes" }).told.length, 1);
  assert.equal(layout.sentences({ id: "x".repeat(200), en: "x" }).long, true);
});
