// Finding a counter or a service by typing.

import assert from "node:assert/strict";
import test from "node:test";

import { byZone, destinations, finds, plain } from "../../app/web/counter/static/search.js";

const counters = [
  { code: "L1", name: "Loket 1", zone: "z1", zone_name: "Lantai 1", agencies: ["Dispendukcapil"] },
  { code: "L13", name: "Loket 13", zone: "z2", zone_name: "Lantai 2", agencies: ["Imigrasi"] },
  { code: "L3", name: "Loket 3", zone: "z1", zone_name: "Lantai 1", agencies: ["Dispendukcapil"] },
];
const agencies = [
  { code: "G", short_name: "Imigrasi", hue: 60, services: [{ code: "G01", name: "Paspor baru", name_en: "New passport" }] },
  { code: "A", short_name: "Dispendukcapil", hue: 0, services: [{ code: "A01", name: "KTP-el baru" }, { code: "A02", name: "KK baru" }] },
];

test("signs and capitals do not matter, and each word is found from its beginning", () => {
  assert.equal(plain("KTP-el  Baru"), "ktp el baru");
  assert.ok(finds("lok 3", "Loket 3 Dispendukcapil"));
  assert.ok(!finds("3", "Loket 13"));
  assert.ok(finds("", "anything"));
});

test("counters stand in their zones and zones without a hit are left out", () => {
  const zones = byZone(counters, "dispen");
  assert.deepEqual(zones.map((zone) => [zone.name, zone.counters.map(({ code }) => code)]), [["Lantai 1", ["L1", "L3"]]]);
});

test("a ticket is passed on to any service but its own, its own agency's first", () => {
  const from = { agency: "A", service: "A01" };
  assert.deepEqual(destinations(agencies, "", { from }).map(({ code }) => code), ["A02", "G01"]);
  assert.deepEqual(destinations(agencies, "pass", { from }).map(({ code }) => code), ["G01"]);
  assert.equal(destinations(agencies, "", { from, most: 1 }).length, 1);
});
