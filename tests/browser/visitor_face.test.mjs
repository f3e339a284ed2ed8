// What the phone page says of a ticket; the server's twin is held to the same table.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { becameSoon, come, isCalled, isSoon, mayCancel, mayGoToEnd, mayPostpone, needsNewPage, noticeText, sentence, wait } from "../../app/web/visitor/static/face.js";

const CASES = JSON.parse(readFileSync(new URL("./visitor_faces.json", import.meta.url)));

for (const { ticket, sentence: said, wait: range, may_cancel: cancellable, soon = false, may_put_off: puts = [false, false] } of CASES) {
  test(`a ticket that is ${ticket.state} with ${ticket.ahead} ahead says what the table says`, () => {
    const { key, blanks } = sentence(ticket, "Loket 3");
    assert.deepEqual([key, blanks], said);
    const found = wait(ticket);
    assert.deepEqual(found && [found.key, found.blanks], range);
    assert.equal(mayCancel(ticket), cancellable);
    assert.equal(isSoon(ticket), soon);
    assert.deepEqual([mayPostpone(ticket), mayGoToEnd(ticket)], puts);
  });
}

test("a call rings, a repeated call rings again, a mere refresh does not", () => {
  const called = { state: "called", calls: 1 };
  assert.ok(isCalled(called, { state: "waiting", calls: 0 }));
  assert.ok(isCalled(called, null));
  assert.ok(isCalled({ ...called, calls: 2 }, called));
  assert.ok(!isCalled(called, called));
  assert.ok(!isCalled({ state: "serving", calls: 2 }, called));
});

test("a ticket that was passed on needs a page with other requirements", () => {
  assert.ok(needsNewPage({ service: "A02" }, { service: "A01" }));
  assert.ok(!needsNewPage({ service: "A01", service_name: "KK", ahead: 2 }, { service: "A01", service_name: "KK", ahead: 3 }));
  assert.ok(needsNewPage({ service: "A01", service_name: "Kartu Keluarga" }, { service: "A01", service_name: "KK" }));
});

test("a notice is read in the language of the phone until its time is over", () => {
  const now = Date.parse("2026-11-23T02:00:00Z");
  const notice = { id: "Senam pagi", en: "Morning exercise", until: "2026-11-23T02:00:01Z" };
  assert.deepEqual(["id", "en"].map((language) => noticeText(notice, language, now)), ["Senam pagi", "Morning exercise"]);
  assert.equal(noticeText(notice, "id", now + 1_000), "");
  assert.equal(noticeText({ ...notice, until: null }, "id", now + 1e9), "Senam pagi");
  assert.equal(noticeText(null, "id", now), "");
});

test("a visitor is told once that it is a matter of minutes", () => {
  const waiting = (ahead) => ({ state: "waiting", ahead });
  assert.ok(becameSoon(waiting(3), waiting(4)));
  assert.ok(becameSoon(waiting(0), waiting(9)));
  assert.ok(!becameSoon(waiting(2), waiting(3)));
  assert.ok(!becameSoon(waiting(0), waiting(1)));
  assert.ok(!becameSoon(waiting(3), null));
  assert.ok(!becameSoon(waiting(3), { state: "expected", ahead: 0 }));
  assert.ok(!becameSoon({ state: "called", ahead: 0 }, waiting(4)));
});

test("whoever has a long way is told as early as they chose", () => {
  const waiting = (ahead) => ({ state: "waiting", ahead });
  assert.ok(becameSoon(waiting(10), waiting(11), 10));
  assert.ok(!becameSoon(waiting(9), waiting(10), 10));
  assert.ok(becameSoon(waiting(1), waiting(2), 1));
  assert.ok(isSoon(waiting(9), 10) && !isSoon(waiting(9)) && !isSoon({ ...waiting(9), counters_closed: true }, 10));
});

test("whoever is expected is told when to come, and then to come now", () => {
  const promised = "2026-11-23T02:00:00Z";
  const ticket = { state: "expected", arrival: { promised_at: promised } };
  assert.equal(come(ticket, Date.parse(promised) - 1), "come_before");
  assert.equal(come(ticket, Date.parse(promised)), "come_now");
  assert.equal(come({ ...ticket, state: "waiting" }, 0), null);
});
