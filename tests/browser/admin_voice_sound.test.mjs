// What becomes of a recording before it is kept.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fromBase64, heights, prepared, RATE, toBase64, trimmed, wav } from "../../app/web/admin/static/voice_sound.js";

// Silence, a tone, silence: each so many seconds; `noise` is the level of a humming room.
function spoken({ before = 0.5, word = 0.4, after = 0.7, level = 0.3, noise = 0 } = {}) {
  const [start, end] = [before * RATE, (before + word) * RATE];
  return Float32Array.from({ length: Math.round((before + word + after) * RATE) }, (_, at) =>
    (at >= start && at < end ? level * Math.sin(at * 0.1) : 0) + noise * Math.sin(at * 0.037));
}

const rms = (samples) => Math.sqrt(samples.reduce((sum, each) => sum + each * each, 0) / samples.length);

test("the silence at both ends is cut, and a breath of it stays", () => {
  const word = trimmed(spoken());
  assert.ok(Math.abs(word.length / RATE - (0.4 + 0.08)) < 0.03, String(word.length / RATE));
});

test("a pause within a phrase stays", () => {
  const phrase = Float32Array.from([...spoken({ after: 0.15 }), ...spoken({ before: 0.15 })]);
  assert.ok(trimmed(phrase).length / RATE > 1);
});

test("a hum that never ends is no word", () => {
  assert.ok(trimmed(spoken({ noise: 0.02 })).length / RATE < 0.55);
  assert.equal(prepared(spoken({ level: 0, noise: 0.02 })).verdict, "empty");
});

for (const [verdict, how] of Object.entries({
  good: {}, faint: { level: 0.04 }, clipped: { level: 1 }, empty: { level: 0.001 }, long: { word: 6.5 }, noisy: { noise: 0.05 },
})) {
  test(`a recording may be ${verdict}`, () => assert.equal(prepared(spoken(how)).verdict, verdict));
}

test("words that were said loudly and softly come out alike, and none beyond full scale", () => {
  const [loud, soft] = [0.6, 0.15].map((level) => prepared(spoken({ level })).sound);
  assert.ok(Math.abs(rms(loud) / rms(soft) - 1) < 0.05);
  const click = spoken({ word: 1, level: 0.03 });
  click[RATE] = 0.9;
  assert.ok(Math.max(...prepared(click).sound) <= 0.85);
});

test("nothing at all is empty, too", () => {
  assert.deepEqual(prepared(new Float32Array(0)), { sound: new Float32Array(0), verdict: "empty", seconds: 0 });
});

test("a sound becomes a WAV file and comes through the letters whole", () => {
  const file = wav(Float32Array.from([0, 1, -1, 2]));
  assert.equal(String.fromCharCode(...file.subarray(0, 4), ...file.subarray(8, 16)), "RIFFWAVEfmt ");
  assert.deepEqual(new Int16Array(file.buffer, 44), Int16Array.from([0, 32767, -32767, 32767]));
  assert.deepEqual(fromBase64(toBase64(file)), file);
});

test("its picture has a height for each column, however short it is", () => {
  assert.deepEqual(heights(Float32Array.from([0, -0.5, 0.25, 1]), 2), [0.5, 1]);
  assert.equal(heights(Float32Array.from([0.5]), 4).length, 4);
  assert.deepEqual(heights(new Float32Array(0), 2), [0, 0]);
});
