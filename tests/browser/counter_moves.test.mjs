// What a clerk may do from here, and which move is the likely one.

import assert from "node:assert/strict";
import test from "node:test";

import { MOVES, likelyMove, mayCallAgain, moveOfKey, possibleMoves } from "../../app/web/counter/static/moves.js";

const desk = (changes = {}) => ({ counter: { state: "open" }, ticket: null, waiting: 3, ...changes });
const called = { state: "called", possible: ["recall", "serve", "finish", "miss", "hold", "transfer", "return", "cancel"] };
const serving = { state: "serving", possible: ["finish", "hold", "transfer", "return"] };

test("an open counter without a ticket calls the next visitor", () => {
  assert.deepEqual([...possibleMoves(desk())].sort(), ["break", "call-next", "close"]);
  assert.equal(likelyMove(desk()), "call-next");
});

test("nobody can be called from an empty queue, but calling next stays the big button", () => {
  assert.ok(!possibleMoves(desk({ waiting: 0 })).has("call-next"));
  assert.equal(likelyMove(desk({ waiting: 0 })), "call-next");
});

test("while the connection is lost the server decides whether somebody waits", () => {
  assert.ok(possibleMoves(desk({ waiting: 0 }), { lost: true }).has("call-next"));
});

test("a called visitor is served, called again or not there; no other is called meanwhile", () => {
  const possible = possibleMoves(desk({ ticket: called }));
  for (const move of ["recall", "serve", "finish", "miss", "hold", "transfer", "return"]) assert.ok(possible.has(move), move);
  assert.ok(!possible.has("call-next"));
  assert.equal(likelyMove(desk({ ticket: called })), "serve");
});

test("a visitor at the counter is finished, held or passed on, never missed", () => {
  const possible = possibleMoves(desk({ ticket: serving }));
  assert.ok(possible.has("finish") && !possible.has("miss") && !possible.has("recall"));
  assert.equal(likelyMove(desk({ ticket: serving })), "finish");
});

test("a closed counter and one on break open first", () => {
  for (const state of ["closed", "break"]) {
    assert.equal(likelyMove(desk({ counter: { state } })), "open");
    assert.ok(!possibleMoves(desk({ counter: { state } })).has("call-next"));
  }
});

test("before the first document nothing is possible", () => {
  assert.equal(possibleMoves(null).size, 0);
});

test("a parked visitor is called again only by an open counter without a ticket", () => {
  assert.ok(mayCallAgain(desk()));
  assert.ok(!mayCallAgain(desk({ ticket: called })));
  assert.ok(!mayCallAgain(desk({ counter: { state: "break" } })));
});

test("no two moves share a key", () => {
  const keys = MOVES.map((move) => move.key).filter(Boolean);
  assert.equal(new Set(keys).size, keys.length);
  assert.equal(moveOfKey(" "), "call-next");
  assert.equal(moveOfKey("F9"), "miss");
  assert.equal(moveOfKey("x"), null);
});
