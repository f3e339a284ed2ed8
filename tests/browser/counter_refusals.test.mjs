// Unread refusals of the counter console: counted, and never so many that they hide the ticket.

import assert from "node:assert/strict";
import test from "node:test";

import { shownOf, withRefusal } from "../../app/web/counter/static/refusals.js";

const refusal = (number, more = {}) => ({ number, move: "recall", text: "Keadaan nomor ini sudah berubah.", ...more });
const all = (...errors) => errors.reduce(withRefusal, []);

test("the same refusal again is one that is told how often it came", () => {
  const [only, ...others] = all(refusal(1), refusal(2), refusal(3));
  assert.deepEqual(only, refusal(3, { times: 3 }));
  assert.deepEqual(others, []);
});

test("another move, another sentence and another paper's number are refusals of their own", () => {
  assert.equal(all(refusal(1), refusal(2, { move: "miss" }), refusal(3, { text: "Lain." }), refusal(4, { ticket: "A-004" })).length, 4);
});

test("the newest two are shown, and one that came again is among them", () => {
  const four = all(refusal(1, { move: "miss" }), refusal(2, { move: "hold" }), refusal(3, { move: "serve" }), refusal(4, { move: "miss" }));
  assert.deepEqual(shownOf(four).map(({ move }) => move), ["serve", "miss"]);
  assert.deepEqual(shownOf([]), []);
});
