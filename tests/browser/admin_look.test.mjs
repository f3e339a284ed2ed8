// Colours as they are written, the roles of a preview, and own sentences that can be said.
import assert from "node:assert/strict";
import { test } from "node:test";

import { colourOf, holds, rolesOf, settledSentence, wrongWith } from "../../app/web/admin/static/look_reckoning.js";

test("a colour may be written with or without its hash, in any case", () => {
  assert.deepEqual(["#0B5D4F", " 0b5d4f ", "", "#fff", "red", "#0b5d4g"].map(colourOf), ["#0b5d4f", "#0b5d4f", "", null, null, null]);
});

test("a preview shows night by day, with the mall's own colours over those of the system", () => {
  const tokens = { day: { surface: "#ffffff", accent: "#111111", focus: "#111111" }, night: { surface: "#000000", accent: "#eeeeee" }, more: { focus: "#000000" } };
  const own = { day: { accent: "#0b5d4f", focus: "#0b5d4f", call: "#f2b705" }, night: { accent: "#87cebd" }, more: { accent: "#063d34" } };
  assert.deepEqual(rolesOf("day", tokens, own), { surface: "#ffffff", accent: "#0b5d4f", focus: "#0b5d4f", call: "#f2b705" });
  assert.deepEqual(rolesOf("night", tokens, own), { surface: "#000000", accent: "#87cebd", focus: "#111111" });
  assert.deepEqual(rolesOf("more", tokens, own), { surface: "#ffffff", accent: "#063d34", focus: "#000000", call: "#f2b705" });
});

test("a sentence is found by a part of it", () => {
  assert.ok(holds("Silakan AMBIL tiket Anda", " ambil "));
  assert.ok(!holds("Silakan", "ambil"));
});

test("an own sentence keeps the blanks of the one it stands for", () => {
  const blanks = ["{count}", "{low}"];
  assert.equal(wrongWith("{low} sampai {count}", blanks), null);
  assert.deepEqual(wrongWith("{count}", blanks), { key: "words_missing", blanks: "{low}" });
  assert.deepEqual(wrongWith("{count} {low} {x.y}", blanks), { key: "words_strange", blanks: "{x.y}" });
  assert.deepEqual(wrongWith("{count} {low} {", blanks), { key: "words_brace", example: "{count}" });
  assert.equal(wrongWith("tanda {{ dan }} saja", []), null);
  assert.deepEqual(wrongWith("a".repeat(301), []), { key: "words_long" });
});

test("what says the same as the system is no sentence of one's own", () => {
  assert.equal(settledSentence(" Ambil  nomor\n", "Ambil nomor"), null);
  assert.equal(settledSentence("", "Ambil nomor"), null);
  assert.equal(settledSentence("Mari,\nambil nomor", "Ambil nomor"), "Mari, ambil nomor");
});
