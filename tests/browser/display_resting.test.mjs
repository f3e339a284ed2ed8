// A display is dark outside the hours, unless somebody waits, was called or touched it; and its settings have the last word.

import assert from "node:assert/strict";
import { test } from "node:test";

import { classic } from "./classic.mjs";

globalThis.document = { documentElement: {} };
globalThis.window = globalThis;
globalThis.addEventListener = () => {};
const { moments, resting, settings } = classic("moments.js", "frame.js", "resting.js", "settings.js");
const at = (text) => Date.parse(`2026-11-${text}+07:00`);
const dark = [{ from: "2026-11-20T15:30:00+07:00", to: "2026-11-23T07:30:00+07:00" }];
const seen = (changes) => ({ wokenAt: 0, heardAt: at("21T10:00"), waiting: false, ...changes });

test("nobody is expected between the last half hour of one day and the first of another", () => {
  const moments = ["20T15:29:59", "20T15:30:00", "22T12:00:00", "23T07:29:59", "23T07:30:00"];
  assert.deepEqual(moments.map((moment) => resting.isDark(dark, at(moment))), [false, true, true, true, false]);
  for (const nothing of [undefined, [], null]) assert.equal(resting.isDark(nothing, at("22T12:00")), false);
});

test("a call or a touch wakes it for five minutes", () => {
  const now = at("21T10:00");
  assert.equal(resting.rests(dark, seen({ wokenAt: now - resting.AWAKE_MS + 1 }), now), false);
  assert.equal(resting.rests(dark, seen({ wokenAt: now - resting.AWAKE_MS }), now), true);
});

test("it is lit while somebody waits, as far as the server was heard of late", () => {
  const waiting = seen({ waiting: true });
  assert.equal(resting.rests(dark, waiting, at("21T10:09")), false);
  assert.equal(resting.rests(dark, waiting, at("21T10:10")), true);
});

test("the volume that was chosen counts over that of the mall's data", () => {
  const place = { volume: 100, quiet: [], speaks: null };
  assert.deepEqual(settings.loudness(place, { volume: 30 }), { volume: 30, quiet: [], speaks: null });
  assert.equal(settings.loudness(place, null), place);
});

test("weekdays are those of the mall's time zone", () => {
  assert.deepEqual([moments.weekday(at("22T23:59"), "Asia/Jakarta"), moments.weekday(at("22T23:59"), "Asia/Jayapura")], [7, 1]);
});
