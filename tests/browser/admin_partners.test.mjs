import assert from "node:assert/strict";
import { test } from "node:test";

import { keptTerms, mayText, momentOf, requestsText, stateOf, termsOf } from "../../app/web/admin/static/partner_reckoning.js";

const words = (key, blanks = {}) => [key, ...Object.values(blanks)].join(" ");
const partner = { id: 1, name: "Desa", scopes: ["read"], sites: null, rate: 5, hook_url: null, requests: { admitted: 3, too_many: 0, forbidden: 0 } };

test("no site chosen means every site, an empty address none", () => {
  assert.deepEqual(termsOf({ name: " Desa ", scopes: ["read"], sites: [], rate: "60", hook: " " }), { name: "Desa", scopes: ["read"], sites: null, rate: 60, hook_url: null });
});

test("terms are sent as they stand, without what the server alone says", () => {
  assert.deepEqual(Object.keys(keptTerms(partner)), ["name", "scopes", "sites", "rate", "hook_url"]);
});

test("what was refused is told only if something was", () => {
  assert.equal(requestsText(words, partner), "partner_requests_told 3 5");
  const hasty = { ...partner, requests: { admitted: 3, too_many: 2, forbidden: 1 } };
  assert.equal(requestsText(words, hasty), "partner_requests_told 3 5 partner_requests_refused 2 1");
});

test("who may do nothing is told so", () => {
  assert.deepEqual(mayText(words, partner), ["scope_read"]);
  assert.deepEqual(mayText(words, { scopes: [] }), ["partner_nothing"]);
});

test("a partner is let in, let go or without a key", () => {
  assert.equal(stateOf({ disabled_at: null, has_token: true })[1], "staff_active");
  assert.equal(stateOf({ disabled_at: "2026-11-24", has_token: true })[1], "staff_gone");
  assert.equal(stateOf({ disabled_at: null, has_token: false })[1], "partner_no_token");
});

test("a moment needs all of its parts", () => {
  assert.equal(momentOf(""), null);
  assert.match(momentOf("2026-11-24T08:00"), /^2026-11-2\dT\d\d:00:00\.000Z$/);
});
