import assert from "node:assert/strict";
import { test } from "node:test";

import { cellAfter, cellsOf, found, pasted, truthOf } from "../../app/web/admin/static/mall/grid.js";
import { addressOf, beginning, entriesOf, optionsOf, suggested, tableOf, takenCodes } from "../../app/web/admin/static/mall/tables.js";
import { chosenWith, daysWith, hoursParts, hoursText, linesOf, nextCode, numberOf, plainText, settled, shownText, timeOf, weekWith, wrongWithCode } from "../../app/web/admin/static/mall/values.js";

const say = (key, blanks = {}) => [key, ...Object.values(blanks)].join(" ");
const MALL = {
  break: [{ days: ["fri"], from: "11:30", to: "13:00" }],
  agency: [{ code: "A", name: "Dinas", short_name: "Dukcapil", service: [{ code: "A08", name: "KTP" }] }, { code: "B", name: "Bank" }],
  site: [
    { code: "BWI", name: "MPP", zone: [{ code: "Z1", name: "Lantai 1", archived: true }, { code: "Z2", name: "Lantai 2" }], counter: [{ code: "1" }, { code: "2" }] },
    { code: "GTG", name: "Genteng", zone: [{ code: "G", name: "Aula" }], printer: [{ code: "P1" }] },
  ],
};

test("a number may have a comma, and what is no number goes to the server as it was written", () => {
  assert.deepEqual(["12", " 2,5 ", "", "dua", "1e9"].map(numberOf), [12, 2.5, null, "dua", "1e9"]);
});

test("what was written before stays so, and what holds anyway is not written", () => {
  assert.equal(settled(30, { before: 30, usual: 30 }), 30);
  assert.equal(settled(30, { before: 20, usual: 30 }), null);
  assert.equal(settled(25, { before: undefined, usual: 30 }), 25);
  assert.equal(settled(null, { before: "x" }), null);
});

test("a time may be written in many ways, and what is none goes to the server as it was written", () => {
  assert.deepEqual(["8", "8.30", "0830", " 24:00 ", "", "siang", "8.3"].map(timeOf), ["08:00", "08:30", "08:30", "24:00", null, "siang", "8.3"]);
});

test("hours are three parts", () => {
  for (const text of ["08:00-15:00", "00:00-24:00", ""]) assert.equal(hoursText(hoursParts(text)), text);
  assert.deepEqual(hoursParts("00:00-24:00"), { open: true, from: "00:00", to: "24:00" });
  assert.equal(hoursText({ open: true, from: "8", to: "" }), "08:00-");
  assert.deepEqual(hoursParts(undefined), { open: false, from: "", to: "" });
});

test("a day of a week is set beside the others, in the order of the week", () => {
  assert.deepEqual(Object.entries(weekWith({ tue: "08:00-12:00" }, "mon", "07:00-12:00")).slice(0, 3), [["mon", "07:00-12:00"], ["tue", "08:00-12:00"], ["wed", ""]]);
  assert.deepEqual(daysWith(["fri"], "mon", true), ["mon", "fri"]);
  assert.equal(daysWith(["fri"], "fri", false), null);
  assert.deepEqual(chosenWith(["B", "A"], "C", true), ["B", "A", "C"]);
});

test("lines are trimmed, and empty ones left out", () => {
  assert.deepEqual(linesOf(" KK \n\nAkta\n"), ["KK", "Akta"]);
  assert.equal(linesOf(" \n"), null);
});

test("a new code follows those that are there", () => {
  assert.equal(nextCode([], "Z1"), "Z1");
  assert.equal(nextCode(["1", "2", "10"], "1"), "11");
  assert.equal(nextCode(["A08", "A09"], "x"), "A10");
  assert.equal(nextCode(["Z2", "z3", "Z1"], "Z1"), "Z4");
  assert.equal(nextCode(["A", "B"], "A"), "");
  assert.equal(wrongWithCode("z2", ["Z2"]), "mall_code_taken");
  assert.equal(wrongWithCode("loket 2", []), "mall_code_wrong");
  assert.equal(wrongWithCode("Z9", ["Z2"]), "");
});

test("every kind of value has a short text", () => {
  const shown = (kind, value, more) => shownText(kind, value, { say, ...more });
  assert.equal(shown("bool", false), "mall_no");
  assert.equal(shown("codes", "all"), "mall_all");
  assert.equal(shown("codes", ["A", "B"], { nameOf: (code) => `<${code}>` }), "<A>, <B>");
  assert.equal(shown("bilingual", { id: "salat", en: "prayer" }, { language: "en" }), "prayer");
  assert.equal(shown("hours", ""), "mall_closed");
  assert.equal(shown("date", "2026-08-17"), "17-08-2026");
  assert.equal(shown("choice", "tcp", { choices: [{ value: "tcp", label: { id: "Jaringan" } }] }), "Jaringan");
  assert.equal(shown("number", undefined), "");
});

test("any value can be read in one line", () => {
  const told = (value) => plainText(value, { say });
  assert.deepEqual([null, "", [], true, 5, ["A", "B"]].map(told), ["mall_nothing", "mall_nothing", "mall_nothing", "mall_yes", "5", "A, B"]);
  assert.equal(told({ code: "5", services: ["A"], hours: { mon: "" } }), "code: 5, services: A, hours: mon: mall_nothing");
  assert.equal(told([{ from: "11:30" }]), "(from: 11:30)");
});

test("entries have their places, pauses by order", () => {
  assert.deepEqual(entriesOf(MALL, "counter", "BWI").map(({ path }) => path.join("/")), ["site/BWI/counter/1", "site/BWI/counter/2"]);
  assert.deepEqual(entriesOf(MALL, "break").map(({ path }) => path.join("/")), ["break/0"]);
  assert.deepEqual(entriesOf(MALL, "quiet", "BWI"), []);
});

test("a place belongs to a table and is found on its page", () => {
  for (const [path, table, address] of [
    ["mall/name", "mall", "mall"], ["hours/mon", "hours", "hours"], ["break", "break", "break"], ["break/0", "break", "break#0"],
    ["site/BWI", "site", "site#BWI"], ["site/BWI/hours/mon", "site", "site#BWI"], ["site/BWI/counter/5/zone", "counter", "counter#BWI/5"],
    ["site/BWI/counter", "counter", "counter"], ["agency/A/service/A-01", "service", "service#A/A-01"], ["holiday/2026-08-17/name", "holiday", "holiday#2026-08-17"],
  ]) {
    assert.equal(addressOf(path.split("/")), `/admin/mall/${address}`);
    if (["break/0", "site/BWI", "agency/A/service/A-01", "mall/name"].includes(path)) assert.equal(tableOf(path.split("/")), table);
  }
});

test("a key offers what is in its own site, and every agency", () => {
  const values = (path, of) => optionsOf(MALL, { of }, path.split("/")).map(({ value }) => value);
  assert.deepEqual(values("site/BWI/counter/1", ["zone"]), ["Z1", "Z2"]);
  assert.deepEqual(values("site/BWI/counter/1", ["agency", "service"]), ["A", "B", "A08"]);
  assert.deepEqual(values("agency/A", ["zone"]), ["Z1", "Z2", "G"]);
  assert.deepEqual(values("site/GTG/kiosk/K1", ["printer"]), ["P1"]);
  assert.deepEqual(values("site/GTG", ["agency"]), ["A", "B"]);
  assert.deepEqual(values("mall", []), []);
});

test("something new begins with what it can have", () => {
  assert.equal(suggested(MALL, "counter", "BWI"), "3");
  assert.equal(suggested(MALL, "service", "A"), "A09");
  assert.equal(suggested(MALL, "service", "B"), "B-01");
  assert.deepEqual(beginning(MALL, "counter", "BWI", "3", say), { code: "3", name: "mall_counter_name 3", zone: "Z2", services: [] });
  assert.deepEqual(beginning(MALL, "holiday", null, "2026-01-01", say), { date: "2026-01-01", name: "" });
  assert.deepEqual(takenCodes(MALL, "service", "B"), ["A", "B", "A08"]);
});

test("services are found by every word, in whatever case", () => {
  const entries = [["A", "A01", "Perekaman KTP-el"], ["A", "A02", "Kartu keluarga"], ["B", "B01", "KTP hilang"]].map(([parent, code, name]) => ({ parent, row: { code, name } }));
  const codes = (wish) => found(entries, { text: "", agency: "", archived: false, ...wish }).map(({ row }) => row.code);
  assert.deepEqual(codes({ text: "ktp" }), ["A01", "B01"]);
  assert.deepEqual(codes({ text: "hilang ktp" }), ["B01"]);
  assert.deepEqual(codes({ agency: "A" }), ["A01", "A02"]);
});

test("keys lead from cell to cell and not out of the sheet", () => {
  const size = { rows: 30, columns: 4 };
  const after = (row, column, key, ctrlKey = false) => Object.values(cellAfter({ row, column }, { key, ctrlKey }, size) ?? {}).join();
  assert.equal(after(0, 0, "ArrowUp"), "0,0");
  assert.equal(after(0, 3, "ArrowRight"), "0,3");
  assert.equal(after(4, 1, "ArrowDown"), "5,1");
  assert.equal(after(25, 1, "PageDown"), "29,1");
  assert.equal(after(25, 1, "Home"), "25,0");
  assert.equal(after(25, 1, "End", true), "29,3");
  assert.equal(after(25, 1, "a"), "");
});

test("what a spreadsheet copies becomes cells, quotes and all", () => {
  assert.deepEqual(cellsOf("a\tb\r\nc\td\r\n"), [["a", "b"], ["c", "d"]]);
  assert.deepEqual(cellsOf('"KK\nAkta ""asli"""\t5'), [['KK\nAkta "asli"', "5"]]);
  assert.deepEqual(cellsOf(""), [[""]]);
  assert.deepEqual(pasted("1\t2\n3\t4", { row: 1, column: 1 }, { rows: 2, columns: 2 }), [{ row: 1, column: 1, text: "1" }]);
});

test("yes and no are understood in both languages, anything else is asked again", () => {
  assert.deepEqual(["Ya", "no", " TRUE", "0", "mungkin", ""].map(truthOf), [true, false, true, false, undefined, undefined]);
});
