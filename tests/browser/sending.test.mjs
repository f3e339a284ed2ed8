// A deed is done once, however often it has to be sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { meaning } from "../../app/web/counter/static/presses.js";
import { sender } from "../../app/web/static/sending.js";

const LOST = { ok: false, status: 0, problem: { code: "unreachable" } };
const DONE = { ok: true, status: 201, data: {} };
const REFUSED = { ok: false, status: 409, problem: { code: "quota_full" } };

function answering(...answers) {
  const keys = [];
  const post = async (_path, _body, key) => { keys.push(key); return answers.shift(); };
  let made = 0;
  const clock = { at: 0 };
  const send = sender({ post, meaning, newKey: () => `key ${made += 1}`, pause: async () => {}, now: () => clock.at });
  return { send, keys, clock };
}

test("an answer that got lost is asked for again under the same key", async () => {
  const { send, keys } = answering(LOST, LOST, DONE);
  assert.equal(await send("/tickets", { service: "a" }), DONE);
  assert.equal(new Set(keys).size, 1);
});

test("pressed again after silence it is the same deed, and another wish is another", async () => {
  const { send, keys } = answering(LOST, LOST, LOST, DONE, DONE);
  assert.equal(await send("/tickets", { service: "a" }), LOST);
  await send("/tickets", { service: "a" });
  await send("/tickets", { service: "b" });
  assert.equal(new Set(keys.slice(0, 4)).size, 1);
  assert.notEqual(keys[3], keys[4]);
});

test("what was done or refused is over: the same wish again is a new deed", async () => {
  const { send, keys } = answering(DONE, REFUSED, DONE);
  for (let time = 0; time < 3; time += 1) await send("/tickets", { service: "a" });
  assert.equal(new Set(keys).size, 3);
});

test("a minute later, or for the next visitor, the same wish is meant anew", async () => {
  const { send, keys, clock } = answering(...Array(9).fill(LOST));
  await send("/tickets", { service: "a" });
  clock.at = 60_000;
  await send("/tickets", { service: "a" });
  send.forget();
  await send("/tickets", { service: "a" });
  assert.equal(new Set([keys[0], keys[3], keys[6]]).size, 3);
});
