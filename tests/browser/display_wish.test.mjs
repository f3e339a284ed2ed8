// The form of a display's settings: lengths as people write them, and what is sent.

import assert from "node:assert/strict";
import { test } from "node:test";

import { isChosen, length, wish } from "../../app/web/admin/static/display_wish.js";

test("a length is written with a comma or a point", () => {
  assert.deepEqual(["6", "6,5", " 6.5 "].map((text) => length("distance_m", text)), [6, 6.5, 6.5]);
});

test("what is no length, or no sensible one, is refused", () => {
  assert.deepEqual(["", "jauh", "0", "31", "6 m"].map((text) => length("distance_m", text)), Array(5).fill(null));
  assert.equal(length("screen_inches", "9"), null);
});

const form = { layout: "agencies", distance_m: "8", screen_inches: "65", theme: "", volume: "80", always_on: true };
const usual = { layout: "calls", distance_m: 6, screen_inches: 55, theme: "dark", volume: 100, always_on: false };

test("a wish names every field that is wrong, or is whole", () => {
  const set = { layout: "agencies", distance_m: 8, screen_inches: 65, theme: null, volume: 80, always_on: true };
  assert.deepEqual(wish(form, { ...usual, theme: null }), { wrong: [], set, wish: set });
  const wrong = wish({ ...form, distance_m: "", screen_inches: "x", volume: "12,5" }, usual);
  assert.deepEqual(wrong, { wrong: ["distance_m", "screen_inches", "volume"], set: null, wish: null });
});

test("what is as the mall's data say is left to them", () => {
  const same = { layout: "calls", distance_m: "6", screen_inches: "55", theme: "dark", volume: "100", always_on: false };
  const left = { layout: null, distance_m: null, screen_inches: null, theme: null, volume: null, always_on: null };
  assert.deepEqual(wish(same, usual).wish, left);
  assert.deepEqual([left, { ...left, volume: 0 }].map(isChosen), [false, true]);
});

test("the browser's own colours are asked for by name where the mall's data have others", () => {
  assert.deepEqual(["", "light", "dark"].map((theme) => wish({ ...form, theme }, usual).wish.theme), ["browser", "light", null]);
  assert.deepEqual(["", "dark"].map((theme) => wish({ ...form, theme }, { ...usual, theme: null }).wish.theme), [null, "dark"]);
  assert.equal(wish({ ...form, theme: "" }, usual).set.theme, null);
});
