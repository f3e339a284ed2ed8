// The life of one press of the counter console.

import assert from "node:assert/strict";
import test from "node:test";

import {
  PERSISTENCE_MS, SAME_PRESS_MS, afterSilence, isEcho, isSame, mayTryAgain, meaning, newPress, pauseBefore,
} from "../../app/web/counter/static/presses.js";

const press = newPress({ move: "call-next", key: "k1", at: 1_000 });

test("a double press is one press, a later one is another", () => {
  assert.ok(isEcho(press, "call-next", 1_000 + SAME_PRESS_MS - 1));
  assert.ok(!isEcho(press, "call-next", 1_000 + SAME_PRESS_MS));
  assert.ok(!isEcho(press, "recall", 1_001));
  assert.ok(!isEcho(null, "recall", 1_001));
});

test("a second note with other words is no echo of the first", () => {
  const note = newPress({ move: "note", key: "k2", body: { text: "berkas kurang" }, at: 0 });
  assert.ok(isSame(note, "note", { text: "berkas kurang" }));
  assert.ok(!isSame(note, "note", { text: "sudah lengkap" }));
  assert.ok(isEcho(note, "note", 100, { text: "berkas kurang" }));
  assert.ok(!isEcho(note, "note", 100, { text: "sudah lengkap" }));
});

test("a refusal is known, silence and a stumbling server are not", () => {
  assert.equal(meaning({ ok: true, status: 200 }), "done");
  assert.equal(meaning({ ok: false, status: 409 }), "refused");
  for (const status of [0, 408, 500, 502, 503]) assert.equal(meaning({ ok: false, status }), "unanswered");
});

test("an unanswered press is tried again with the same key", () => {
  const again = afterSilence(press, 2_000);
  assert.deepEqual([again.key, again.tries, again.phase], ["k1", 2, "trying"]);
});

test("the pauses grow and then stay", () => {
  const pauses = [1, 2, 3, 4, 9].map((tries) => pauseBefore({ ...press, tries }));
  assert.deepEqual(pauses, [...pauses].sort((one, other) => one - other));
  assert.equal(pauses.at(-1), pauses.at(-2));
});

test("an old press asks the clerk instead of calling somebody by surprise", () => {
  assert.ok(!mayTryAgain(press, 1_000 + PERSISTENCE_MS));
  assert.equal(afterSilence(press, 1_000 + PERSISTENCE_MS).phase, "asking");
});
