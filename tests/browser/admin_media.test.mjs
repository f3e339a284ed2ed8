// A playlist while somebody changes it: order, what could never be shown, and one line that says when and where.

import assert from "node:assert/strict";
import { test } from "node:test";

import { entryOf, isSame, lengthText, moved, scheduleText, secondsOf, sizeText, wishOf, wrongIn } from "../../app/web/admin/static/media_reckoning.js";

const always = entryOf(7);

test("an entry moves by one place, and not out of the list", () => {
  assert.deepEqual(moved(["a", "b", "c"], 0, 1), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], 2, 0), ["c", "a", "b"]);
  assert.deepEqual(moved(["a", "b"], 0, -1), ["a", "b"]);
  assert.deepEqual(moved(["a", "b"], 1, 2), ["a", "b"]);
});

test("every day of the week is every day, midnight at the end is no end", () => {
  const wish = wishOf({ ...always, weekdays: [7, 6, 5, 4, 3, 2, 1], to_time: "24:00" });
  assert.equal(wish.weekdays, null);
  assert.equal(wish.to_time, null);
  assert.deepEqual(wishOf({ ...always, weekdays: [5, 1] }).weekdays, [1, 5]);
  assert.ok(isSame([always], [{ ...always, weekdays: [1, 2, 3, 4, 5, 6, 7] }]));
  assert.ok(!isSame([always], [always, always]));
});

test("what could never be shown is named", () => {
  assert.deepEqual(wrongIn(always), []);
  assert.deepEqual(wrongIn({ ...always, from_day: "2026-12-02", to_day: "2026-12-01" }), ["days"]);
  assert.deepEqual(wrongIn({ ...always, from_time: "12:00", to_time: "12:00" }), ["times"]);
  assert.deepEqual(wrongIn({ ...always, to_time: "00:00" }), ["times"]);
  assert.deepEqual(wrongIn({ ...always, weekdays: [], displays: [] }), ["weekdays", "displays"]);
  assert.deepEqual(wrongIn({ ...always, seconds: secondsOf("sepuluh") }), ["seconds"]);
  assert.deepEqual(["", " 15 ", "0", "3601"].map((text) => wrongIn({ ...always, seconds: secondsOf(text) }).length), [0, 0, 1, 1]);
});

test("figures read as people write them", () => {
  assert.deepEqual([0, 999, 12_400_000, 314_572_800].map((bytes) => sizeText(bytes, "id")), ["0 B", "999 B", "11,8 MB", "300 MB"]);
  assert.equal(sizeText(12_400_000, "en"), "11.8 MB");
  assert.deepEqual([0.3, 59.6, 65, 3600].map(lengthText), ["0:01", "1:00", "1:05", "60:00"]);
});

test("one line says where and when", () => {
  const words = { say: (key, blanks) => [key, ...Object.values(blanks ?? {})].join(" "), dayText: (day) => day, clock: (time) => time, displayName: (code) => code };
  assert.equal(scheduleText(always, words), "playlist_everywhere \u00b7 playlist_always");
  const rare = { ...always, displays: ["TV1", "TV2"], weekdays: [5, 1], from_day: "2026-12-01", from_time: "08:00" };
  assert.equal(scheduleText(rare, words), "TV1, TV2 \u00b7 day_short_1, day_short_5 \u00b7 playlist_from 2026-12-01 \u00b7 playlist_times 08:00 24:00");
});
