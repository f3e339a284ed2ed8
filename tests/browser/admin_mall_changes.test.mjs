import assert from "node:assert/strict";
import { test } from "node:test";

import { applied, differences, isSame } from "../../app/web/admin/static/mall/changes.js";
import { begin, changesOf, edit, keptText, move, readKept, rebased, revert, standing } from "../../app/web/admin/static/mall/draft.js";
import { valueAt, withValue } from "../../app/web/admin/static/mall/places.js";

const counter = (code, more = {}) => ({ code, name: `Loket ${code}`, zone: "Z1", services: ["A"], ...more });
const MALL = {
  mall: { code: "x", name: "MPP" },
  hours: { mon: "08:00-15:00", tue: "" },
  break: [{ days: ["fri"], from: "11:30", to: "13:00", reason: { id: "salat", en: "prayer" } }],
  holiday: [{ date: "2026-08-17", name: "Merdeka" }],
  agency: [{ code: "A", name: "Dukcapil", zone: "Z1", service: [{ code: "A01", name: "KTP", minutes: 10 }, { code: "A02", name: "KK", minutes: 5 }] }],
  site: [{ code: "BWI", name: "MPP", zone: [{ code: "Z1", name: "Lantai 1" }], counter: ["1", "2", "3", "4"].map((code) => counter(code)) }],
};

test("a place is found by keys and codes, holidays by date, pauses by order", () => {
  assert.equal(valueAt(MALL, ["site", "BWI", "counter", "3", "name"]), "Loket 3");
  assert.equal(valueAt(MALL, ["holiday", "2026-08-17", "name"]), "Merdeka");
  assert.equal(valueAt(MALL, ["break", "0", "reason", "en"]), "prayer");
  assert.equal(valueAt(MALL, ["agency", "A", "zone"]), "Z1");
  assert.equal(valueAt(MALL, ["site", "JKT", "counter", "3"]), undefined);
  assert.equal(valueAt(MALL, ["mall", "name", "deeper"]), undefined);
});

test("a document without a change has no differences", () => {
  assert.deepEqual(differences(MALL, structuredClone(MALL)), []);
});

test("a key set, taken away and added is one change each", () => {
  let after = withValue(MALL, ["site", "BWI", "counter", "3", "name"], "Prioritas");
  after = withValue(after, ["hours", "tue"], null);
  after = withValue(after, ["agency", "A", "service", "A02", "quota"], 30);
  assert.deepEqual(differences(MALL, after), [
    { path: ["hours", "tue"], value: null },
    { path: ["agency", "A", "service", "A02", "quota"], value: 30 },
    { path: ["site", "BWI", "counter", "3", "name"], value: "Prioritas" },
  ]);
});

test("a table that was not there is made on the way", () => {
  const after = withValue(MALL, ["rules", "cutoff_minutes"], 15);
  assert.deepEqual(differences(MALL, after), [{ path: ["rules"], value: { cutoff_minutes: 15 } }]);
});

test("one table that moved is one move, however many it passed", () => {
  const codes = (document) => valueAt(document, ["site", "BWI", "counter"]).map(({ code }) => code);
  for (const [code, before, order] of [["4", "1", "4123"], ["1", null, "2341"], ["3", "2", "1324"]]) {
    const moved = move(begin({ revision: 1, document: MALL }), ["site", "BWI", "counter", code], before);
    const changes = changesOf(moved);
    assert.equal(codes(moved.edited).join(""), order);
    assert.equal(changes.length, 1);
    assert.deepEqual(applied(MALL, changes), moved.edited);
  }
});

test("the differences of any two documents make the one of the other", () => {
  let seed = 7;
  const random = (most) => { seed = (seed * 48271) % 2147483647; return seed % most; };
  const anyMall = () => ({
    mall: { code: "x", ...(random(2) ? { logo: "a.png" } : {}) },
    ...(random(3) ? { hours: { mon: `0${random(9)}:00-15:00` } } : {}),
    ...(random(2) ? { break: Array.from({ length: random(3) + 1 }, () => ({ days: ["fri"], from: `1${random(9)}:00`, to: "24:00" })) } : {}),
    agency: shuffled("ABCDEF").map((code) => ({ code, name: code + random(2), ...(random(2) ? { service: shuffled("123456").map((each) => ({ code: code + each, minutes: random(3) })) } : {}) })),
  });
  const shuffled = (letters) => [...letters].map((letter) => [random(1000), letter]).filter(([key]) => key > 300).sort(([one], [other]) => one - other).map(([, letter]) => letter);
  const plain = (document) => JSON.parse(JSON.stringify(document, (_, value) => (Array.isArray(value) && value.length === 0 ? undefined : value)));
  for (let round = 0; round < 300; round += 1) {
    const [before, after] = [anyMall(), anyMall()].map(plain);
    assert.ok(isSame(plain(applied(before, differences(before, after))), after), JSON.stringify([before, after]));
  }
});

test("what is set back is no change any more", () => {
  const path = ["mall", "name"];
  const draft = edit(begin({ revision: 3, document: MALL }), path, "MPP Baru");
  assert.equal(standing(draft, ["mall"]), "changed");
  assert.deepEqual(changesOf(revert(draft, path)), []);
  assert.deepEqual(changesOf(edit(draft, path, "MPP")), []);
});

test("what was added is new, and taken back it was never there", () => {
  const path = ["site", "BWI", "counter", "9"];
  const draft = edit(begin({ revision: 3, document: MALL }), path, counter("9"));
  assert.equal(standing(draft, path), "new");
  assert.equal(changesOf(draft).length, 1);
  assert.deepEqual(changesOf(revert(draft, path)), []);
});

test("a kept draft is found again by whoever made it, and by nobody else", () => {
  const draft = edit(begin({ revision: 3, document: MALL }), ["mall", "name"], "MPP Baru");
  const text = keptText(draft, "siti");
  const kept = readKept(text, "siti");
  assert.deepEqual(begin({ revision: 3, document: MALL }, kept.changes), draft);
  assert.equal(kept.base, 3);
  for (const [held, who] of [[text, "budi"], ["{", "siti"], [null, "siti"], ['{"who":"siti","base":3,"changes":[{"path":[]}]}', "siti"], [keptText(begin({ revision: 3, document: MALL }), "siti"), "siti"]]) {
    assert.equal(readKept(held, who), null);
  }
});

test("on a newer revision undisputed changes stay, and the disputed ones as they were chosen", () => {
  const mine = edit(edit(begin({ revision: 3, document: MALL }), ["mall", "name"], "Milik saya"), ["hours", "mon"], "07:00-14:00");
  const newest = { revision: 5, document: withValue(withValue(MALL, ["mall", "name"], "Milik orang"), ["hours", "tue"], "08:00-12:00") };
  const wish = { older: MALL, changes: changesOf(mine) };
  for (const [keep, name] of [["mine", "Milik saya"], ["theirs", "Milik orang"]]) {
    const draft = rebased(newest, wish, [{ path: ["mall", "name"], keep }]);
    assert.equal(draft.base, 5);
    assert.equal(draft.edited.mall.name, name);
    assert.deepEqual(draft.edited.hours, { mon: "07:00-14:00", tue: "08:00-12:00" });
  }
});

test("a change to something that another took away brings it back whole", () => {
  const path = ["site", "BWI", "counter", "2", "name"];
  const mine = edit(begin({ revision: 3, document: MALL }), path, "Loket Dua");
  const newest = { revision: 4, document: withValue(MALL, path.slice(0, -1), null) };
  const wish = { older: MALL, changes: changesOf(mine) };
  const back = rebased(newest, wish, [{ path, keep: "mine" }]);
  assert.deepEqual(valueAt(back.edited, path.slice(0, -1)), counter("2", { name: "Loket Dua" }));
  assert.deepEqual(changesOf(rebased(newest, wish, [{ path, keep: "theirs" }])), []);
});

test("where the order is disputed, only the order is", () => {
  const path = ["site", "BWI", "counter"];
  const codes = (document) => valueAt(document, path).map(({ code }) => code).join("");
  const mine = move(edit(begin({ revision: 3, document: MALL }), [...path, "2", "name"], "Loket Dua"), [...path, "4"], "1");
  const newest = begin({ revision: 4, document: MALL });
  const theirs = { revision: 4, document: edit(move(newest, [...path, "1"], null), [...path, "9"], counter("9")).edited };
  const wish = { older: MALL, changes: changesOf(mine) };
  for (const [keep, order] of [["mine", "41239"], ["theirs", "23419"]]) {
    const draft = rebased(theirs, wish, [{ path, keep }]);
    assert.equal(codes(draft.edited), order);
    assert.equal(valueAt(draft.edited, [...path, "2", "name"]), "Loket Dua");
  }
});

test("what was taken out and set back stands where it stood", () => {
  const path = ["site", "BWI", "counter", "2"];
  const draft = edit(begin({ revision: 3, document: MALL }), path, null);
  assert.deepEqual(changesOf(draft), [{ path, value: null }]);
  assert.deepEqual(changesOf(revert(draft, path)), []);
});
