// What the page of devices and the set-up sheets compute: groups, steps, choices, and what is typed where.
import assert from "node:assert/strict";
import { test } from "node:test";

import { askedPlace, choices, chosen, entry, grouped, isLocal, stationName, tally, todo } from "../../app/web/admin/static/stations_reckoning.js";

const station = (kind, code, more = {}) => ({ kind, code, name: `name of ${code}`, condition: "well", mood: "good", printers: [], address: null, ...more });
const ALL = [station("printer", "P1", { address: "tcp 10.0.0.5:9100" }), station("kiosk", "K1"), station("kiosk", "K:2"), station("agent", "")];
const words = (known) => (key, blanks = {}) => (key in known ? known[key].replace(/\{(\w+)\}/g, (_, name) => blanks[name]) : key);

test("stations stand in groups, and only those that there are", () => {
  assert.deepEqual(grouped(ALL).map(({ kind, stations }) => [kind, stations.length]), [["kiosk", 2], ["agent", 1], ["printer", 1]]);
});

test("what is off needs nobody", () => {
  const moods = ["good", "calm", "warning", "danger"].map((mood) => station("kiosk", mood, { mood }));
  assert.deepEqual(tally(moods), { all: 4, count: 2 });
});

test("an agent without a code is the server's", () => {
  const say = words({ agent_own: "at the server" });
  assert.equal(stationName(say, station("agent", "")), "at the server");
  assert.equal(stationName(say, station("agent", "pc")), "pc");
  assert.equal(stationName(say, station("kiosk", "K1")), "K1 · name of K1");
  assert.equal(stationName(say, station("printer", "P1")), "P1");
});

test("only what is not well has steps, a printer those of its state", () => {
  const say = words({ todo_kiosk_lost: "\nGo to {code}.\nSee {address}.", steps_paper_out: "\nChange the roll.", steps_unknown: "Switch it on." });
  assert.deepEqual(todo(say, station("kiosk", "K1"), "http://a"), []);
  assert.deepEqual(todo(say, station("kiosk", "K1", { condition: "lost" }), "http://a"), ["Go to K1.", "See http://a."]);
  assert.deepEqual(todo(say, station("printer", "P1", { condition: "paper_out" }), ""), ["Change the roll."]);
  assert.deepEqual(todo(say, station("printer", "P1", { condition: "unseen" }), ""), ["Switch it on."]);
  assert.deepEqual(todo(say, station("display", "T", { condition: "lost" }), ""), []);
});

test("a sheet's code asks for a place, another link for none", () => {
  assert.deepEqual(askedPlace("?site=BWI&kind=kiosk&place=K1"), { role: "kiosk", place: "K1" });
  assert.deepEqual(askedPlace("?kind=agent&place="), { role: "agent", place: "" });
  for (const search of ["", "?kind=kiosk", "?kind=printer&place=P1", "?kind=x&place=y"]) assert.equal(askedPlace(search), null);
});

test("sheets are chosen all, by kind or one by one, whatever stands in a code", () => {
  const values = choices(ALL).map(({ value }) => value);
  assert.deepEqual(values, ["", "kiosk", "kiosk:K1", "kiosk:K:2", "agent", "agent:", "printer", "printer:P1"]);
  assert.deepEqual(values.map((value) => chosen(ALL, value).length), [4, 2, 1, 1, 1, 1, 1, 1]);
});

test("each device has something to be typed", () => {
  assert.deepEqual(entry(ALL[0], "http://a:80"), { key: "sheet_reach", text: "tcp 10.0.0.5:9100" });
  assert.equal(entry(ALL[1], "http://a:80").text, "python3 run.py kiosk --install --kind kiosk --url http://a:80");
  assert.equal(entry(ALL[3], "http://a:80").text, "python3 run.py agent --server http://a:80");
});

test("an address of the server's own computer is told from others", () => {
  assert.deepEqual(["http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:80", "https://antrean.local"].map(isLocal), [true, true, true, false]);
});
