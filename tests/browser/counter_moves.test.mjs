// What a clerk may do from here, and which move is the likely one.

import assert from "node:assert/strict";
import test from "node:test";

import { MOVES, callsMissing, likelyMove, mayCallAgain, mayPress, meantBy, moveOfKey, possibleMoves } from "../../app/web/counter/static/moves.js";

const desk = (changes = {}) => ({ counter: { state: "open" }, ticket: null, waiting: 3, rules, undo: null, ...changes });
const rules = { missed_after_calls: 2 };
const looked = { state: "looked", summons: 0, possible: ["call", "transfer", "return", "cancel"] };
const called = { state: "called", summons: 2, possible: ["recall", "serve", "finish", "miss", "hold", "transfer", "return", "cancel"] };
const serving = { state: "serving", summons: 1, possible: ["finish", "hold", "transfer", "return"] };

test("an open counter without a ticket calls the next visitor", () => {
  assert.deepEqual([...possibleMoves(desk())].sort(), ["break", "call-next", "close", "look", "walk-up"]);
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

test("a number looked at is called, and nobody else meanwhile", () => {
  const here = desk({ ticket: looked });
  assert.deepEqual([...possibleMoves(here)].sort(), ["call", "cancel", "note", "return", "transfer"]);
  assert.equal(likelyMove(here), "call");
});

test("nobody is missed before the mall's rules have had their calls", () => {
  const once = desk({ ticket: { ...called, summons: 1 } });
  assert.ok(!possibleMoves(once).has("miss"));
  assert.equal(callsMissing(once), 1);
  assert.equal(callsMissing(desk({ ticket: called })), 0);
  assert.equal(callsMissing(desk()), 0);
});

test("what the server would take back may be taken back", () => {
  assert.ok(possibleMoves(desk({ undo: { move: "finish", until: "2026-11-23T01:42:10Z" } })).has("undo"));
  assert.ok(!possibleMoves(desk()).has("undo"));
});

test("a press that names its ticket is for the server to judge", () => {
  assert.ok(mayPress(desk({ ticket: called }), "recall", { ticket: 7 }));
  assert.ok(!mayPress(desk({ ticket: called }), "call-next", {}));
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

test("moves that share a key are never possible together", () => {
  const situations = [null, looked, called, serving].map((ticket) => desk({ ticket, undo: { move: "call" } }));
  for (const possible of situations.map((each) => possibleMoves(each))) {
    const keys = MOVES.filter(({ name }) => possible.has(name)).map(({ key }) => key).filter(Boolean);
    assert.equal(new Set(keys).size, keys.length, [...possible].join());
  }
});

test("a key means the move that is possible now", () => {
  assert.equal(moveOfKey(" "), "call-next");
  assert.equal(moveOfKey(" ", possibleMoves(desk({ ticket: looked }))), "call");
  assert.equal(moveOfKey("Insert", possibleMoves(desk())), "walk-up");
  assert.equal(moveOfKey("Insert", possibleMoves(desk({ ticket: serving }))), "note");
  assert.equal(moveOfKey("F9"), "miss");
  assert.equal(moveOfKey("x"), null);
});

test("a press says which number it is about", () => {
  const busy = desk({ ticket: { ...serving, id: 4 } });
  for (const move of ["serve", "finish", "miss", "hold", "return", "transfer", "cancel", "note"]) {
    assert.deepEqual(meantBy(move, busy), { ticket: 4 }, move);
  }
  for (const move of ["call", "recall"]) assert.deepEqual(meantBy(move, busy), { ticket: 4, in_hand: true }, move);
  assert.deepEqual(meantBy("recall", busy, { ticket: 9 }), {});
});

test("a press about nobody in hand says nothing of the number that is there", () => {
  const busy = desk({ ticket: { ...serving, id: 4 } });
  for (const move of ["call-next", "look", "walk-up", "open", "break", "close"]) assert.deepEqual(meantBy(move, busy), {}, move);
  assert.deepEqual(meantBy("finish", null), {});
});

test("taking back names the move and its ticket", () => {
  const undo = { move: "finish", ticket: 4, until: "2026-11-23T01:42:10+00:00" };
  assert.deepEqual(meantBy("undo", desk({ undo })), { move: "finish", ticket: 4 });
  assert.deepEqual(meantBy("undo", desk()), {});
});
