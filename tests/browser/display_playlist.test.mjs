// Which pictures and films are shown when, by the wall clock of the mall.

import assert from "node:assert/strict";
import { test } from "node:test";

import { classic } from "./classic.mjs";

const { playlist } = classic("playlist.js");
const ZONE = "Asia/Jakarta";
const at = (local) => Date.parse(`${local}:00+07:00`);
const wall = (local) => playlist.wall(at(local), ZONE);
const FREE = { seconds: null, sound: false, from_day: null, to_day: null, weekdays: null, from_time: null, to_time: null };
const entry = (media, more = {}) => ({ media, kind: "image", url: `/displays/media/${media}.png`, size: 1, name: media, ...FREE, ...more });
const plain = (value) => JSON.parse(JSON.stringify(value));

test("the wall of the mall shows its own day and hour, at midnight, too", () => {
  assert.deepEqual(plain(wall("2026-11-23T08:05")), { day: "2026-11-23", weekday: 1, time: "08:05" });
  assert.deepEqual(plain(wall("2026-11-22T00:00")), { day: "2026-11-22", weekday: 7, time: "00:00" });
  assert.deepEqual(plain(playlist.wall(Date.parse("2026-12-31T17:00:00Z"), ZONE)), { day: "2027-01-01", weekday: 5, time: "00:00" });
});

test("the last day is included, the last minute is not", () => {
  const days = entry("a", { from_day: "2026-11-23", to_day: "2026-11-24" });
  const shown = (local) => playlist.plays(days, wall(local));
  assert.deepEqual(["2026-11-22T23:59", "2026-11-23T00:00", "2026-11-24T23:59", "2026-11-25T00:00"].map(shown), [false, true, true, false]);
  const hours = entry("a", { from_time: "08:00", to_time: "12:00" });
  const then = (local) => playlist.plays(hours, wall(`2026-11-23T${local}`));
  assert.deepEqual(["07:59", "08:00", "11:59", "12:00"].map(then), [false, true, true, false]);
  const late = entry("a", { from_time: "22:00", to_time: "24:00" });
  assert.equal(playlist.plays(late, wall("2026-11-23T23:59")), true);
});

test("days of the week are those of the mall", () => {
  const fridays = entry("a", { weekdays: [5, 7] });
  const shown = [20, 21, 22, 23].map((day) => playlist.plays(fridays, wall(`2026-11-${day}T09:00`)));
  assert.deepEqual(shown, [true, false, true, false]);
});

test("what follows is the next that plays now, and the same again when it is alone", () => {
  const list = [entry("a"), entry("b", { to_time: "08:00" }), entry("c"), entry("d", { from_time: "10:00" })];
  const turn = (last, local) => plain(playlist.turn(list, last, wall(`2026-11-23T${local}`)));
  assert.deepEqual(turn(-1, "09:00"), [0, 2]);
  assert.deepEqual(turn(0, "09:00"), [2, 0]);
  assert.deepEqual(turn(2, "07:00"), [0, 1, 2]);
  assert.deepEqual(turn(2, "10:00"), [3, 0, 2]);
  assert.deepEqual(plain(playlist.turn([list[1]], 0, wall("2026-11-23T09:00"))), []);
});

test("what plays now is fetched first, each file once, and nothing that is over", () => {
  const list = [entry("later", { from_day: "2026-12-01" }), entry("over", { to_day: "2026-11-22" }), entry("now"), entry("now", { seconds: 5 }), entry("today", { to_day: "2026-11-23" })];
  const wanted = playlist.wanted(list, wall("2026-11-23T09:00"));
  assert.deepEqual(plain(wanted.map(({ media }) => media)), ["now", "today", "later"]);
});

test("only files that nobody lists any more are thrown away", () => {
  assert.deepEqual(plain(playlist.superfluous(["a", "b"], [entry("b"), entry("c")])), ["a"]);
});

test("an entry is found again in a new list, but only as it was", () => {
  const list = [entry("a"), entry("b")];
  assert.equal(playlist.placeOf(list, entry("b")), 1);
  assert.equal(playlist.placeOf(list, entry("b", { seconds: 5 })), -1);
});

test("a picture stays ten seconds unless told otherwise, a film to its end", () => {
  assert.equal(playlist.stay(entry("a")), 10000);
  assert.equal(playlist.stay(entry("a", { seconds: 3 })), 3000);
  assert.equal(playlist.stay(entry("a", { kind: "video" })), null);
});

test("what failed once is tried again soon, what goes on failing only now and then", () => {
  assert.deepEqual([1, 2, 3, 9].map((times) => playlist.patience(times)), [3000, 30000, 600000, 600000]);
});
