// What a hall allows and means, and a list that stays still under the hand (app/web/admin/static).

import assert from "node:assert/strict";
import test from "node:test";

import { alarmedCounters, deskDeeds, leftAlone, measured, placeOf } from "../../app/web/admin/static/hall_reckoning.js";
import { steady } from "../../app/web/admin/static/steady.js";

const desk = (changes) => ({ code: "1", state: "open", ticket_state: null, closing: null, helping: [], agency_codes: ["A"], ...changes });
const everything = () => true;
const queue = (code, waiting, changes) => ({ code, waiting, longest_wait: 0, norm: 60, ...changes });
const hall = (counters, queues) => ({ zones: [{ counters }], queues });

test("an open counter without a visitor may rest, close or help; a closed one may open", () => {
  assert.deepEqual(deskDeeds(desk(), everything), ["rest", "close", "help"]);
  assert.deepEqual(deskDeeds(desk({ state: "closed" }), everything), ["open", "rest", "help"]);
});

test("with a visitor there the number may be freed, and nothing is done over the visitor's head", () => {
  assert.deepEqual(deskDeeds(desk({ ticket_state: "serving" }), everything), ["free"]);
});

test("a closing that was asked for may be agreed to once, and refused until the counter closes", () => {
  const asked = (approved) => deskDeeds(desk({ state: "closing", ticket_state: "serving", closing: { approved } }), everything);
  assert.deepEqual([asked(false), asked(true)], [["approve", "refuse", "free"], ["refuse", "free"]]);
});

test("a deed is offered to whoever may do it for one of the counter's agencies", () => {
  const may = (permission, agency) => permission === "take_over" && agency === "B";
  const busy = (codes) => deskDeeds(desk({ ticket_state: "called", agency_codes: codes }), may);
  assert.deepEqual([busy(["A"]), busy(["A", "B"])], [[], ["free"]]);
});

test("help that goes on may be ended", () => {
  assert.ok(deskDeeds(desk({ helping: [{ code: "B" }] }), everything).includes("help_end"));
});

test("the last counter leaves those alone who wait for its agencies", () => {
  const mine = desk({ agency_codes: ["A", "B", "C"] });
  const others = [desk({ code: "2" }), desk({ code: "3", agency_codes: ["B"], state: "closed" })];
  const queues = [queue("A", 4), queue("B", 2), queue("C", 0), queue("D", 9)];
  assert.deepEqual(leftAlone(mine, hall([mine, ...others], queues)).map(({ code }) => code), ["B"]);
});

test("a bar is as long as the wait, its mark stands at the norm, and beyond it somebody is late", () => {
  const [late, soon] = measured([queue("A", 2, { longest_wait: 30 }), queue("B", 1, { longest_wait: 120 })]);
  assert.deepEqual([late.code, late.share, late.mark, late.late], ["B", 1, 0.5, true]);
  assert.deepEqual([soon.code, soon.share, soon.mark, soon.late], ["A", 0.25, 0.5, false]);
});

test("while nobody waits long a bar ends beyond the norm, and the longer queue comes first", () => {
  const found = measured([queue("A", 0), queue("B", 3)]);
  assert.deepEqual(found.map(({ code, share, mark }) => [code, share, Number(mark.toFixed(3))]), [["B", 0, 0.667], ["A", 0, 0.667]]);
});

test("an alarm leads to its counter or its queue, and a printer's to neither", () => {
  assert.deepEqual(placeOf({ subject: "counter", printer: "7" }), { counter: "7" });
  assert.deepEqual(placeOf({ subject: "queue", printer: "A" }), { agency: "A" });
  assert.equal(placeOf({ subject: "printer", printer: "P1" }), null);
  assert.deepEqual([...alarmedCounters([{ subject: "counter", printer: "7" }, { subject: "queue", printer: "A" }])], ["7"]);
});

const key = ({ id }) => id;
const list = (...ids) => ids.map((id) => ({ id }));

test("a list that nobody holds is as the server tells it", () => {
  assert.deepEqual(steady(list(1, 2), list(2, 3), { key, held: false }), list(2, 3));
});

test("under a hand nothing moves: what is over keeps its place, what is new comes last", () => {
  const found = steady(list(1, 2, 3), [{ id: 4 }, { id: 3, now: true }, { id: 1 }], { key, held: true });
  assert.deepEqual(found, [{ id: 1 }, { id: 2, gone: true }, { id: 3, now: true }, { id: 4 }]);
});
