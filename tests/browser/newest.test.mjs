// Of several questions under way, the last one asked is the one whose answer is shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newest } from "../../app/web/static/newest.js";

function question() {
  const asked = {};
  asked.answer = new Promise((resolve) => { asked.reply = resolve; });
  return asked;
}

test("the answer to a single question counts", async () => {
  assert.equal(await newest()(Promise.resolve("here")), "here");
});

test("a slow answer to an older question is old news", async () => {
  const [answerTo, older, newer] = [newest(), question(), question()];
  const told = [answerTo(older.answer), answerTo(newer.answer)];
  newer.reply("newer");
  assert.equal(await told[1], "newer");
  older.reply("older");
  assert.equal(await told[0], null);
});

test("an older answer is old news even when it comes first", async () => {
  const [answerTo, older, newer] = [newest(), question(), question()];
  const told = [answerTo(older.answer), answerTo(newer.answer)];
  older.reply("older");
  newer.reply("newer");
  assert.deepEqual(await Promise.all(told), [null, "newer"]);
});

test("what nobody waits for any more is forgotten", async () => {
  const [answerTo, left] = [newest(), question()];
  const told = answerTo(left.answer);
  answerTo.forget();
  left.reply("late");
  assert.equal(await told, null);
});
