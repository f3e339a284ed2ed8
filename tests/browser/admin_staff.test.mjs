// What the page of people computes: grants in words, what may be given, and what a change would do.
import assert from "node:assert/strict";
import { test } from "node:test";

import { differences, grantText, offered, plainGrant, wrongAmong } from "../../app/web/admin/static/staff_reckoning.js";

const KNOWN = {
  permissions: { clerk: ["call", "reprint"], supervisor: ["call", "issue", "reprint"], administrator: ["call", "issue", "manage_staff", "reprint"] },
  singly: ["call", "issue", "reprint"],
};
const NAMES = { site: { BWI: "MPP Banyuwangi" }, agency: { A: "Dispendukcapil", B: "Samsat" } };
const words = (key, blanks = {}) => [key, ...Object.values(blanks)].join(" ");
const grant = (more) => ({ role: "clerk", site: "BWI", agencies: null, also: [], ...more });

test("beside a role only what it lacks is given", () => {
  assert.deepEqual(offered("clerk", KNOWN), ["issue"]);
  assert.deepEqual(offered("supervisor", KNOWN), []);
});

test("a role that has everything is given nothing beside it, and an administrator has no limits", () => {
  assert.deepEqual(plainGrant(grant({ also: ["issue", "call"] }), KNOWN), grant({ also: ["issue"] }));
  const wide = grant({ role: "administrator", agencies: ["A"], also: ["issue"] });
  assert.deepEqual(plainGrant(wide, KNOWN), { role: "administrator", site: null, agencies: null, also: [] });
  assert.deepEqual(plainGrant(grant({ site: "", agencies: ["B", "A"] }), KNOWN), grant({ site: null, agencies: ["A", "B"] }));
});

test("a grant is said with its place, its agencies and what is beside it", () => {
  assert.equal(grantText(words, grant({}), NAMES), "staff_clerk · MPP Banyuwangi");
  assert.equal(grantText(words, grant({ site: null, agencies: ["A", "B"] }), NAMES), "staff_clerk · site_all · Dispendukcapil, Samsat");
  const many = grant({ agencies: ["A", "B", "C", "D"], also: ["issue"] });
  assert.equal(grantText(words, many, NAMES), "staff_clerk · MPP Banyuwangi · agencies_count 4 · singles_short 1");
  assert.equal(grantText(words, many, NAMES, { full: true }), "staff_clerk · MPP Banyuwangi · Dispendukcapil, Samsat, C, D · permission_issue");
});

test("some agencies are at least one, and no role stands twice at a place", () => {
  assert.equal(wrongAmong([]), null);
  assert.equal(wrongAmong([grant({}), grant({ site: null }), grant({ role: "supervisor" })]), null);
  assert.deepEqual(wrongAmong([grant({}), grant({ site: null, agencies: [] })]), { key: "agencies_missing", index: 1 });
  assert.equal(wrongAmong([grant({ agencies: ["A"] }), grant({ agencies: ["B"] })]), null);
  assert.deepEqual(wrongAmong([grant({ agencies: ["A"] }), grant({ agencies: ["A"], also: ["issue"] })]), { key: "role_twice", index: 1 });
});

test("a change says what is given, taken and limited", () => {
  const before = { name: "Siti", grants: [grant({}), grant({ role: "receptionist" })] };
  assert.deepEqual(differences(before, before), []);
  const after = { name: "Siti R.", grants: [grant({ agencies: ["A"] }), grant({ role: "supervisor" })] };
  assert.deepEqual(differences(before, after), [
    { key: "change_name", name: "Siti R." },
    { key: "change_taken", grant: grant({ role: "receptionist" }) },
    { key: "change_grants", grant: grant({ agencies: ["A"] }), before: grant({}) },
    { key: "change_given", grant: grant({ role: "supervisor" }) },
  ]);
});
