// Facts, names and waits in words (app/web/admin/static/sentences.js).

import assert from "node:assert/strict";
import test from "node:test";

import { actorText, deskText, factText, momentText, printerText, waitText } from "../../app/web/admin/static/sentences.js";

const SAID = {
  actor_system: "sistem", actor_first_run: "sistem", role_kiosk: "Anjungan", printer_paper_out: "kertas habis", printer_unknown: "belum melapor",
  fact_ticket_called: "{number} dipanggil ke {counter}", fact_ticket_transferred: "{number} dialihkan ke {agency}",
  fact_staff_added: "Petugas {name} ditambahkan", fact_staff_signed_in: "{name} masuk", fact_device_paired: "{role} {name} dipasangkan", fact_voice_word_set: "Kata suara {word} diatur",
  fact_printer_changed: "Pencetak {printer}: {state}", desk_open: "Siap", desk_serving: "Melayani",
  desk_break: "Istirahat", desk_break_until: "Istirahat s.d. {time}", minutes: "{count} mnt", hours: "{hours} jam {minutes} mnt",
};
const words = (key, blanks = {}) => (SAID[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => blanks[name]);
const SCREENS = [{ id: 2, role: "counter", code: null, name: "Konsol lantai 1" }, { id: 5, role: "kiosk", code: "K1", name: "Anjungan pintu utama" }];
const clock = () => "10.15";

test("a fact names the number, the counter and the agency as people do", () => {
  const called = { kind: "ticket_called", counter_name: "Loket 3", data: { number: "A-007", agency: "A" } };
  assert.equal(factText(words, called, {}), "A-007 dipanggil ke Loket 3");
  const moved = { kind: "ticket_transferred", counter_name: "Loket 3", data: { number: "A-007", agency: "A", to_agency: "B" } };
  assert.equal(factText(words, moved, { A: "Dispendukcapil", B: "DPMPTSP" }), "A-007 dialihkan ke DPMPTSP");
  assert.equal(factText(words, { kind: "printer_changed", data: { printer: "P1", state: "paper_out" } }, {}), "Pencetak P1: kertas habis");
});

test("a fact names people, screens and words as the journal noted them", () => {
  assert.equal(factText(words, { kind: "staff_added", data: { name: "Siti", username: "siti" } }, {}), "Petugas Siti ditambahkan");
  assert.equal(factText(words, { kind: "staff_signed_in", data: { username: "siti" } }, {}), "siti masuk");
  assert.equal(factText(words, { kind: "device_paired", data: { role: "kiosk", name: "Pintu" } }, {}), "Anjungan Pintu dipasangkan");
  assert.equal(factText(words, { kind: "voice_word_set", data: { word: "NIB" } }, {}), "Kata suara NIB diatur");
});

test("who did it is the name of the screen, else its role, else the journal's own word", () => {
  assert.equal(actorText(words, "kiosk:K1", SCREENS), "Anjungan pintu utama");
  assert.equal(actorText(words, "counter:2", SCREENS), "Konsol lantai 1");
  assert.equal(actorText(words, "kiosk:K9", SCREENS), "Anjungan K9");
  assert.equal(actorText(words, "system", SCREENS), "sistem");
  assert.equal(actorText(words, "first run", SCREENS), "sistem");
  assert.equal(actorText(words, "migration", SCREENS), "migration");
});

test("a counter says what it does with its number, else how it is", () => {
  assert.equal(deskText(words, { state: "open", ticket_state: "serving" }, clock), "Melayani");
  assert.equal(deskText(words, { state: "open", ticket_state: null }, clock), "Siap");
  assert.equal(deskText(words, { state: "break", ticket_state: null, returns_at: "2026-11-23T03:15:00Z" }, clock), "Istirahat s.d. 10.15");
  assert.equal(deskText(words, { state: "break", ticket_state: null, returns_at: null }, clock), "Istirahat");
});

test("a printer that never reported says so", () => {
  assert.equal(printerText(words, null), "belum melapor");
});

test("waits are minutes, then hours and minutes", () => {
  assert.deepEqual([0, 59, 60, 125].map((minutes) => waitText(words, minutes)), ["0 mnt", "59 mnt", "1 jam 0 mnt", "2 jam 5 mnt"]);
});

test("a moment is a day and the wall clock of the mall", () => {
  assert.equal(momentText("2026-11-22T20:30:00Z", { language: "id", zone: "Asia/Jakarta", clock }), "23 Nov 10.15");
});
