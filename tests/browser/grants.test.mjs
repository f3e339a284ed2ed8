// What a page offers is what its user may do there (app/web/static/grants.js).
import assert from "node:assert/strict";
import { test } from "node:test";
import { mayAnywhere, mayDo, sitesOf } from "../../app/web/static/grants.js";

const SITES = [{ code: "A" }, { code: "B" }, { code: "C" }];
const codes = (me) => sitesOf(me, SITES).map(({ code }) => code).join("");

test("a screen of one site stays there", () => assert.equal(codes({ site: "B", grants: null }), "B"));
test("a key for all sites has all", () => assert.equal(codes({ site: null, grants: null }), "ABC"));
test("a person of two sites has two", () => assert.equal(codes({ site: null, grants: [{ site: "A" }, { site: "C" }] }), "AC"));
test("one grant for everywhere is enough", () => assert.equal(codes({ site: null, grants: [{ site: "A" }, { site: null }] }), "ABC"));

const SITI = { grants: [
  { site: "A", agencies: ["X"], permissions: ["take_over", "call"] },
  { site: "B", agencies: null, permissions: ["take_over"] },
] };

test("a grant for some agencies is none for another, nor for what belongs to no single one", () => {
  const may = (agency) => mayDo(SITI, "take_over", { site: "A", agency });
  assert.deepEqual([may("X"), may("Y"), may(undefined)], [true, false, false]);
});
test("a grant for a whole site holds for its agencies and its hall, and at no other site", () => {
  const may = (site, agency) => mayDo(SITI, "take_over", { site, agency });
  assert.deepEqual([may("B", "X"), may("B"), may("C", "X")], [true, true, false]);
});
test("what the role does not hold is not offered", () => assert.equal(mayDo(SITI, "call", { site: "B", agency: "X" }), false));
test("a screen's key is offered everything", () => assert.equal(mayDo({ grants: null }, "take_over", { site: "C" }), true));
test("a way leads where something at all may be done", () => {
  assert.deepEqual([mayAnywhere(SITI, "call", "A"), mayAnywhere(SITI, "call", "B"), mayAnywhere(SITI, "call", null)], [true, false, true]);
  assert.equal(mayAnywhere({ grants: null }, "call", "A"), true);
});
