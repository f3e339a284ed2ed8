// The public board on a phone: what comes first, what stands out, and how news change it.

import assert from "node:assert/strict";
import test from "node:test";

import { changed, shown, whole } from "../../app/web/visitor/static/mirror.js";

const NOON = Date.parse("2026-11-23T12:00:00+07:00");
const MINUTE = 60_000;

function call(number, minutesAgo, changes = {}) {
  const at = new Date(NOON - minutesAgo * MINUTE).toISOString();
  return { id: `${number}-1`, number, agency: number[0], counter_name: "Loket 1", zone_name: "Lantai 1", recall: false, at, state: "called", ...changes };
}

function board(...calls) {
  const agencies = {
    B: { place: 1, short_name: "BPN", hue: 30, zone_name: "", waiting: 0, current: null },
    A: { place: 0, short_name: "Dukcapil", hue: 0, zone_name: "Lantai 1", waiting: 3, current: "A-001" },
  };
  return { calls: Object.fromEntries(calls.map((each) => [each.id, each])), agencies, notice: null };
}

const news = (changes) => ({ calls: {}, agencies: {}, gone: { calls: [], agencies: [] }, notice: null, ...changes });
const numbers = ({ last, recent }) => [last, ...recent].map((each) => each?.number);

test("the newest call comes first, whatever the order of the keys, and seven follow it", () => {
  const calls = [3, 1, 2, 4, 5, 6, 7, 8, 9].map((minutes) => call(`A-00${minutes}`, minutes));
  assert.deepEqual(numbers(shown(whole(board(...calls), NOON), "", NOON)), [1, 2, 3, 4, 5, 6, 7, 8].map((minutes) => `A-00${minutes}`));
});

test("one agency alone has its own last call and its own queue", () => {
  const seen = shown(whole(board(call("A-001", 1), call("B-001", 2)), NOON), "B", NOON);
  assert.deepEqual(numbers(seen), ["B-001"]);
  assert.deepEqual(seen.queues.map(({ code }) => code), ["B"]);
  assert.equal(seen.last.of.short_name, "BPN");
});

test("queues stand in the order of the hall", () => {
  assert.deepEqual(shown(whole(board(), NOON), "", NOON).queues.map(({ code }) => code), ["A", "B"]);
});

test("an empty board has no last call", () => {
  const seen = shown(whole(board(), NOON), "", NOON);
  assert.equal(seen.last, null);
  assert.deepEqual(seen.recent, []);
});

test("a call stands out for twelve seconds, and no longer than its visitor is awaited", () => {
  const known = whole(board(call("A-001", 0)), NOON);
  assert.ok(shown(known, "", NOON + 11_999).last.lit);
  assert.ok(!shown(known, "", NOON + 12_000).last.lit);
  const served = changed(known, news({ calls: { "A-001-1": call("A-001", 0, { state: "serving" }) } }), NOON + 1_000);
  assert.ok(!shown(served, "", NOON + 1_000).last.lit);
});

test("a number called again comes first and stands out anew, under its new call alone", () => {
  const known = whole(board(call("A-001", 5), call("B-001", 1)), NOON);
  const again = call("A-001", 5, { id: "A-001-2", recall: true });
  const told = changed(known, news({ calls: { [again.id]: again }, gone: { calls: ["A-001-1"], agencies: [] } }), NOON);
  assert.deepEqual(numbers(shown(told, "", NOON)), ["A-001", "B-001"]);
  assert.ok(shown(told, "", NOON).last.lit);
});

test("the whole board after a cut forgets nothing of when its calls were heard", () => {
  const again = call("A-001", 5, { id: "A-001-2", recall: true });
  const known = changed(
    whole(board(call("A-001", 5), call("B-001", 1)), NOON),
    news({ calls: { [again.id]: again }, gone: { calls: ["A-001-1"], agencies: [] } }),
    NOON,
  );
  const after = whole(board(again, call("B-001", 1)), NOON + MINUTE, known);
  assert.deepEqual(numbers(shown(after, "", NOON + MINUTE)), ["A-001", "B-001"]);
  assert.ok(!shown(after, "", NOON + MINUTE).last.lit);
});

test("a number repeated while the phone slept is not shown as called just now, above those called since", () => {
  const known = whole(board(call("A-001", 9)), NOON - 8 * MINUTE);
  const repeated = call("A-001", 9, { id: "A-001-2", recall: true });
  const after = whole(board(repeated, call("B-001", 1)), NOON, known);
  assert.deepEqual(numbers(shown(after, "", NOON)), ["B-001", "A-001"]);
  assert.ok(!shown(after, "", NOON).recent[0].lit);
  const soon = whole(board(repeated), NOON - 7.5 * MINUTE, known);
  assert.ok(shown(soon, "", NOON - 7.5 * MINUTE).last.lit);
});

test("news change what they name and leave the rest", () => {
  const known = whole(board(call("A-001", 1)), NOON);
  const notice = { id: "Senam", en: "Exercise", until: null };
  const queue = { ...known.agencies.A, waiting: 9 };
  const told = changed(known, news({ agencies: { A: queue }, notice }), NOON);
  assert.deepEqual(shown(told, "", NOON).queues.map(({ waiting }) => waiting), [9, 0]);
  assert.deepEqual(numbers(shown(told, "", NOON)), ["A-001"]);
  assert.equal(told.notice, notice);
});
