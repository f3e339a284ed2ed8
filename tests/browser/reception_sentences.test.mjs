// What the reception desk reads: numbers told from services, and never more of a paper than is known.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ailment, bookingIn, looksLikeNumber, mayBeNumber, paperText, stateText } from "../../app/web/reception/static/sentences.js";

const words = (key, blanks = {}) => [key, ...Object.values(blanks)].join(" ");
const clock = (moment) => moment.slice(11, 16);
const printers = [{ code: "P1", kiosks: ["Anjungan 1"], state: "ready" }, { code: "P2", kiosks: [], state: "paper_out" }, { code: "P3", kiosks: [], state: null }];
const paper = (state, printer = "P1", more) => paperText(words, { print: { state, printer } }, printers, more);

for (const said of ["A-007", "a7", "A 7", "007", " kua-12 ", "7"]) {
  test(`${said} is a number`, () => assert.ok(looksLikeNumber(said) && mayBeNumber(said)));
}

for (const said of ["ABCDE-12345", "abcde12345", "abcde fghjk", "ABCDEFGHJK", "http://antrean.example/b/ABCDE12345"]) {
  test(`${said} is a booking`, () => assert.equal(bookingIn(said).length, 10));
}

for (const said of ["legalisasi", "A-007", "surat pindah", "ABCDE-1234", ""]) {
  test(`${said || "nothing"} is no booking`, () => assert.equal(bookingIn(said), ""));
}

for (const said of ["ktp", "paspor 5 tahun", "kk 17 tahun", ""]) {
  test(`"${said}" is none`, () => assert.ok(!looksLikeNumber(said)));
}

test("letters alone may become one, a sentence may not", () => {
  assert.ok(mayBeNumber("A") && mayBeNumber("a-"));
  assert.ok(!mayBeNumber("paspor") && !mayBeNumber("kartu keluarga"));
});

test("only a printer that confirmed has printed", () => {
  assert.deepEqual(paper("printed"), { mood: "good", text: "paper_printed P1 (Anjungan 1)" });
  for (const state of ["queued", "printing", "sent", "failed", "none"]) assert.notEqual(paper(state).mood, "good");
});

test("a paper that waits for a printer in trouble says what is the matter", () => {
  assert.deepEqual(paper("queued", "P2"), { mood: "warning", text: "paper_stuck P2 printer_paper_out" });
  assert.equal(paper("queued", "P3").text, "paper_queued P3");
  assert.equal(paper("printed", "P2").mood, "good");
});

test("a paper that was moved says where it is, once it is there", () => {
  assert.deepEqual(paper("printed", "P3", { wanted: "P1" }), { mood: "warning", text: "paper_elsewhere P3" });
  assert.equal(paper("printed", "P1", { wanted: "P1" }).mood, "good");
  assert.equal(paper("queued", "P3", { wanted: "P1" }).text, "paper_queued P3");
});

test("without paper a fresh number is to be noted", () => {
  assert.equal(paper("none", null, { fresh: true }).text, "paper_none_fresh");
  assert.equal(paper("none", null).text, "paper_none");
});

test("a printer that nobody has heard of yet is not called ill", () => {
  assert.equal(ailment(words, printers[2]), "");
  assert.equal(ailment(words, undefined), "");
  assert.equal(ailment(words, printers[1]), "printer_ails printer_paper_out");
});

test("a waiting ticket tells its place, and promises no minutes while nobody is there", () => {
  const ticket = { state: "waiting", ahead: 3, estimate: { low: 10, high: 20 }, counters_closed: null };
  assert.equal(stateText(words, ticket, clock), "waiting_ahead 3 waiting_range 10 20");
  assert.equal(stateText(words, { ...ticket, ahead: 0 }, clock), "waiting_next");
  const away = { ...ticket, estimate: null, counters_closed: { reopens_at: "2026-11-23T13:00:00+00:00" } };
  assert.equal(stateText(words, away, clock), "waiting_ahead 3 counters_back 13:00");
});

test("a called ticket tells where and when", () => {
  const ticket = { state: "called", counter_name: "Loket 3", called_at: "2026-11-23T08:42:00+00:00" };
  assert.equal(stateText(words, ticket, clock), "state_called Loket 3 08:42");
});
