// What the guided set-up sends, and where it shows a mistake.
import assert from "node:assert/strict";
import test from "node:test";
import { answersOf, freeLetter, heldBy, hoursText, offered, placeOf, printerText, stepsOf, sumOf } from "../../app/web/entrance/static/setup/answers.js";
import { verdict } from "../../app/web/entrance/static/setup/trial.js";

const CATALOGUE = [
  { code: "A", name: "Dinas Kependudukan", short_name: "Dukcapil", services: 38 },
  { code: "B", name: "DPMPTSP", short_name: "DPMPTSP", services: 58 },
];

function draft(values, more = {}) {
  return { values: { beginning: "catalogue", zones: "Lantai 1\n\n Lantai 2 ", ...values }, own: [], sheet: null, ...more };
}

test("only what was ticked is sent, with its counters and its floor", () => {
  const { agencies, zones } = answersOf(draft({ "on-B": true, "counters-B": "3", "zone-B": "1", "counters-A": "9" }), CATALOGUE);
  assert.deepEqual(zones, ["Lantai 1", "Lantai 2"]);
  assert.deepEqual(agencies, [{ code: "B", counters: 3, zone: 1 }]);
});

test("a floor that is no more is the first, and a strange count is one", () => {
  const [agency] = answersOf(draft({ "on-A": true, "zone-A": "7", "counters-A": "banyak" }), CATALOGUE).agencies;
  assert.deepEqual(agency, { code: "A", counters: 1, zone: 0 });
});

test("own agencies count only where one begins with nothing, and empty ones never", () => {
  const own = [
    { code: "A", short_name: "Dukcapil", name: "", services: "KTP; 10\n\nKK", counters: "2", zone: "0" },
    { code: "B", short_name: "", name: "", services: " ", counters: "1", zone: "0" },
  ];
  assert.deepEqual(answersOf(draft({}, { own }), CATALOGUE).agencies, []);
  const [agency, ...others] = answersOf(draft({ beginning: "empty" }, { own }), CATALOGUE).agencies;
  assert.deepEqual(others, []);
  assert.deepEqual(agency.services, ["KTP; 10", "KK"]);
  assert.equal(freeLetter(own), "C");
});

test("the agencies of a spreadsheet may be chosen as those of the catalogue", () => {
  const sheet = { agencies: [{ code: "S", name: "Dinas", short_name: "D", service: [{}, {}] }], counters: { S: 4 } };
  assert.deepEqual(offered(draft({ beginning: "sheet" }, { sheet }), CATALOGUE), [{ code: "S", name: "Dinas", short_name: "D", services: 2, counters: 4 }]);
  assert.deepEqual(offered(draft({ beginning: "sheet" }), CATALOGUE), []);
});

test("hours and addresses are understood as people write them", () => {
  assert.equal(hoursText("8.00 - 15.30"), "08:00-15:30");
  assert.equal(hoursText("08:00 s/d 15:00"), "08:00-15:00");
  assert.equal(hoursText("pagi"), "pagi");
  assert.equal(printerText("192.168.1.50"), "192.168.1.50:9100");
  assert.equal(printerText("192.168.1.50:9101"), "192.168.1.50:9101");
  assert.equal(printerText(""), "");
});

test("colours that nobody changed are not set", () => {
  const { primary, accent } = answersOf(draft({ primary: "#0b5c60", accent: "#123456" }), CATALOGUE);
  assert.deepEqual([primary, accent], ["", "#123456"]);
});

test("a mistake holds back at its own step, and every one at the last", () => {
  const mistakes = [{ path: ["hours", "mon"] }, { path: ["site", "POH", "printer", "P1", "address"] }, { path: ["agency"] }];
  assert.deepEqual(heldBy("hours", mistakes), [mistakes[0]]);
  assert.deepEqual(placeOf(mistakes[1].path), { step: "place", field: "printer" });
  assert.deepEqual(heldBy("review", mistakes), mistakes);
});

test("another mall's export is only looked at and saved", () => {
  assert.deepEqual(stepsOf(draft({ beginning: "folder" })), ["begin", "review", "next"]);
  const site = { code: "X", name: "X", address: "Jl. 1" };
  const sum = sumOf({ mall: { name: "M", timezone: "Asia/Jakarta" }, hours: {}, agency: [{}], site: [site] });
  assert.deepEqual([sum.zones, sum.counters, sum.services, sum.displays], [[], 0, 0, []]);
});

test("what a trial of the printer found is one sentence", () => {
  const place = { profile: "epson-80", address: "10.0.0.5:9100" };
  const findings = { width: 80, profile_80: "epson-80", profile_58: "epson-58" };
  assert.deepEqual(verdict({ end: "found", findings }, place), ["printer_fits", {}]);
  assert.deepEqual(verdict({ end: "found", findings: { ...findings, profile_80: "clone-80" } }, place), ["printer_other", { profile: "clone-80" }]);
  assert.deepEqual(verdict({ end: "unreachable", findings: null }, place), ["printer_silent", { address: "10.0.0.5:9100" }]);
  assert.deepEqual(verdict({ end: "untaken", findings: null }, place), ["printer_agent", {}]);
});
