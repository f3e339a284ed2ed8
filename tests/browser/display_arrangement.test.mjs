// Drawings of the hall become boxes, grids and sizes, on screens that lie and that stand upright.

import assert from "node:assert/strict";
import { test } from "node:test";

import { classic } from "./classic.mjs";

const { arrangement, layout } = classic("layout.js", "arrangement.js");
const draw = (lines, columns, rows) => ({ lines: lines.map((line) => line.split(" ")), columns, rows });
const hall = draw(["last agencies", "recent agencies"], [1, 1], [44, 37]);
const round = (box) => [box.width, box.height].map((size) => Math.round(size));

test("a part is as large as the places that bear its name", () => {
  const boxes = arrangement.boxes(hall, {});
  assert.deepEqual(Object.fromEntries(Object.entries(boxes).map(([name, box]) => [name, round(box)])), {
    last: [89, 44], agencies: [89, 82], recent: [89, 37],
  });
});

test("a notice takes room, a running text that is left out gives some", () => {
  assert.equal(Math.round(arrangement.boxes(hall, { noticed: true }).agencies.height), 68);
  assert.equal(Math.round(arrangement.boxes(hall, { ticker: false }).agencies.height), 89);
});

test("an upright screen is narrow and high", () => {
  const boxes = arrangement.boxes(draw(["last", ".", "agencies"], [1], [1, 1, 2]), { upright: true });
  assert.deepEqual([round(boxes.last), round(boxes.agencies), boxes["."]], [[100, 39], [100, 78], undefined]);
});

test("a drawing becomes a grid of a style sheet", () => {
  assert.deepEqual(arrangement.grid(hall), {
    columns: "minmax(0, 1fr) minmax(0, 1fr)", rows: "minmax(0, 44fr) minmax(0, 37fr)", areas: '"last agencies" "recent agencies"',
  });
});

test("the last call fills its box, and no more", () => {
  assert.equal(arrangement.lastScale({ width: 88.9, height: 48.9 }, false), 1);
  assert.equal(arrangement.lastScale({ width: 177.8, height: 48.9 }, false), 1);
  assert.equal(arrangement.lastScale({ width: 50, height: 52 }, true), 0.5);
});

test("few agencies share one page as large as they can be", () => {
  const box = { width: 88.9, height: 81.5 };
  const six = arrangement.cells(6, box, 7.3);
  assert.deepEqual([six.columns, six.rows], [2, 3]);
  assert.ok(six.size > arrangement.cells(12, box, 7.3).size);
});

test("however many agencies there are, none is smaller than can be read", () => {
  for (let count = 1; count <= 40; count += 1) {
    for (const least of [2, 5, 7.3]) {
      const made = arrangement.cells(count, { width: 88.9, height: 81.5 }, least);
      assert.ok(made.size >= least, `${count} agencies of ${least}`);
      assert.ok(layout.pages(Array(count).fill(0), made.columns * made.rows).every((page) => page.length <= made.columns * made.rows));
    }
  }
});

test("where nothing can be read a single agency is as large as the box", () => {
  const made = arrangement.cells(9, { width: 20, height: 15 }, 50);
  assert.deepEqual([made.columns, made.rows], [1, 1]);
});

test("queues stand below each other in a narrow box", () => {
  assert.deepEqual(arrangement.queues({ width: 88.9, height: 32.6 }), { columns: 2, most: 12 });
  assert.deepEqual(arrangement.queues({ width: 50, height: 32.6 }), { columns: 1, most: 6 });
});

test("a layout holds a part that stands in either drawing", () => {
  const both = { landscape: hall, portrait: draw(["last", "qr"], [1], [1, 1]) };
  assert.equal(arrangement.holds(both, "qr"), true);
  assert.equal(arrangement.holds(both, "waiting"), false);
});

const calls = { code: "calls", landscape: draw(["last recent", "waiting recent"], [1, 1], [49, 32]), portrait: draw(["last", "recent", "waiting"], [1], [52, 70, 33]), ticker: true };
const agencies = { code: "agencies", landscape: hall, portrait: draw(["last", "recent", "agencies"], [1], [48, 38, 69]), ticker: true };
const lying = { upright: false, noticed: false };

test("five rows of a 55-inch screen can be read from six metres, and none of a small one from afar", () => {
  const near = arrangement.reckon(calls, { metres: 6, inches: 55 }, lying, 12);
  assert.deepEqual([near.rows, near.needed, near.enough, near.pages], [5, 72, true, 0]);
  assert.ok(near.capital >= 72 && near.capital <= 75);
  assert.equal(arrangement.reckon(calls, { metres: 12, inches: 32 }, lying, 12).enough, false);
});

test("a number is never thought larger than its place is wide", () => {
  const far = arrangement.reckon(calls, { metres: 10, inches: 55 }, lying, 12);
  assert.deepEqual([far.rows, far.enough], [3, true]); // few rows have the larger part of the width
  const narrow = { ...agencies, landscape: draw(["last recent agencies"], [1, 1, 1], [1]) };
  assert.ok(arrangement.reckon(narrow, { metres: 10, inches: 55 }, lying, 12).capital < 80);
});

test("an upright screen has four rows that can be read from six metres", () => {
  const found = arrangement.reckon(calls, { metres: 6, inches: 55 }, { upright: true, noticed: false }, 12);
  assert.deepEqual([found.rows, found.enough], [4, true]);
});

test("agencies beside the calls leave room for fewer rows", () => {
  const found = arrangement.reckon(agencies, { metres: 6, inches: 55 }, lying, 34);
  assert.deepEqual([found.rows, found.enough], [2, true]);
  assert.ok(found.pages >= 2);
});

test("a layout without rows is as good as its last call", () => {
  const alone = { ...agencies, landscape: draw(["last agencies"], [1, 1], [1]) };
  const found = arrangement.reckon(alone, { metres: 6, inches: 55 }, lying, 6);
  assert.deepEqual([found.rows, found.enough], [0, true]);
});
