// How loud a display is, when it keeps quiet, and whose calls it says.

import assert from "node:assert/strict";
import { test } from "node:test";

import { classic } from "./classic.mjs";

const { loudness } = classic("loudness.js");
const prayer = loudness.told({ quiet: [{ from: "11:30", to: "13:00" }, { from: "17:00", to: "24:00" }] });

test("what the server does not tell is as usual: full volume, never quiet, the voice of every zone", () => {
  for (const nothing of [undefined, null, {}]) {
    const usual = loudness.told(nothing);
    assert.equal(loudness.gain(usual), 1);
    assert.equal(loudness.isSilent(usual, "12:00"), false);
    assert.equal(loudness.says(usual, { zones: ["Z1"] }), true);
  }
});

test("quiet begins at its first minute and is over at its last", () => {
  const silent = (time) => loudness.isSilent(prayer, time);
  assert.deepEqual(["11:29", "11:30", "12:59", "13:00", "16:59", "23:59", "00:00"].map(silent), [false, true, true, false, false, true, false]);
});

test("quiet that has weekdays is kept on these alone", () => {
  const friday = loudness.told({ quiet: [{ from: "11:30", to: "13:00", days: [5] }, { from: "17:00", to: "18:00", days: null }] });
  assert.deepEqual([4, 5].map((day) => loudness.isSilent(friday, "12:00", day)), [false, true]);
  assert.equal(loudness.isSilent(friday, "17:30", 4), true);
});

test("no volume is silence at any hour", () => {
  assert.equal(loudness.isSilent(loudness.told({ volume: 0 }), "09:00"), true);
  assert.equal(loudness.isSilent(loudness.told({ volume: 1 }), "09:00"), false);
});

test("volume is a share of the loudspeaker, whatever was told", () => {
  assert.deepEqual([0, 35, 100, 250, -3].map((volume) => loudness.gain(loudness.told({ volume }))), [0, 0.35, 1, 1, 0]);
});

test("a display says the calls of the zones of which it is the voice", () => {
  const voice = loudness.told({ speaks: ["Z1"] });
  const zones = [["Z1"], ["Z2"], ["Z2", "Z1"], []];
  assert.deepEqual(zones.map((one) => loudness.says(voice, { zones: one })), [true, false, true, true]);
  assert.equal(loudness.says(loudness.told({ speaks: [] }), { zones: [] }), false);
});

test("a call that names its voices is said by these alone, whatever a display was told before", () => {
  const says = (told, voices) => loudness.says(loudness.told(told), { zones: ["Z1"], voices });
  assert.deepEqual([["TV1"], ["TV2"], []].map((voices) => says({ speaks: ["Z1"], code: "TV1" }, voices)), [true, false, false]);
  assert.equal(says({ speaks: [], code: "TV2" }, ["TV2"]), true);
  assert.equal(says({ speaks: null, code: "TV9" }, ["TV1"]), true); // somebody turned its voice on by hand
});

test("a display that is relieved says nothing more before its stand-in begins", () => {
  const yields = (relieved, silentMs) => loudness.yields(loudness.told({ relieved }), silentMs);
  assert.deepEqual([yields(true, 24000), yields(true, 26000), yields(false, 26000)], [false, true, false]);
});

test("a screen beside which another one of its display speaks says nothing", () => {
  const place = { code: "TV1", speaks: ["Z1"] };
  const called = { zones: ["Z1"], voices: ["TV1"] };
  assert.deepEqual([false, true].map((spare) => loudness.says(loudness.told({ ...place, spare }), called)), [true, false]);
});
