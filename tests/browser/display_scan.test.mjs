// The code of a display leads to the page that checks in, while the server takes it; else to the board of the hall.

import assert from "node:assert/strict";
import { test } from "node:test";

import { classic } from "./classic.mjs";

const { scan } = classic("scan.js");
const at = (text) => Date.parse(`2026-11-23T${text}+07:00`);
const presence = { code: "ABC234", until: "2026-11-23T08:43:30+07:00" };

test("a code stands in two halves beside the picture that leads to it", () => {
  assert.deepEqual(scan.shown("BWI", presence, at("08:42:10")), { address: "/BWI/here/ABC234/qr.svg", signs: "ABC 234" });
});

test("a code is shown as long as the server takes it, and no longer", () => {
  assert.equal(scan.shown("BWI", presence, at("08:44:59")).signs, "ABC 234");
  assert.deepEqual(scan.shown("BWI", presence, at("08:45:00")), { address: "/BWI/board/qr.svg", signs: "" });
});

test("where nobody comes from afar the code leads to the board", () => {
  for (const nothing of [null, undefined]) assert.equal(scan.shown("A B", nothing, at("08:42:10")).address, "/A%20B/board/qr.svg");
});
