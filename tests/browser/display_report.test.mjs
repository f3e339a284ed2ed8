// What a display says of its browser and its loudspeaker.

import assert from "node:assert/strict";
import { test } from "node:test";

import { classic } from "./classic.mjs";

const { report } = classic("report.js");
const CHROMIUM = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome";

test("a television is known by its browser's version and its maker's system", () => {
  assert.equal(report.engine(`Mozilla/5.0 (Web0S; Linux/SmartTV) ${CHROMIUM}/79.0.3945.79 Safari/537.36`), "Chromium 79, webOS");
  assert.equal(report.engine("Mozilla/5.0 (SMART-TV; LINUX; Tizen 5.0) AppleWebKit/537.36 Version/5.0 TV Safari/537.36"), "Safari 5, Tizen");
  assert.equal(report.engine(`Mozilla/5.0 (X11; Linux x86_64) ${CHROMIUM}/64.0.3282.0 Safari/537.36`), "Chromium 64, Linux");
});

test("a browser that nobody knows is said to be nothing", () => {
  assert.equal(report.engine("curl/8"), "");
});

test("only a loudspeaker can be held back, or silent because somebody wanted it so", () => {
  const [loud, hushed] = [false, true].map((silent) => ({ isSilent: () => silent }));
  assert.deepEqual([report.sound(null, true), report.sound(loud, true), report.sound(loud, false)], ["off", "blocked", "ok"]);
  assert.deepEqual([report.sound(hushed, false), report.sound(hushed, true)], ["silent", "blocked"]);
});
