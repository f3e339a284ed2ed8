// The kiosk as a state machine: the four steps, one number a wish, paper, silence and lost connections.

import assert from "node:assert/strict";
import test from "node:test";

import {
  GIVE_UP_AFTER, HOME_AFTER, LOST_AFTER, RING, SLOW_AFTER, TROUBLE_AFTER, WARN_AFTER, after, isAtRest, isLost, isUncertain, kept, opening, restored, secondsLeft,
} from "../../app/web/kiosk/static/flow.js";

const START = 1_000_000;
const TICKET = { id: 7, number: "A-007", token: "t", print: { state: "queued" } };

// A kiosk driven by steps [seconds since the start, event].
function kiosk(...steps) {
  return steps.reduce((state, [seconds, event]) => after(state, { at: START + seconds * 1000, ...event }), opening({ languages: ["id", "en"], at: START }));
}

const agency = { type: "agency_chosen", agency: "A" };
const service = { type: "service_chosen", agency: "A", service: "A01" };
const wish = { type: "number_wanted", key: "k1" };
const given = { type: "number_given", key: "k1", ticket: TICKET };
const tick = { type: "ticked" };

test("a visit is agency, service, number, start: three taps to a number", () => {
  assert.deepEqual([kiosk(), kiosk([1, agency]), kiosk([1, agency], [2, service])].map(({ screen }) => screen), ["start", "agency", "service"]);
  assert.equal(kiosk([1, agency], [2, service], [3, wish], [4, given]).screen, "number");
  assert.ok(isAtRest(kiosk([1, agency], [2, service], [3, wish], [4, given], [5, { type: "finished" }])));
});

test("back leads where one came from", () => {
  const back = { type: "went_back" };
  assert.equal(kiosk([1, agency], [2, service], [3, back]).screen, "agency");
  assert.equal(kiosk([1, agency], [2, service], [3, back], [4, back]).screen, "start");
  const found = kiosk([1, { type: "search_opened" }], [2, { type: "query_changed", query: "ktp" }], [3, service], [4, back]);
  assert.deepEqual([found.screen, found.searching, found.query], ["start", true, "ktp"]);
  assert.equal(after(found, { type: "went_back", at: START }).searching, false);
});

test("a second tap changes nothing: one wish, one key", () => {
  const once = kiosk([1, service], [2, wish]);
  assert.equal(after(once, { type: "number_wanted", key: "k2", at: START + 2100 }), once);
  assert.equal(once.intent.key, "k1");
});

test("while a number is on its way nothing leads elsewhere", () => {
  const waiting = kiosk([1, service], [2, wish]);
  for (const event of [agency, { ...service, service: "A02" }, { type: "went_back" }]) {
    assert.equal(after(waiting, { ...event, at: START }).screen, "service");
  }
});

test("an answer to another wish is no answer to this one", () => {
  const waiting = kiosk([1, service], [2, wish]);
  assert.equal(after(waiting, { ...given, key: "old", at: START }), waiting);
  assert.equal(after(waiting, { type: "number_refused", key: "old", problem: {}, at: START }), waiting);
});

test("a refusal is shown with its sentence, and the next try has a new wish", () => {
  const refused = kiosk([1, service], [2, wish], [3, { type: "number_refused", key: "k1", problem: { code: "quota_full", detail: "Kuota habis." } }]);
  assert.deepEqual([refused.screen, refused.intent, refused.refusal.detail], ["service", null, "Kuota habis."]);
  assert.equal(after(refused, { ...wish, key: "k2", at: START }).refusal, null);
});

test("the wish carries service, class and language", () => {
  const english = [1, { type: "language_chosen", language: "en" }];
  const elderly = [4, { type: "priority_chosen", priority: "elderly" }];
  const { intent } = kiosk(english, [2, service], [3, { type: "priority_asked" }], elderly, [5, wish]);
  assert.deepEqual(intent, { key: "k1", service: "A01", priority: "elderly", language: "en", at: START + 5000 });
});

test("a priority can be taken back, and does not follow to another service", () => {
  const chosen = [[1, service], [2, { type: "priority_asked" }], [3, { type: "priority_chosen", priority: "child" }]];
  assert.equal(kiosk(...chosen, [4, { type: "priority_chosen", priority: "child" }]).priority, null);
  assert.equal(kiosk(...chosen, [4, { type: "went_back" }], [5, service]).priority, null);
});

test("a wish that nobody answers is given up after two minutes, as its visitor left", () => {
  const waiting = kiosk([1, service], [2, wish], [100, tick]);
  assert.equal(waiting.intent.key, "k1");
  assert.ok(isAtRest(kiosk([1, service], [2, wish], [2 + GIVE_UP_AFTER / 1000, tick])));
});

test("paper: coming, slow, then trouble, by the clock alone", () => {
  const numbered = [[1, service], [2, wish], [10, given]];
  const paper = (seconds) => kiosk(...numbered, [10 + seconds, tick]).paper;
  assert.deepEqual([paper(1), paper(SLOW_AFTER / 1000), paper(TROUBLE_AFTER / 1000)], ["coming", "slow", "trouble"]);
});

test("paper that came out late is still paper", () => {
  const late = kiosk([1, service], [2, wish], [10, given], [21, tick], [30, { type: "paper_said", ticket: TICKET, paper: "printed" }]);
  assert.deepEqual([late.paper, late.leave_at], ["out", START + 30_000 + RING]);
});

test("paper of another ticket says nothing about this one", () => {
  const numbered = kiosk([1, service], [2, wish], [3, given]);
  assert.equal(after(numbered, { type: "paper_said", ticket: { id: 8 }, paper: "failed", at: START }).paper, "coming");
});

test("paper may be faster than the answer, or already out when a lost answer is repeated", () => {
  const fast = kiosk([1, service], [2, wish], [3, { type: "paper_said", ticket: TICKET, paper: "printed" }], [4, given]);
  assert.equal(fast.paper, "out");
  const repeated = kiosk([1, service], [2, wish], [9, { ...given, ticket: { ...TICKET, print: { state: "printed" } } }]);
  assert.equal(repeated.paper, "out");
});

test("a kiosk without a printer asks for a photograph at once", () => {
  const bare = kiosk([1, service], [2, wish], [3, { ...given, ticket: { ...TICKET, print: { state: "none" } } }]);
  assert.deepEqual([bare.paper, bare.leave_at], ["none", null]);
});

test("a number without paper is noted once, and a note that was lost can be given again", () => {
  const trouble = [[1, service], [2, wish], [3, given], [4, { type: "paper_said", ticket: TICKET, paper: "failed" }]];
  const asked = kiosk(...trouble, [5, { type: "confirm_wanted" }]);
  assert.equal(asked.confirmed, "asking");
  assert.equal(after(asked, { type: "confirm_answered", ok: true, at: START + 6000 }).confirmed, "yes");
  const unsaved = after(asked, { type: "confirm_answered", ok: false, at: START + 6000 });
  assert.equal(after(unsaved, { type: "confirm_wanted", at: START + 7000 }).confirmed, "asking");
});

test("paper that went elsewhere is looked for there, and its place outlives a reload", () => {
  const moved = [4, { type: "paper_said", ticket: TICKET, paper: "moved", place: "Lantai 2" }];
  const elsewhere = kiosk([1, service], [2, wish], [3, given], moved);
  assert.deepEqual([elsewhere.paper, elsewhere.place, elsewhere.leave_at], ["moved", "Lantai 2", null]);
  assert.equal(after(elsewhere, { ...tick, at: START + 30_000 }).paper, "moved");
  const printed = { type: "paper_said", ticket: TICKET, paper: "printed" };
  const there = after(elsewhere, { ...printed, at: START + 9_000 });
  assert.deepEqual([there.paper, there.leave_at], ["there", START + 9_000 + RING]);
  assert.equal(restored(kiosk(), kept(elsewhere), START + 6_000).place, "Lantai 2");
  const late = kiosk([1, service], [2, wish], [3, moved[1]], [4, printed], [5, given]);
  assert.deepEqual([late.paper, late.place], ["there", "Lantai 2"]);
  const fast = kiosk([1, service], [2, wish], [3, moved[1]], [4, given], [5, printed]);
  assert.deepEqual([fast.paper, fast.place], ["there", "Lantai 2"]);
  assert.equal(kiosk([1, service], [2, wish], [3, given], moved, [5, { type: "paper_said", ticket: TICKET, paper: "failed" }]).paper, "trouble");
  assert.equal(after(elsewhere, { type: "finished", at: START }).place, "");
});

test("a ticket that is read again says where its paper lies, and whether it is there yet", () => {
  const seen = (state, place) => ({ type: "ticket_seen", ticket: { ...TICKET, print: { state, printer: "P2", place } } });
  const read = (...said) => {
    const { paper, place } = kiosk([1, service], [2, wish], [3, given], [4, seen(...said)]);
    return [paper, place];
  };
  assert.deepEqual(read("printed", "Lantai 2"), ["there", "Lantai 2"]);
  assert.deepEqual(read("queued", "Lantai 2"), ["moved", "Lantai 2"]);
  assert.deepEqual(read("printing", "Lantai 2"), ["moved", "Lantai 2"]);
  assert.deepEqual(read("failed", "Lantai 2"), ["trouble", "Lantai 2"]);
  assert.deepEqual(read("printed", null), ["out", ""]);
  assert.deepEqual(read("queued", null), ["coming", ""]);
  const answered = { ...given, ticket: { ...TICKET, print: { state: "queued", printer: "P2", place: "Lantai 2" } } };
  assert.deepEqual(kiosk([1, service], [2, wish], [3, answered]).paper, "moved");
});

test("the visitor is asked to note the number whenever nobody knows of its paper", () => {
  const certain = ["coming", "slow", "out", "there"];
  assert.deepEqual([...certain, "sent", "none", "trouble", "moved"].filter(isUncertain), ["sent", "none", "trouble", "moved"]);
});

test("a number of which there is no paper at all leaves time to take a photograph", () => {
  const none = [[1, service], [2, wish], [3, { ...given, ticket: { ...TICKET, print: { state: "none" } } }]];
  assert.equal(kiosk(...none).leave_at, null);
  assert.equal(kiosk(...none, [30, tick]).screen, "number");
  assert.ok(kiosk(...none, [50, tick]).warned);
});

test("the number stays for a ring of 15 s, and a touch holds it", () => {
  const out = [[1, service], [2, wish], [3, given], [5, { type: "paper_said", ticket: TICKET, paper: "printed" }]];
  assert.equal(secondsLeft(kiosk(...out), START + 5000), 15);
  assert.equal(kiosk(...out, [19, tick]).screen, "number");
  assert.equal(kiosk(...out, [20, tick]).screen, "start");
  assert.equal(kiosk(...out, [15, { type: "touched" }], [29, tick]).screen, "number");
});

test("a number in trouble is not taken away while somebody is there", () => {
  const trouble = [[1, service], [2, wish], [3, given], [4, { type: "paper_said", ticket: TICKET, paper: "failed" }]];
  assert.equal(kiosk(...trouble, [40, tick]).screen, "number");
  assert.equal(kiosk(...trouble, [3 + WARN_AFTER / 1000, tick]).warned, true);
  assert.equal(kiosk(...trouble, [3 + HOME_AFTER / 1000, tick]).screen, "start");
});

test("silence is warned of at 45 s and ends at 60 s; one touch extends it", () => {
  const asked = [[0, { type: "touched" }], [0, agency]];
  assert.equal(kiosk(...asked, [44, tick]).warned, false);
  const warned = kiosk(...asked, [45, tick]);
  assert.equal(warned.warned, true);
  assert.equal(secondsLeft(warned, START + 45_000), 15);
  assert.equal(kiosk(...asked, [45, tick], [60, tick]).screen, "start");
  const extended = kiosk(...asked, [45, tick], [50, { type: "touched" }], [94, tick]);
  assert.deepEqual([extended.screen, extended.warned], ["agency", false]);
});

test("the start page at rest has nothing to time out; a language or large type does", () => {
  assert.equal(kiosk([600, tick]).warned, false);
  const other = kiosk([0, { type: "touched" }], [0, { type: "language_chosen", language: "en" }], [0, { type: "size_switched" }], [60, tick]);
  assert.deepEqual([other.language, other.large], ["id", false]);
});

test("the server is lost when it has been away a little, and what was begun stays", () => {
  const lost = kiosk([0, { type: "link_changed", link: "connected" }], [1, service], [2, wish], [3, { type: "link_changed", link: "lost" }]);
  assert.equal(isLost(lost, START + 3000), false);
  assert.equal(isLost(lost, START + 3000 + LOST_AFTER), true);
  assert.equal(lost.intent.key, "k1");
  const twice = after(lost, { type: "link_changed", link: "lost", at: START + 9000 });
  assert.equal(twice.link_since, START + 3000);
});

test("a reload keeps the open wish and the number, unless they are old", () => {
  const waiting = kiosk([1, service], [2, wish]);
  const memory = JSON.parse(JSON.stringify(kept(waiting)));
  assert.equal(restored(kiosk(), memory, START + 5000).intent.key, "k1");
  assert.equal(restored(kiosk(), memory, START + 2000 + GIVE_UP_AFTER).intent, null);
  assert.equal(restored(kiosk(), null, START).screen, "start");
  const failed = [4, { type: "paper_said", ticket: TICKET, paper: "failed" }];
  const numbered = kept(kiosk([1, service], [2, wish], [3, given], failed, [5, { type: "confirm_wanted" }]));
  const back = restored(kiosk(), numbered, START + 6000);
  assert.deepEqual([back.ticket.number, back.confirmed], ["A-007", "no"]);
  assert.equal(kept(kiosk([1, agency])), null);
});

test("an event nobody knows is a mistake, not a silence", () => {
  assert.throws(() => kiosk([1, { type: "nonsense" }]), /knows no event nonsense/);
});

test("ten signs, however they are typed or scanned, are the wish of whoever booked", () => {
  const asked = { type: "booking_asked" };
  const typed = (text) => ({ type: "code_typed", typed: text });
  const wanted = { type: "arrival_wanted", key: "k1" };
  assert.equal(kiosk([1, asked], [2, typed("abcde12")]).typed, "ABCDE-12");
  const short = kiosk([1, asked], [2, typed("abcde12")], [3, wanted]);
  assert.deepEqual([short.intent, short.refusal], [null, { words: "booking_short" }]);
  for (const text of ["abcde 12345", "ABCDE-12345", "http://antrean.example/b/ABCDE12345", "HTTP://ANTREAN.EXAMPLE/B/abcde12345?lang=en"]) {
    assert.equal(kiosk([1, asked], [2, typed(text)], [3, wanted]).intent.booking, "ABCDE12345");
  }
});

test("a booking becomes a number, a wrong code a sentence that the next sign takes away", () => {
  const sent = [[1, { type: "booking_asked" }], [2, { type: "code_typed", typed: "ABCDE12345" }], [3, { type: "arrival_wanted", key: "k1" }]];
  assert.equal(kiosk(...sent, [4, given]).screen, "number");
  const refused = kiosk(...sent, [4, { type: "number_refused", key: "k1", problem: { detail: "Kode tidak ditemukan." } }]);
  assert.deepEqual([refused.screen, refused.typed, refused.refusal.detail], ["booking", "ABCDE-12345", "Kode tidak ditemukan."]);
  assert.equal(after(refused, { type: "code_typed", typed: "ABCDE1234", at: START + 5000 }).refusal, null);
});

test("a code that nobody finishes goes away with whoever typed it", () => {
  const typing = kiosk([1, { type: "booking_asked" }], [2, { type: "code_typed", typed: "ABC" }]);
  assert.equal(after(typing, { type: "went_back", at: START }).typed, "");
  assert.equal(after(typing, { type: "ticked", at: START + HOME_AFTER + 1 }).typed, "");
});
