// What a display knows: snapshots, calls and boards in any order that a network can make of them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { classic } from "./classic.mjs";

const { board } = classic("board.js");
const NOW = Date.parse("2026-11-23T01:42:00Z");
const ago = (seconds) => new Date(NOW - seconds * 1000).toISOString();

function call(ticket, changes = {}) {
  return {
    id: `${ticket}-1`, ticket, number: `A-${ticket}`, zone: "Z1", recall: false, state: "called", at: ago(1), ...changes,
  };
}

const document = (calls, agencies = []) => ({ calls, agencies, now: ago(0) });
const snapshot = (cursor, calls) => ({ type: "snapshot", cursor, board: document(calls) });
const refreshed = (cursor, calls) => ({ type: "board", cursor, board: document(calls) });
const called = (cursor, made) => ({ type: "called", cursor, call: made });

// Messages one after the other; "link" stands for a link that was opened (again).
function after(messages, { zones = [], now = NOW } = {}) {
  let state = board.blank(zones);
  let news = [];
  for (const message of messages) {
    const step = message === "link" ? { state: board.connected(state), news: [] } : board.reduce(state, message, now);
    state = step.state;
    news = news.concat(step.news);
  }
  const view = board.shown(state, now, null);
  const calls = view.last ? [view.last, ...view.recent] : [];
  return { state, view, numbers: calls.map((one) => one.number), lit: calls.filter((one) => one.lit).map((one) => one.number), news: news.map((one) => one.id) };
}

test("a first snapshot is shown and neither lit nor announced", () => {
  const seen = after(["link", snapshot(5, [call(2), call(1)])]);
  assert.deepEqual([seen.numbers, seen.lit, seen.news], [["A-2", "A-1"], [], []]);
});

test("a call goes on top, is lit and announced once", () => {
  const seen = after(["link", snapshot(5, [call(1)]), called(6, call(2)), called(6, call(2))]);
  assert.deepEqual([seen.numbers, seen.lit, seen.news], [["A-2", "A-1"], ["A-2"], ["2-1"]]);
});

test("several calls at once are all shown and lit together", () => {
  const calls = [1, 2, 3, 4, 5, 6].map((ticket) => called(5 + ticket, call(ticket)));
  const seen = after(["link", snapshot(5, []), ...calls]);
  assert.equal(seen.lit.length, 6);
  assert.deepEqual(seen.news, ["1-1", "2-1", "3-1", "4-1", "5-1", "6-1"]);
});

test("nobody is lit who need not come any more", () => {
  const seen = after(["link", snapshot(5, []), called(6, call(1)), called(7, call(2)), refreshed(8, [call(2, { state: "missed" }), call(1)])]);
  assert.deepEqual([seen.numbers, seen.lit], [["A-2", "A-1"], ["A-1"]]);
});

test("a recall takes the place of the earlier call and is announced again", () => {
  const recall = call(1, { id: "1-2", recall: true });
  const seen = after(["link", snapshot(5, []), called(6, call(1)), called(7, call(2)), called(8, recall)]);
  assert.deepEqual([seen.numbers, seen.news], [["A-1", "A-2"], ["1-1", "2-1", "1-2"]]);
  assert.equal(seen.view.last.recall, true);
});

test("a recalled ticket stays on top when the board that follows knows only its first call", () => {
  const first = call(1, { id: "1-2", recall: true, at: ago(50) });
  const seen = after([
    "link", snapshot(5, []), called(7, call(2, { at: ago(20) })), called(8, call(1, { id: "1-2", recall: true })),
    refreshed(8, [call(2, { at: ago(20) }), first]),
  ]);
  assert.deepEqual(seen.numbers, ["A-1", "A-2"]);
});

test("a board with an older cursor is ignored", () => {
  const seen = after(["link", snapshot(5, []), called(9, call(2)), refreshed(8, [])]);
  assert.deepEqual(seen.numbers, ["A-2"]);
});

test("a board changes the state of a call without announcing it again", () => {
  const seen = after(["link", snapshot(5, []), called(6, call(2)), refreshed(7, [call(2, { state: "serving" })])]);
  assert.equal(seen.view.last.state, "serving");
  assert.deepEqual(seen.news, ["2-1"]);
});

test("a snapshot read before a call that was told already keeps that call on top", () => {
  const seen = after(["link", called(6, call(2)), snapshot(5, [call(1)])]);
  assert.deepEqual([seen.numbers, seen.news], [["A-2", "A-1"], ["2-1"]]);
});

test("a call that a snapshot showed first is still announced when it is told", () => {
  const seen = after(["link", snapshot(6, [call(2)]), called(6, call(2))]);
  assert.deepEqual([seen.numbers, seen.lit, seen.news], [["A-2"], ["A-2"], ["2-1"]]);
});

test("young calls missed during a cut are announced in their order, old ones only shown", () => {
  const missed = [call(4, { at: ago(5) }), call(3, { at: ago(30) }), call(2, { at: ago(61) }), call(1)];
  const seen = after(["link", snapshot(5, [call(1)]), "link", snapshot(9, missed)]);
  assert.equal(seen.numbers.length, 4);
  assert.deepEqual(seen.news, ["3-1", "4-1"]);
});

test("after a restart the young calls that this display has not said are announced, the others only shown", () => {
  const memory = { cursor: 6, said: ["2-1"] };
  const began = board.connected(board.resumed(board.blank(["Z1"]), memory));
  const calls = [call(4), call(3), call(2), call(1, { at: ago(61) })];
  const step = board.reduce(began, snapshot(9, calls), NOW);
  assert.deepEqual(step.news.map((one) => one.id), ["3-1", "4-1"]);
  assert.equal(board.shown(step.state, NOW, null).recent.length, 3);
});

test("a display that fails to connect at first still knows after a restart what it had said", () => {
  const memory = { cursor: 6, said: ["1-1"] };
  const began = board.connected(board.connected(board.resumed(board.blank([]), memory)));
  assert.deepEqual(board.reduce(began, snapshot(7, [call(2), call(1)]), NOW).news.map((one) => one.id), ["2-1"]);
});

test("what was said before a journal begun anew is forgotten with it, and its calls are history", () => {
  const began = board.connected(board.resumed(board.blank([]), { cursor: 90, said: ["1-1"] }));
  const step = board.reduce(began, snapshot(5, [call(2)]), NOW);
  assert.deepEqual(step.news, []);
  assert.deepEqual(board.reduce(step.state, called(6, call(1)), NOW).news.map((one) => one.id), ["1-1"]);
});

test("a call already announced is not announced again after a cut", () => {
  const seen = after(["link", snapshot(5, []), called(6, call(2)), "link", snapshot(6, [call(2)])]);
  assert.deepEqual(seen.news, ["2-1"]);
});

test("a missed call that was ended meanwhile is not announced", () => {
  const seen = after(["link", snapshot(5, []), "link", snapshot(9, [call(2, { state: "served" })])]);
  assert.deepEqual(seen.news, []);
});

test("a journal begun anew is history too, and its calls are announced from then on", () => {
  const seen = after([
    "link", snapshot(500, []), called(501, call(1)), "link", snapshot(2, [call(7)]), called(3, call(1)),
  ]);
  assert.deepEqual([seen.numbers, seen.news], [["A-1", "A-7"], ["1-1", "1-1"]]);
});

test("a late call is shown and not announced", () => {
  const seen = after(["link", snapshot(5, []), called(6, call(2, { at: ago(90) }))]);
  assert.deepEqual([seen.numbers, seen.lit, seen.news], [["A-2"], [], []]);
});

test("only calls of the display's zones are shown and announced", () => {
  const seen = after(["link", snapshot(5, []), called(6, call(2, { zone: "Z2" })), called(7, call(3, { zone: null }))], { zones: ["Z1"] });
  assert.deepEqual([seen.numbers, seen.news], [["A-3"], ["3-1"]]);
});

test("a ticket that went back to a queue leaves the board", () => {
  const seen = after(["link", snapshot(5, []), called(6, call(2)), refreshed(7, [call(2, { state: "waiting" })])]);
  assert.equal(seen.view.last, null);
});

test("a light goes out after at least eight seconds, and burns while the call is spoken", () => {
  const { state } = after(["link", snapshot(5, []), called(6, call(2))]);
  assert.equal(board.shown(state, NOW + 8000, null).last.lit, true);
  assert.equal(board.shown(state, NOW + 60000, null).last.lit, false);
  assert.equal(board.shown(state, NOW + 60000, "2-1").last.lit, true);
  assert.equal(board.dimmed(state, NOW).next, NOW + board.LIT_MS);
  assert.equal(board.dimmed(state, NOW + board.LIT_MS).next, null);
});

test("a call that was taken back is forgotten, and the next one of its ticket is announced", () => {
  const again = call(1, { id: "1-2" });
  const messages = ["link", snapshot(5, []), called(6, call(1)), { type: "undone", cursor: 7, call: "1-1" }];
  assert.deepEqual(after(messages).numbers, []);
  assert.deepEqual(after([...messages, called(8, again)]).news, ["1-1", "1-2"]);
});

const paper = (text, until = null) => ({ id: text, en: text, until });
const hanging = (messages, now = NOW) => board.notice(after(messages).state, now)?.id ?? null;
const withNotice = (cursor, type, text) => ({ type, cursor, board: { ...document([]), notices: text && paper(text) } });
const told = (cursor, text) => ({ type: "notice", cursor, notice: text && paper(text) });

test("a notice hangs at once, and again after a return", () => {
  assert.equal(hanging(["link", withNotice(5, "snapshot", null), told(6, "fire drill")]), "fire drill");
  assert.equal(hanging(["link", withNotice(5, "snapshot", null), "link", withNotice(9, "snapshot", "fire drill")]), "fire drill");
});

test("a notice that was taken down is gone, also while the link was away", () => {
  const begun = ["link", withNotice(5, "snapshot", "fire drill")];
  assert.equal(hanging([...begun, told(6, null)]), null);
  assert.equal(hanging([...begun, "link", withNotice(8, "snapshot", null)]), null);
  assert.equal(hanging([...begun, "link"]), "fire drill");
});

test("an older board takes no newer notice down", () => {
  assert.equal(hanging(["link", told(6, "fire drill"), withNotice(5, "snapshot", null), withNotice(5, "board", null)]), "fire drill");
  const later = [withNotice(5, "snapshot", null), told(6, "fire drill")];
  assert.equal(hanging(["link", ...later, withNotice(6, "board", "fire drill"), withNotice(7, "board", null)]), null);
});

test("a notice ends by itself when its time is over", () => {
  const posted = { type: "notice", cursor: 6, notice: paper("fire drill", ago(-60)) };
  assert.equal(hanging(["link", posted]), "fire drill");
  assert.equal(hanging(["link", posted], NOW + 60_000), null);
});

test("a counter that helps is called where its visitors wait, and the display says where to go", () => {
  const helped = call(1, { zone: "Z1", zone_name: "Lantai 1", zones: ["Z1", "Z2"] });
  const seen = (zone) => after(["link", snapshot(5, []), called(6, helped)], { zones: [zone] });
  assert.deepEqual([seen("Z2").news, seen("Z2").view.last.elsewhere], [["1-1"], "Lantai 1"]);
  assert.deepEqual([seen("Z1").news, seen("Z1").view.last.elsewhere], [["1-1"], ""]);
  assert.deepEqual([seen("Z3").news, seen("Z3").view.last], [[], null]);
});

test("an agency shows its newest call, also while it is lit", () => {
  const agencies = [{ code: "A", current: "A-1", waiting: 2 }, { code: "B", current: null, waiting: 0 }];
  const message = { type: "snapshot", cursor: 5, board: document([call(1, { agency: "A" })], agencies) };
  const { view } = after(["link", message, called(6, call(2, { agency: "A" })), called(7, call(3, { agency: "C" }))]);
  assert.deepEqual(view.waiting.map((agency) => [agency.code, agency.call && agency.call.number, agency.call && agency.call.lit]), [
    ["A", "A-2", true], ["B", null, null],
  ]);
});
