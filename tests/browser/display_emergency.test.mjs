// An urgent notice is said before everything else, once at a time, and again while it lasts.

import assert from "node:assert/strict";
import { test } from "node:test";

import { classic } from "./classic.mjs";

const { announcements, emergency } = classic("layout.js", "pieces.js", "announcements.js", "emergency.js");
const SOUNDS = { chime: "chime.wav", bell: "bell.wav" };
const NOTICE = { id: "Keluar.", en: "Leave.", urgent: true, speech: [{ language: "id", text: "Keluar.", clips: ["id"] }, { language: "en", text: "Leave.", clips: ["en"] }] };
const URGENT = emergency.announcement(NOTICE, ["id", "en"]);
const call = (id) => ({ id, speech: [{ language: "id", clips: [id] }], short: [{ language: "id", clips: [`${id}.short`] }] });

function rest(voice) {
  const clips = [];
  for (let moved = announcements.next(voice, SOUNDS, 0); moved.clip !== null; moved = announcements.next(voice, SOUNDS, 0)) {
    clips.push(moved.clip);
    voice = moved.voice;
  }
  return clips.join(" ");
}

test("it is said in the languages of the display, after a chime, once", () => {
  assert.equal(rest(announcements.urged(announcements.silent(), URGENT, 0)), "chime.wav id en");
  assert.deepEqual(emergency.announcement(NOTICE, ["en"]).speech.map((one) => one.text), ["Leave."]);
});

test("it waits for no call but the clip under way, and a call that it cuts short is said after it", () => {
  const voice = announcements.next(announcements.offered(announcements.silent(), [call("a"), call("b")], 0), SOUNDS, 0).voice;
  assert.equal(rest(announcements.urged(voice, URGENT, 0)), "chime.wav id en chime.wav a a chime.wav b b");
});

test("a call that was said once is not begun anew", () => {
  let voice = announcements.offered(announcements.silent(), [call("a")], 0);
  for (let step = 0; step < 3; step += 1) voice = announcements.next(voice, SOUNDS, 0).voice;
  assert.equal(voice.current.round, 1);
  assert.equal(rest(announcements.urged(voice, URGENT, 0)), "chime.wav id en");
});

test("behind a crowd of calls it is still said in full, at its own pace", () => {
  const crowd = Array.from({ length: 9 }, (_, index) => call(`c${index}`));
  const voice = announcements.urged(announcements.offered(announcements.silent(), crowd, 0), URGENT, 0);
  const moved = announcements.next(voice, SOUNDS, 0);
  assert.deepEqual([moved.clip, moved.voice.current.form, moved.voice.current.rate], ["chime.wav", "full", 1]);
});

test("quiet hours do not silence it", () => {
  const voice = announcements.urged(announcements.offered(announcements.silent(), [call("a")], 0), URGENT, 0);
  assert.equal(rest(announcements.hushed(voice)), "chime.wav id en");
});

test("it is never queued twice", () => {
  const once = announcements.urged(announcements.silent(), URGENT, 0);
  assert.equal(announcements.urged(once, URGENT, 1), once);
  const saying = announcements.next(once, SOUNDS, 0).voice;
  assert.equal(announcements.urged(saying, URGENT, 1), saying);
});

test("it is due at once, again every thirty seconds, and at once when it reads differently", () => {
  assert.equal(emergency.due(null, URGENT, 0), true);
  const before = { call: URGENT, at: 1000 };
  assert.deepEqual([30999, 31000].map((now) => emergency.due(before, URGENT, now)), [false, true]);
  assert.equal(emergency.due(before, emergency.announcement({ ...NOTICE, en: "Out." }, ["id"]), 1001), true);
  assert.equal(emergency.due(before, null, 99999), false);
});
