// The pure sentences, clocks and cursors of app/web/static/words.js.

import assert from "node:assert/strict";
import test from "node:test";

import { clockText, dayText, hueClass, isNews, numberParts, say, zoneName } from "../../app/web/static/words.js";

test("a sentence gets its blanks filled and keeps those nobody fills", () => {
  assert.equal(say({ waiting: "{count} menunggu" }, "waiting", { count: 0 }), "0 menunggu");
  assert.equal(say({ waiting: "{count} menunggu" }, "waiting"), "{count} menunggu");
});

test("a missing sentence shows its key", () => {
  assert.equal(say({}, "kiosk.greeting"), "kiosk.greeting");
});

test("the clock is that of the mall, with a dot in Indonesian", () => {
  const moment = "2026-11-23T01:42:00Z";
  assert.equal(clockText(moment, "id", "Asia/Jakarta"), "08.42");
  assert.equal(clockText(moment, "en", "Asia/Jakarta"), "08:42");
  assert.equal(clockText("2026-11-22T17:05:00Z", "id", "Asia/Jakarta"), "00.05");
  assert.equal(zoneName("Asia/Makassar"), "WITA");
  assert.equal(zoneName("Europe/Paris"), "");
  assert.equal(dayText(moment, "id", "Asia/Jakarta"), "Senin, 23 November 2026");
});

test("a number is a letter and figures", () => {
  assert.deepEqual(numberParts("HU-012"), { letter: "HU", figures: "012" });
  assert.deepEqual(numberParts("007"), { letter: "", figures: "007" });
});

test("every hue has one of twelve classes", () => {
  assert.equal(hueClass(0), "hue-0");
  assert.equal(hueClass(44), "hue-1");
  assert.equal(hueClass(359), "hue-0");
  assert.equal(hueClass(undefined), "hue-0");
});

test("older cursors are no news, a snapshot always is", () => {
  assert.equal(isNews(null, "board", { cursor: 5 }), true);
  assert.equal(isNews(5, "board", { cursor: 5 }), true);
  assert.equal(isNews(5, "board", { cursor: 4 }), false);
  assert.equal(isNews(5, "snapshot", { cursor: 1 }), true);
  assert.equal(isNews(5, "printed", {}), true);
});
