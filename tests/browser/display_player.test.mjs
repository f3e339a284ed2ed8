// The loudspeaker itself, with an audio element and a network that do as the test says.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { classic } from "./classic.mjs";

const { player } = classic("announcements.js", "loudness.js", "clips.js", "player.js");
let asked = [];
let speaker = null;
let clock = 0;
let unknown = [];

class Loudspeaker {
  constructor() {
    this.played = [];
    this.hears = {};
    this.refuses = false;
    speaker = this;
  }

  addEventListener(name, hear) {
    this.hears[name] = hear;
  }

  play() {
    this.played.push(this.src.split("/").pop());
    if (this.refuses) return Promise.reject(Object.assign(new Error("a touch, please"), { name: "NotAllowedError" }));
    return new Promise((_, reject) => { this.breakOff = () => reject(Object.assign(new Error("broken"), { name: "NotSupportedError" })); });
  }
}

class Request {
  open(_, address) {
    this.address = address;
  }

  send() {
    asked.push(this.address);
    Object.assign(this, { status: unknown.includes(this.address) ? 404 : 200, response: "clip" });
    queueMicrotask(() => this.onload());
  }
}

Object.assign(globalThis, { Audio: Loudspeaker, XMLHttpRequest: Request });
Object.assign(URL, { createObjectURL: () => "blob:", revokeObjectURL: () => null });
Date.now = () => clock;
const later = globalThis.setTimeout;
globalThis.setTimeout = (...wish) => later(...wish).unref(); // no test waits for what never ends
const PAUSE_MS = 400; // longer than that between two calls

const settled = () => new Promise((resolve) => { setImmediate(resolve); });

function call(id) {
  const said = (form) => ["id", "en"].map((language) => ({ language, clips: [`/${form}${id}.${language}`] }));
  return { id: `${id}-1`, zones: [], speech: said(""), short: said("short") };
}

function start(options = {}) {
  return player.start({
    chime: "/chime", bell: "/bell", silence: "/silence", time: () => "10:00", weekday: () => 1,
    onBlocked: () => null, onSpeaking: () => null, onSaid: () => null, onWaiting: () => null, ...options,
  });
}

beforeEach(() => {
  asked = [];
  unknown = [];
  clock = 0;
});

test("a clip that the server does not know keeps those behind it waiting for seconds alone", async () => {
  unknown = ["/a.id"];
  start().say([call("a")]);
  await settled();
  speaker.hears.ended({ type: "ended" });
  await settled();
  assert.deepEqual(speaker.played, ["chime"]);
  clock = 8_000;
  await new Promise((resolve) => { later(resolve, 600); });
  assert.deepEqual(speaker.played, ["chime", "a.en"]);
  speaker.hears.ended({ type: "ended" });
  await new Promise((resolve) => { later(resolve, PAUSE_MS); });
  assert.deepEqual(speaker.played, ["chime", "a.en", "a.en"]); // said again, and nobody waits for it again
});

test("a clip that is broken costs its own sentence alone, however often the browser says so", async () => {
  start().say([call("a")]);
  await settled();
  speaker.hears.ended({ type: "ended" });
  await settled();
  assert.deepEqual(speaker.played, ["chime", "a.id"]);
  const { breakOff } = speaker;
  speaker.hears.error({ type: "error" }); // the next clip begins at once; then the promise of the broken one is rejected
  breakOff();
  await new Promise((resolve) => { later(resolve, PAUSE_MS); });
  assert.deepEqual(speaker.played, ["chime", "a.id", "a.en"]);
});

test("a blocked loudspeaker brings no clips, and keeps no call that is too old to be said", async () => {
  const voice = start();
  speaker.refuses = true;
  voice.unlock();
  await settled();
  asked = [];
  for (let number = 0; number < 300; number += 1) {
    clock += 1_000;
    voice.say([call(number)]);
  }
  await settled();
  assert.deepEqual(asked, []);
  speaker.refuses = false;
  speaker.played = [];
  voice.unlock();
  await settled();
  speaker.hears.ended({ type: "ended" });
  await settled();
  assert.deepEqual(speaker.played, ["bell", "short239.id"]);
});

test("while very many wait, a further call brings its own clips at most", async () => {
  const voice = start();
  for (let number = 0; number < 150; number += 1) voice.say([call(number)]);
  await settled();
  asked = [];
  voice.say([call("last")]);
  await settled();
  assert.deepEqual(asked, []);
});

test("what waits to be heard is told whenever it changes, the call under way until its sentence has ended", async () => {
  const told = [];
  const voice = start({ onWaiting: (calls) => told.push(calls.map(({ id }) => id).join(" ")) });
  voice.say([call("a"), call("b")]);
  await settled();
  voice.forget("b-1");
  speaker.hears.ended({ type: "ended" }); // the chime
  await settled();
  assert.deepEqual(told, ["a-1 b-1", "a-1"]);
  speaker.hears.ended({ type: "ended" });
  assert.deepEqual(told.at(-1), "");
});

test("calls that a restart left unsaid are said before later ones, but for those that were taken back", async () => {
  const told = [];
  const voice = start({ onWaiting: (calls) => told.push(calls.map(({ id }) => id).join(" ")) });
  const left = ["a", "b", "c"].map((id) => ({ ...call(id), ticket: id }));
  voice.uphold([{ ticket: "b", state: "missed" }], ["c-1"], left);
  voice.say([left[0], call("d")]);
  await settled();
  assert.deepEqual(told.at(-1), "a-1 d-1");
  assert.deepEqual(speaker.played, ["chime"]);
});

test("a call whose sentence could not be had was not said", async () => {
  const said = [];
  start({ onSaid: ({ id }) => said.push(id) }).say([call("a"), call("b")]);
  await settled();
  for (const end of ["ended", "error"]) {
    speaker.hears[end]({ type: end });
    await settled();
  }
  assert.deepEqual(said, []);
});
