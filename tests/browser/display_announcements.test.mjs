// The order of the voice: one call after the other, nothing lost, short when many wait.

import assert from "node:assert/strict";
import { test } from "node:test";

import { classic } from "./classic.mjs";

const { announcements } = classic("announcements.js");
const CHIME = "chime.wav";

function call(id, languages = ["id", "en"]) {
  return { id, speech: languages.map((language, place) => ({ language, clips: [...(place ? [] : [CHIME]), `${id}.${language}`] })) };
}

const offered = (calls, voice = announcements.silent(), now = 0) => announcements.offered(voice, calls, now);

// Every clip until silence; `between` may change the voice before each step.
function played(voice, between = (same) => same) {
  const clips = [];
  for (let step = 0; step < 200; step += 1) {
    const moved = announcements.next(between(voice, clips), CHIME);
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

test("with more than two calls behind it a call is said once", () => {
  const clips = played(offered(["a", "b", "c", "d", "e"].map((id) => call(id, ["id"]))));
  assert.equal(clips, "chime.wav a.id chime.wav b.id chime.wav c.id c.id chime.wav d.id d.id chime.wav e.id e.id");
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
  const first = announcements.next(offered([call("a", ["id"]), call("b", ["id"])]), CHIME).voice;
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

test("a call taken back while it is spoken is not said again", () => {
  const withdrawn = (voice, clips) => (clips.at(-1) === "a.id" ? announcements.withdrawn(voice, "a") : voice);
  assert.equal(played(offered([call("a"), call("b")]), withdrawn), "chime.wav a.id chime.wav b.id b.en b.id b.en");
});
