// A day of the voice in accelerated time: `node voice_lag.mjs calls.json` prints when each call began to be said.
//
// calls.json: {sounds: {chime, bell}, seconds: {clip: length}, calls: [{id, at, speech, short}]}, `at` in seconds.

import { readFileSync } from "node:fs";

import { classic } from "../browser/classic.mjs";

const START_S = 0.08; // what a browser takes to begin a clip that it has
const { announcements } = classic("announcements.js");
const { sounds, seconds, calls } = JSON.parse(readFileSync(process.argv[2], "utf8"));

let voice = announcements.silent();
let now = 0;
let coming = 0;
const said = [];

function hear() {
  for (; coming < calls.length && calls[coming].at <= now; coming += 1) {
    voice = announcements.offered(voice, [calls[coming]], calls[coming].at * 1000);
  }
}

while (coming < calls.length || voice.queue.length > 0) {
  if (!voice.current && voice.queue.length === 0) now = Math.max(now, calls[coming].at);
  hear();
  for (;;) {
    const before = voice.current;
    const moved = announcements.next(voice, sounds, now * 1000);
    voice = moved.voice;
    if (moved.clip === null) break;
    now += moved.pause / 1000;
    const current = voice.current;
    if (!before || before.call.id !== current.call.id) said.push({ id: current.call.id, began: now, form: current.form, rounds: 0 });
    if (current.step === 0) said[said.length - 1].rounds += 1;
    now += START_S + seconds[moved.clip] / current.rate;
    hear();
  }
}
console.log(JSON.stringify(said));
