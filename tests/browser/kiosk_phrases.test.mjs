// What the kiosk says about the catalogue, with the real words.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";

import {
  aheadText, closedAgencyText, closedText, guidance, merged, nameLanguage, nameOf, openingText, peopleText, rangeText, reasonText,
  spelled, waitingText,
} from "../../app/web/kiosk/static/phrases.js";
import { say } from "../../app/web/static/words.js";
import { catalogue, words } from "./kiosk_mall.mjs";

const ID = words("id", "kiosk");
const EN = words("en", "kiosk");
const t = (key, blanks) => say(ID, key, blanks);
const ten = (key, blanks) => say(EN, key, blanks);
const NOW = "2026-11-23T01:42:00Z";
const ZONE = "Asia/Jakarta";

test("who waits and for how long", () => {
  assert.equal(waitingText(t, 12), "12 menunggu");
  assert.equal(waitingText(t, 0), "Belum ada antrean");
  assert.equal(rangeText(t, { low: 20, high: 35 }), "sekitar 20-35 menit");
  assert.equal(rangeText(ten, { low: 0, high: 10 }), "less than 10 minutes");
  assert.equal(rangeText(t, { low: 5, high: 5 }), "sekitar 5 menit");
  assert.equal(rangeText(t, null), "");
  assert.equal(peopleText(ten, 1), "1 person");
  assert.equal(aheadText(t, 0), "Tidak ada antrean di depan Anda");
});

test("when it opens again, as one would say it", () => {
  assert.equal(openingText(t, "2026-11-23T06:00:00Z", NOW, "id", ZONE), "Buka pukul 13.00");
  assert.equal(openingText(ten, "2026-11-23T06:00:00Z", NOW, "en", ZONE), "Opens at 13:00");
  assert.equal(openingText(t, "2026-11-24T01:00:00Z", NOW, "id", ZONE), "Buka besok 08.00");
  assert.equal(openingText(t, "2026-11-27T01:00:00Z", NOW, "id", ZONE), "Buka Jumat 08.00");
  assert.equal(openingText(t, "2026-12-28T01:00:00Z", NOW, "id", ZONE), "Buka 28 Desember 08.00");
  assert.equal(openingText(t, null, NOW, "id", ZONE), "Tutup");
});

test("what is used up for today is said before the next opening", () => {
  const full = { code_reason: "quota_full", next_opening: "2026-11-24T01:00:00Z" };
  assert.equal(closedText(t, full, NOW, "id", ZONE), "Kuota hari ini habis");
  assert.equal(closedText(t, { ...full, code_reason: "holiday" }, NOW, "id", ZONE), "Buka besok 08.00");
  assert.equal(closedAgencyText(t, { services: [full] }, NOW, "id", ZONE), "Kuota hari ini habis");
});

test("reasons and names come in the language of the visitor where there is one", () => {
  const closed = { reason_id: "Sedang istirahat.", reason_en: "On a break." };
  assert.equal(reasonText(closed, "en"), "On a break.");
  assert.equal(reasonText({ reason_id: "Sedang istirahat.", reason_en: null }, "en"), "Sedang istirahat.");
  assert.equal(nameOf({ name: "Paspor", name_en: "Passport" }, "en"), "Passport");
  assert.equal(nameLanguage({ name: "Paspor", name_en: "" }, "en"), "id");
});

test("news changes figures, keeps names, and leaves what it does not speak of", () => {
  const one = { code: "A", name: "Satu", waiting: 1, services: [{ code: "A1", name: "KTP", waiting: 1 }] };
  const known = { name: "MPP", now: NOW, agencies: [one, { code: "B", name: "Dua", waiting: 2, services: [] }] };
  const news = { now: "later", agencies: [{ code: "A", waiting: 5, services: [{ code: "A1", waiting: 4 }] }] };
  const after = merged(known, news);
  assert.deepEqual(after.agencies[0], { code: "A", name: "Satu", waiting: 5, services: [{ code: "A1", name: "KTP", waiting: 4 }] });
  assert.equal(after.agencies[1], known.agencies[1]);
  assert.equal(after.now, "later");
});

test("the spoken guidance says where one is and reads the number figure by figure", () => {
  const [agency] = catalogue().agencies;
  const scene = { language: "id", agency, service: agency.services[0] };
  assert.match(guidance(t, { ...scene, state: { screen: "start" } }), /Ketik layanan/);
  assert.match(guidance(t, { ...scene, state: { screen: "agency" } }), /^Dispendukcapil\./);
  assert.match(guidance(t, { ...scene, state: { screen: "service" } }), /Perekaman KTP-el.*Belum ada antrean.*Ambil nomor/);
  assert.match(guidance(t, { ...scene, state: { screen: "number", paper: "out", ticket: { number: "HU-012" } } }), /H U, 0 1 2\. Silakan ambil tiket/);
  assert.equal(spelled("A-007"), "A, 0 0 7");
});

test("every sentence the modules ask for exists in both languages", () => {
  const folder = new URL("../../app/web/kiosk/static/", import.meta.url);
  const known = { id: { ...words("id", "common"), ...ID }, en: { ...words("en", "common"), ...EN } };
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
    for (const [, key] of readFileSync(new URL(file, folder), "utf-8").matchAll(/\bt\("(\w+)"/g)) {
      assert.ok(known.id[key] && known.en[key], `${file}: ${key}`);
    }
  }
});
