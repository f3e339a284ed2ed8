// The alarms as sentences (app/web/static/alarms.js).

import assert from "node:assert/strict";
import test from "node:test";

import { alarmText, isLoud, rings, steps } from "../../app/web/static/alarms.js";

const words = (key, blanks = {}) => ({ alarm_paper_out: `${blanks.printer} kosong`, steps_paper_out: "Buka.\nGanti.\n" })[key] ?? key;
const alarm = (changes) => ({ id: 1, printer: "P1", kind: "paper_out", since: "08.42", acknowledged_at: null, ...changes });

test("an alarm says what is the matter, since when and what to do", () => {
  assert.deepEqual(alarmText(words, alarm(), (moment) => moment), { what: "P1 kosong", since: "alarm_since", advice: "advice_paper_out" });
});

test("an alarm rings once, and again when it comes back after somebody took it on", () => {
  const known = new Set();
  assert.deepEqual([rings(known, [alarm()]), rings(known, [alarm()]), rings(known, [alarm(), alarm({ id: 2 })])], [true, false, true]);
  const taken = alarm({ acknowledged_at: "08.43" });
  assert.deepEqual([isLoud(taken), rings(known, [taken]), rings(known, [alarm()])], [false, false, true]);
});

test("a state with words has its steps in their order, a good one has none", () => {
  assert.deepEqual([steps(words, "paper_out"), steps(words, "ready")], [["Buka.", "Ganti."], []]);
});
