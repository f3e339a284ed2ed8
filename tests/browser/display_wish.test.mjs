// The form of a display's settings: lengths as people write them, and what is sent.

import assert from "node:assert/strict";
import { test } from "node:test";

import { length, wish } from "../../app/web/admin/static/display_wish.js";

test("a length is written with a comma or a point", () => {
  assert.deepEqual(["6", "6,5", " 6.5 "].map((text) => length("distance_m", text)), [6, 6.5, 6.5]);
});

test("what is no length, or no sensible one, is refused", () => {
  assert.deepEqual(["", "jauh", "0", "31", "6 m"].map((text) => length("distance_m", text)), Array(5).fill(null));
  assert.equal(length("screen_inches", "9"), null);
});

test("a wish names every field that is wrong, or is whole", () => {
  const form = { layout: "agencies", distance_m: "8", screen_inches: "65", theme: "" };
  assert.deepEqual(wish(form), { wrong: [], wish: { layout: "agencies", distance_m: 8, screen_inches: 65, theme: null } });
  assert.deepEqual(wish({ ...form, distance_m: "", screen_inches: "x" }), { wrong: ["distance_m", "screen_inches"], wish: null });
});
