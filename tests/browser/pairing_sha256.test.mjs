// The hash that screens without HTTPS compute themselves is the one that everybody else computes.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { sha256 } from "../../app/web/static/pairing/sha256.js";

const expected = (text) => createHash("sha256").update(text, "utf8").digest("hex");

test("the examples of the standard", () => {
  assert.equal(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  assert.equal(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("every length around the edges of a block", () => {
  for (let length = 0; length <= 200; length += 1) {
    const text = "x".repeat(length);
    assert.equal(sha256(text), expected(text), `${length} letters`);
  }
});

test("letters beyond ASCII", () => {
  for (const text of ["ñ", "Bañuwangi – 中", "🎫"]) assert.equal(sha256(text), expected(text));
});
