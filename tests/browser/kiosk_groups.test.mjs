// Long lists of services in groups.

import assert from "node:assert/strict";
import test from "node:test";

import { FEW, SUBJECTS, grouped } from "../../app/web/kiosk/static/groups.js";
import { catalogue, words } from "./kiosk_mall.mjs";

const agencies = new Map(catalogue().agencies.map((agency) => [agency.code, agency]));
const shape = (code) => Object.fromEntries(grouped(agencies.get(code).services).map((group) => [group.code, group.services.length]));

test("every service stands in exactly one group", () => {
  for (const { services } of agencies.values()) {
    const listed = grouped(services).flatMap((group) => group.services.map(({ code }) => code));
    assert.deepEqual(listed.toSorted(), services.map(({ code }) => code).toSorted());
  }
});

test("a short list has no headings", () => {
  for (const { services } of agencies.values()) {
    if (services.length <= FEW) assert.deepEqual(grouped(services).map(({ code }) => code), [null]);
  }
});

test("the longest list of the mall comes in groups a person can scan", () => {
  const groups = grouped(agencies.get("B").services);
  assert.equal(agencies.get("B").services.length, 58);
  assert.ok(groups.length >= 6 && groups.every((group) => group.services.length <= 20));
});

test("what is asked most comes first; help and the rest come last", () => {
  assert.deepEqual(Object.keys(shape("A"))[0], "ktp");
  assert.deepEqual(Object.keys(shape("B")).slice(-2), ["other", "help"]);
  assert.equal(shape("J").marriage, 5);
});

test("every group has a title in both languages", () => {
  for (const language of ["id", "en"]) {
    const sentences = words(language, "kiosk");
    for (const code of [...SUBJECTS.map(([subject]) => subject), "other"]) assert.ok(sentences[`group_${code}`], `${language} ${code}`);
  }
});
