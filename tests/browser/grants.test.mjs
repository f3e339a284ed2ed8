// The sites that a page offers are those where its user may do something.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sitesOf } from "../../app/web/static/grants.js";

const SITES = [{ code: "A" }, { code: "B" }, { code: "C" }];
const codes = (me) => sitesOf(me, SITES).map(({ code }) => code).join("");

test("a screen of one site stays there", () => assert.equal(codes({ site: "B", grants: null }), "B"));
test("a key for all sites has all", () => assert.equal(codes({ site: null, grants: null }), "ABC"));
test("a person of two sites has two", () => assert.equal(codes({ site: null, grants: [{ site: "A" }, { site: "C" }] }), "AC"));
test("one grant for everywhere is enough", () => assert.equal(codes({ site: null, grants: [{ site: "A" }, { site: null }] }), "ABC"));
