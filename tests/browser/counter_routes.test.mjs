// Where a visitor can go from a counter.

import assert from "node:assert/strict";
import test from "node:test";

import { countersFor, servedHere, waysOn } from "../../app/web/counter/static/routes.js";

const service = (code, changes = {}) => ({ code, name: code.toUpperCase(), name_en: null, code_reason: "open", ...changes });
const AGENCIES = [
  { code: "A", short_name: "Dispendukcapil", hue: 1, services: [service("ktp"), service("kk"), service("old", { code_reason: "archived" })] },
  { code: "B", short_name: "Imigrasi", hue: 2, services: [service("paspor")] },
];
const COUNTERS = [
  { code: "1", state: "open", serves: ["A"] },
  { code: "2", state: "break", serves: ["A"] },
  { code: "3", state: "closed", serves: ["A"] },
  { code: "4", state: "open", serves: ["paspor"] },
];
const TICKET = { service: "ktp", service_name: "KTP", service_name_en: null, agency: "A" };
const codes = (list) => list.map(({ code }) => code);

test("a visitor can be sent to any counter that serves it and is not closed, but not to where it stands", () => {
  assert.deepEqual(codes(countersFor(COUNTERS, { code: "ktp", agency: "A" }, { own: "1" })), ["2"]);
  assert.deepEqual(codes(countersFor(COUNTERS, { code: "paspor", agency: "B" }, { own: "1" })), ["4"]);
});

test("the own service comes first where a colleague calls for it too", () => {
  const ways = waysOn(AGENCIES, "", { ticket: TICKET, counters: COUNTERS, own: "1" });
  assert.deepEqual(codes(ways), ["ktp", "kk", "paspor"]);
  assert.ok(ways[0].isOwn && !ways[1].isOwn);
  assert.deepEqual(codes(waysOn(AGENCIES, "", { ticket: TICKET, counters: [], own: "1" })), ["kk", "paspor"]);
});

test("what was typed finds the own service like any other", () => {
  const ways = (typed) => codes(waysOn(AGENCIES, typed, { ticket: TICKET, counters: COUNTERS, own: "1" }));
  assert.deepEqual(ways("imi"), ["paspor"]);
  assert.deepEqual(ways("ktp"), ["ktp"]);
});

test("a visitor without a number gets what the counter serves, as far as the clerk may", () => {
  assert.deepEqual(codes(servedHere(AGENCIES, "", { serves: ["A"] })), ["ktp", "kk"]);
  assert.deepEqual(codes(servedHere(AGENCIES, "", { serves: ["kk", "B"] })), ["kk", "paspor"]);
  assert.deepEqual(codes(servedHere(AGENCIES, "", { serves: ["A", "B"], may: (agency) => agency === "B" })), ["paspor"]);
});
