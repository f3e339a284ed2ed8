// Which moves the counter's door has, and who is called while a closing is asked for.

import assert from "node:assert/strict";
import test from "node:test";

import { START, after } from "../../app/web/counter/static/state.js";
import { callsVisitors, likelyMove, possibleMoves } from "../../app/web/counter/static/moves.js";

const asked = (approved) => ({ state: "closing", closing: { approved } });
const desk = (counter, changes = {}) => ({ counter, ticket: null, waiting: 3, rules: {}, ...changes });
const visitor = { state: "called", possible: [], summons: 1 };

test("a counter that asked to close goes on calling until somebody agrees", () => {
  assert.ok(callsVisitors(asked(false)));
  assert.ok(!callsVisitors(asked(true)));
  assert.equal(likelyMove(desk(asked(false))), "call-next");
  assert.ok(possibleMoves(desk(asked(false))).has("call-next"));
});

test("what was asked for can be taken back, with a visitor at the counter too", () => {
  for (const ticket of [null, visitor]) assert.ok(possibleMoves(desk(asked(false), { ticket })).has("closing/withdraw"));
  assert.ok(!possibleMoves(desk({ state: "open" })).has("closing/withdraw"));
});

test("a visitor keeps the counter open, unless closing is only asked for", () => {
  const busy = { ticket: visitor };
  assert.ok(!possibleMoves(desk({ state: "open" }, busy)).has("close"));
  assert.ok(possibleMoves(desk({ state: "open" }, { ...busy, rules: { closing_needs_approval: true } })).has("close"));
  assert.ok(!possibleMoves(desk({ state: "open" }, busy)).has("break"));
});

test("a break may be made longer", () => {
  assert.ok(possibleMoves(desk({ state: "break" })).has("break"));
});

test("whoever asked to close is told when the counter stays open, unless it was the clerk's own wish", () => {
  const heard = (state, counter, cursor) => after(state, { kind: "heard", document: { counter, now: "2026-11-23T01:42:00Z" }, cursor, steady: 0 });
  const waiting = heard(START, asked(false), 1);
  assert.deepEqual(heard(waiting, { state: "open" }, 2).errors.map(({ key }) => key), ["closing_refused"]);
  assert.deepEqual(heard(waiting, { state: "closed" }, 2).errors, []);
  const withdrawn = after(waiting, { kind: "pressed", press: { move: "closing/withdraw", key: "k1" } });
  assert.deepEqual(heard(withdrawn, { state: "open" }, 2).errors, []);
});
