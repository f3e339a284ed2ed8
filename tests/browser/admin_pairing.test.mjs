// What the page of devices computes: codes, roles, places and who stands there already.
import assert from "node:assert/strict";
import { test } from "node:test";

import { devicesAt, heldBy, placesAt, rolesFor, takenBy, typedCode } from "../../app/web/admin/static/pairing_reckoning.js";

const FOUND = { places: [{ site: "A", kiosk: [{ code: "K1" }], display: [], agent: [{ code: "" }] }, { site: "B", kiosk: [] }] };
const device = (more) => ({ role: "kiosk", site: "A", code: "K1", name: "one", revoked_at: null, ...more });

test("a code may be typed as people read it", () => {
  for (const text of ["BCDF-GHJK", "bcdfghjk", " bcdf ghjk ", "b-c-d-f-g-h-j-k"]) assert.equal(typedCode(text), "BCDF-GHJK");
});

test("what can be no code is none", () => {
  for (const text of ["", "BCDF", "BCDF-GHJA", "BCDF-GHJ1", "BCDF-GHJKL"]) assert.equal(typedCode(text), null);
});

test("a screen may become another screen and a printing program stays one", () => {
  assert.deepEqual(rolesFor("agent"), ["agent"]);
  assert.deepEqual(rolesFor("kiosk"), ["kiosk", "display"]);
});

test("places are those of the site and the role", () => {
  assert.deepEqual(placesAt(FOUND, { role: "kiosk", site: "A" }), [{ code: "K1" }]);
  assert.deepEqual(placesAt(FOUND, { role: "display", site: "A" }), []);
  assert.deepEqual(placesAt(FOUND, { role: "kiosk", site: "C" }), []);
});

test("a place is taken by whoever lives there, at this site or at all", () => {
  const place = { role: "kiosk", site: "A", place: "K1" };
  const others = [device({ revoked_at: "x" }), device({ site: "B" }), device({ code: "K2" }), device({ role: "display" })];
  const names = (devices, at) => heldBy(devices, at).map(({ name }) => name);
  assert.deepEqual(names(others, place), []);
  assert.deepEqual(names([...others, device({})], place), ["one"]);
  const own = device({ role: "agent", site: null, code: null, name: "own" });
  assert.deepEqual(names([own], { role: "agent", site: "A", place: "" }), ["own"]);
});

test("screens share a place, an agent gives way if asked, the server's own stays", () => {
  const agent = (more) => device({ role: "agent", code: null, ...more });
  const at = { role: "agent", site: "A", place: "" };
  assert.deepEqual(takenBy([], at), { key: null, names: "", asks: false, stays: false });
  assert.deepEqual(takenBy([device({})], { role: "kiosk", site: "A", place: "K1" }), { key: "place_taken", names: "one", asks: false, stays: false });
  assert.deepEqual(takenBy([agent({})], at), { key: "agent_taken", names: "one", asks: true, stays: false });
  assert.deepEqual(takenBy([agent({}), agent({ site: null, name: "own" })], at), { key: "agent_of_server", names: "one, own", asks: false, stays: true });
});

test("a site's devices are its own and those of all sites", () => {
  const devices = [device({ name: "here" }), device({ name: "there", site: "B" }), device({ name: "all", site: null })];
  assert.deepEqual(devicesAt(devices, "A").map(({ name }) => name), ["here", "all"]);
});
