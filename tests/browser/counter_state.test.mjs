// How facts change what the counter console knows.

import assert from "node:assert/strict";
import test from "node:test";

import { newPress } from "../../app/web/counter/static/presses.js";
import { START, after, isStale, someoneArrived, undoLeft, wentOn } from "../../app/web/counter/static/state.js";

const NOW = "2026-11-23T01:42:00+00:00";
const LATER = "2026-11-23T01:42:05+00:00";
const document = (changes = {}) => ({ counter: { state: "open" }, ticket: null, queue: [], waiting: 2, now: NOW, ...changes });
const ticket = (state) => ({ id: 7, number: "A-007", state });
const hear = (state, changes, cursor) => after(state, { kind: "heard", document: document(changes), cursor, steady: 0 });
const press = newPress({ move: "call-next", key: "k1", at: 0 });
const pressed = (state) => after(state, { kind: "pressed", press });

test("the newest document is shown and an older one is ignored", () => {
  const state = hear(hear(START, { waiting: 5 }, 10), { waiting: 4 }, 9);
  assert.equal(state.desk.waiting, 5);
  assert.equal(hear(state, { waiting: 3 }, 11).desk.waiting, 3);
});

test("a snapshot begins anew, even when a restored server counts from less", () => {
  const state = hear(START, {}, 500);
  const again = after(state, { kind: "heard", document: document({ waiting: 9 }), cursor: 3, snapshot: true, steady: 0 });
  assert.deepEqual([again.cursor, again.desk.waiting], [3, 9]);
});

test("a fetched document counts unless something newer was heard", () => {
  const state = hear(START, { now: LATER, waiting: 1 }, 10);
  assert.equal(hear(state, { now: NOW, waiting: 6 }).desk.waiting, 1);
  assert.equal(hear(state, { now: LATER, waiting: 6 }).desk.waiting, 6);
});

test("an answer shows the server's ticket at once", () => {
  const state = after(pressed(hear(START, {}, 10)), { kind: "answered", answer: { state: "open", ticket: ticket("called") } });
  assert.equal(state.desk.ticket.number, "A-007");
  assert.equal(state.press, null);
});

test("a ticket that is served leaves the counter empty", () => {
  const busy = hear(START, { ticket: ticket("serving") }, 10);
  const state = after(pressed(busy), { kind: "answered", answer: { state: "open", ticket: ticket("served") } });
  assert.equal(state.desk.ticket, null);
});

test("a number that is looked at stays at the counter", () => {
  const state = after(pressed(hear(START, {}, 10)), { kind: "answered", answer: { state: "open", ticket: ticket("looked") } });
  assert.equal(state.desk.ticket.state, "looked");
});

test("a finished ticket with another stop goes on, whether the document or the answer says it first", () => {
  const here = hear(START, { ticket: { ...ticket("serving"), stops: [{ service: "kk" }] } }, 10);
  const pressing = after(here, { kind: "pressed", press: { ...press, move: "finish" } });
  const answer = { state: "open", ticket: ticket("waiting"), undo: null };
  const answered = after(pressing, { kind: "answered", answer });
  assert.equal(wentOn(answered, pressing).number, "A-007");
  const overtaken = hear(pressing, {}, 11);
  assert.equal(wentOn(overtaken, pressing).number, "A-007");
  assert.equal(wentOn(after(overtaken, { kind: "answered", answer }), overtaken), null);
  assert.equal(wentOn(hear(here, {}, 11), here), null);
});

test("a late document of the move before hides no onward way, and another window's finish is not this one's", () => {
  const here = hear(START, { ticket: { ...ticket("serving"), stops: [{ service: "kk" }] } }, 10);
  const pressing = after(here, { kind: "pressed", press: { ...press, move: "finish" } });
  const late = hear(pressing, { ticket: here.desk.ticket }, 11);
  const answered = after(late, { kind: "answered", answer: { state: "open", ticket: ticket("waiting"), undo: null } });
  assert.equal(wentOn(hear(answered, {}, 12), answered).number, "A-007");
  const nextHere = hear(answered, { ticket: { ...here.desk.ticket, id: 8 } }, 13);
  assert.equal(wentOn(hear(nextHere, {}, 14), nextHere), null);
});

test("the last move may be taken back until the server's moment", () => {
  const undo = { move: "finish", until: "2026-11-23T01:42:10+00:00" };
  const state = after(pressed(hear(START, {}, 10)), { kind: "answered", answer: { state: "open", ticket: null, undo } });
  assert.equal(undoLeft(state, 4_000), 6_000);
  assert.equal(undoLeft(state, 10_001), 0);
  assert.equal(undoLeft(after(pressed(state), { kind: "answered", answer: { state: "open", ticket: null, undo: null } }), 0), 0);
});

test("a document that arrived during the press is newer than its answer", () => {
  const state = hear(pressed(hear(START, {}, 10)), { ticket: ticket("serving") }, 12);
  const answered = after(state, { kind: "answered", answer: { state: "open", ticket: ticket("called") } });
  assert.equal(answered.desk.ticket.state, "serving");
});

test("nothing is shown before the server said it", () => {
  const before = hear(START, {}, 10);
  assert.equal(pressed(before).desk, before.desk);
});

test("a refusal stays until it is read", () => {
  const state = after(pressed(hear(START, {}, 10)), { kind: "refused", text: "Tidak ada yang menunggu." });
  assert.equal(state.press, null);
  assert.deepEqual(state.errors, [{ number: 1, move: "call-next", text: "Tidak ada yang menunggu." }]);
  assert.equal(hear(state, {}, 11).errors.length, 1);
  assert.equal(after(state, { kind: "read", number: 1 }).errors.length, 0);
});

test("silence keeps the press and its key; forgetting drops it", () => {
  const state = after(pressed(START), { kind: "silent", at: 100 });
  assert.deepEqual([state.press.key, state.press.phase], ["k1", "trying"]);
  assert.equal(after(state, { kind: "forgotten" }).press, null);
});

test("a lost connection keeps what was heard, calls it stale and knows until when it was right", () => {
  const heard = after(START, { kind: "heard", document: document(), cursor: 10, snapshot: true, steady: 0 });
  const connected = after(heard, { kind: "linked", link: "connected", steady: 0 });
  const state = after(connected, { kind: "linked", link: "lost", steady: 90_000 });
  assert.ok(isStale(state) && !isStale(connected));
  assert.equal(state.desk.waiting, 2);
  assert.equal(state.goodAt, Date.parse(NOW) + 90_000);
  assert.equal(after(state, { kind: "linked", link: "lost", steady: 200_000 }).goodAt, state.goodAt);
});

test("a printer that needs somebody is remembered by its code", () => {
  const state = after(START, { kind: "printer", printer: { code: "P1", state: "paper_out" } });
  assert.equal(state.printers.P1.state, "paper_out");
});

test("somebody arrives when an idle counter's empty queue fills", () => {
  const empty = document({ waiting: 0 });
  assert.ok(someoneArrived(empty, document()));
  assert.ok(!someoneArrived(document(), document({ waiting: 3 })));
  assert.ok(!someoneArrived(empty, document({ ticket: ticket("called") })));
  assert.ok(!someoneArrived(null, document()));
});

test("several alarms may be taken on at once, and each ends by itself", () => {
  const alarm = (id, acknowledged_at = null) => ({ id, acknowledged_at });
  const both = [7, 8].reduce((state, id) => after(state, { kind: "taking", id }), after(START, { kind: "alarmed", alarms: [alarm(7), alarm(8)] }));
  assert.deepEqual(both.taking, [7, 8]);
  assert.deepEqual(after(both, { kind: "taken", id: 7 }).taking, [8]);
  assert.deepEqual(after(both, { kind: "alarmed", alarms: [alarm(7, "2026-11-23T02:00:00Z"), alarm(8)] }).taking, [8]);
});

test("an unknown fact is a mistake", () => {
  assert.throws(() => after(START, { kind: "guessed" }), /unknown fact/);
});

test("an alarm that could not be taken leaves the press under way alone", () => {
  const before = pressed(hear(START, {}, 10));
  const state = after(before, { kind: "untaken", text: "Alarm ini sudah berakhir." });
  assert.deepEqual(state.press, before.press);
  assert.deepEqual(state.errors.at(-1), { number: 1, move: null, text: "Alarm ini sudah berakhir." });
});

test("a document from before a deed takes it back neither before nor after the answer", () => {
  const answer = { cursor: 12, state: "open", ticket: ticket("served"), undo: null };
  const serving = { ticket: ticket("serving") };
  const begun = pressed(hear(START, serving, 10));
  const early = after(hear(begun, serving, 11), { kind: "answered", answer });
  assert.equal(early.desk.ticket, null);
  const late = hear(after(begun, { kind: "answered", answer }), serving, 11);
  assert.equal(late.desk.ticket, null);
  assert.equal(hear(late, { ticket: ticket("called") }, 13).desk.ticket.state, "called");
});

test("a ticket that was sent to counters that have all closed is known until the next answer", () => {
  const sent = { ...ticket("waiting"), counters_closed: { reopens_at: null } };
  const state = after(pressed(hear(START, {}, 10)), { kind: "answered", answer: { state: "open", ticket: sent } });
  assert.equal(state.stranded.number, "A-007");
  assert.equal(after(pressed(state), { kind: "answered", answer: { state: "open", ticket: ticket("called") } }).stranded, null);
});
