// The order of the voice: one call after the other, nothing lost, short when many wait.

import assert from "node:assert/strict";
import { test } from "node:test";

import { classic } from "./classic.mjs";

const { announcements } = classic("announcements.js");
const CHIME = "chime.wav";
const SOUNDS = { chime: CHIME, bell: "bell.wav" };

function call(id, languages = ["id", "en"]) {
  const speech = languages.map((language, place) => ({ language, clips: [...(place ? [] : [CHIME]), `${id}.${language}`] }));
  const short = languages.map((language) => ({ language, clips: [`${id}.short.${language}`] }));
  return { id, speech, short };
}

const offered = (calls, voice = announcements.silent(), now = 0) => announcements.offered(voice, calls, now);

// Every clip until silence; `between` may change the voice before each step.
function played(voice, between = (same) => same, now = 0) {
  const clips = [];
  for (let step = 0; step < 200; step += 1) {
    const moved = announcements.next(between(voice, clips), SOUNDS, now);
    voice = moved.voice;
    if (moved.clip === null) return clips.join(" ");
    clips.push(moved.clip);
  }
  throw new Error("the voice never ends");
}

test("a call is the chime, each language, and each language again", () => {
  assert.equal(played(offered([call("a")])), "chime.wav a.id a.en a.id a.en");
});

test("calls are said in their order, one after the other", () => {
  assert.equal(played(offered([call("a", ["id"]), call("b", ["id"])])), "chime.wav a.id a.id chime.wav b.id b.id");
});

test("with more than two calls behind it a call is said once and in its short form", () => {
  const clips = played(offered(["a", "b", "c", "d", "e"].map((id) => call(id))));
  const crowd = "bell.wav a.short.id a.short.en bell.wav b.short.id b.short.en";
  assert.equal(clips, `${crowd} ${["c", "d", "e"].map((id) => `chime.wav ${id}.id ${id}.en ${id}.id ${id}.en`).join(" ")}`);
});

test("with more than four behind it, in the first language alone", () => {
  const clips = played(offered(["a", "b", "c", "d", "e", "f"].map((id) => call(id))));
  assert.match(clips, /^bell.wav a.short.id bell.wav b.short.id b.short.en bell.wav c.short.id/);
});

test("a call that waited long itself is short, though few come after it", () => {
  assert.equal(played(offered([call("a")]), undefined, 15001), "bell.wav a.short.id a.short.en");
  assert.equal(played(offered([call("a")]), undefined, 15000), "chime.wav a.id a.en a.id a.en");
});

test("a call that waited very long is said in one language, though few come after it", () => {
  assert.equal(played(offered([call("a")]), undefined, 25001), "bell.wav a.short.id");
});

test("the more wait, the quicker the voice, and never quicker than one can follow", () => {
  const rate = (waiting) => announcements.next(offered(Array.from({ length: waiting + 1 }, (_, id) => call(id))), SOUNDS, 0).voice.current.rate;
  assert.deepEqual([0, 2, 3, 5, 9, 200].map(rate), [1, 1, 1.1, 1.25, 1.4, 1.4]);
});

test("when many come while a call is said, it is not said again", () => {
  const crowd = (voice, said) => (said.length === 2 ? offered(["b", "c", "d"].map((id) => call(id, ["id"])), voice) : voice);
  assert.match(played(offered([call("a", ["id"])]), crowd), /^chime.wav a.id chime.wav b.id b.id/);
});

test("a call without a short form is said in full, once", () => {
  const plain = ["a", "b", "c", "d"].map((id) => ({ id, speech: [{ language: "id", clips: [`${id}.id`] }] }));
  assert.match(played(offered(plain)), /^bell.wav a.id chime.wav b.id b.id/);
});

test("what may be wanted soon is fetched before: the short forms too while many wait", () => {
  const few = offered([call("a", ["id"]), call("b", ["id"])]);
  assert.deepEqual(announcements.wanted(few, SOUNDS), ["a.id", "b.id"]);
  assert.deepEqual(announcements.wanted(offered([call("c", ["id"])], few), SOUNDS), ["a.id", "a.short.id", "b.id", "b.short.id", "c.id", "c.short.id"]);
});

test("between two calls and before a repetition there is a pause, within a call none", () => {
  let voice = offered([call("a", ["id"]), call("b", ["id"])]);
  const pauses = [];
  for (let clip = ""; clip !== null; ) {
    const moved = announcements.next(voice, SOUNDS, 0);
    ({ voice, clip } = moved);
    pauses.push(moved.pause > 0);
  }
  assert.deepEqual(pauses, [false, false, true, true, false, true, false]);
});

test("when it must be quiet, the sentence under way is the last", () => {
  const quiet = (voice, said) => (said.at(-1) === "a.id" ? announcements.hushed(voice) : voice);
  assert.equal(played(offered([call("a"), call("b")]), quiet), "chime.wav a.id");
});

test("a call has been heard once its first sentence is over, not with the chime and not again", () => {
  const heard = [];
  played(offered([call("a"), call("b", [])]), (voice, clips) => {
    const one = announcements.heard(voice, SOUNDS);
    if (one) heard.push([one.id, clips[clips.length - 1]]);
    return voice;
  });
  assert.deepEqual(heard, [["a", "a.id"], ["b", "chime.wav"]]);
});

test("calls that come while another is spoken are not lost", () => {
  const clips = played(offered([call("a", ["id"])]), (voice, said) => (said.length === 2 ? offered([call("b", ["id"])], voice) : voice));
  assert.equal(clips, "chime.wav a.id a.id chime.wav b.id b.id");
});

test("a call offered twice is said once, a recall sounds again", () => {
  assert.equal(played(offered([call("7-1", ["id"])], offered([call("7-1", ["id"])]))), "chime.wav 7-1.id 7-1.id");
  assert.equal(played(offered([call("7-1", []), call("7-2", [])])), "chime.wav chime.wav");
});

test("without a recorded sentence the chime sounds alone", () => {
  assert.equal(played(offered([call("a", [])])), "chime.wav");
});

test("a display says only its own languages", () => {
  assert.equal(played(offered([announcements.inLanguages(call("a"), ["en"])])), "chime.wav a.en a.en");
});

test("a refused call goes back to the head of the queue and is said when allowed", () => {
  const first = announcements.next(offered([call("a", ["id"]), call("b", ["id"])]), SOUNDS, 0).voice;
  const refused = announcements.refused(first);
  assert.equal(refused.current, null);
  assert.match(played(announcements.allowed(refused, 1000)), /^chime.wav a.id/);
});

test("what was held back for over a minute is not said any more", () => {
  const voice = announcements.allowed(offered([call("new", ["id"])], offered([call("old", ["id"])]), 30000), 61000);
  assert.equal(played(voice), "chime.wav new.id new.id");
});

test("a call that was taken back is not said", () => {
  const voice = announcements.withdrawn(offered([call("a"), call("b")]), "a");
  assert.equal(played(voice), "chime.wav b.id b.en b.id b.en");
});

test("what was taken back while nobody told is not said after the return; the others are", () => {
  const calls = ["a", "b", "c", "d", "e"].map((id) => ({ ...call(id, ["id"]), ticket: id }));
  const board = [["b", "missed"], ["c", "called"], ["d", "served"]].map(([ticket, state]) => ({ ticket, state }));
  const upheld = announcements.upheld(offered(calls), board, ["a"]);
  assert.deepEqual(upheld.queue.map((item) => item.call.id), ["c", "d", "e"]); // "e" made room on the board
});

test("a call taken back while it is spoken is not said again", () => {
  const withdrawn = (voice, clips) => (clips.at(-1) === "a.id" ? announcements.withdrawn(voice, "a") : voice);
  assert.equal(played(offered([call("a"), call("b")]), withdrawn), "chime.wav a.id chime.wav b.id b.en b.id b.en");
});
