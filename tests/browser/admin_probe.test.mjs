// What the page of the printers makes of a probe (app/web/admin/static/probe_reckoning.js).

import assert from "node:assert/strict";
import test from "node:test";

import { advice, findings, hasSlip, isOpen, probeSteps, slipNews } from "../../app/web/admin/static/probe_reckoning.js";

const AT = "2026-11-23T02:00:00Z";
const FOUND = {
  state: "ready", name: "TM-T82", process_id: true, fence: true, clear_buffer: true,
  width: 80, profile_80: "epson-80", profile_58: "epson-58",
};
const probe = (outcome, changes) => ({ started_at: AT, ended_at: AT, outcome: { end: "found", findings: FOUND, slip: null, reason: "", ...outcome }, ...changes });
const states = (its) => probeSteps(its).map(({ state }) => state).join(" ");
const keys = (lines) => lines.map(({ key }) => key);

test("the steps go from asked to taken up to told", () => {
  assert.equal(states({ started_at: null, ended_at: null, outcome: null }), "done now todo");
  assert.equal(states({ started_at: AT, ended_at: null, outcome: null }), "done done now");
  assert.equal(states(probe()), "done done done");
  assert.equal(states(probe({ end: "broken", findings: null })), "done done failed");
  assert.equal(states(probe({ end: "untaken", findings: null }, { started_at: null })), "done failed todo");
});

test("a probe is open until it has ended", () => {
  assert.equal(isOpen(null), false);
  assert.equal(isOpen({ ended_at: null }), true);
  assert.equal(isOpen(probe()), false);
});

test("a printer that fits its profile is told so", () => {
  assert.deepEqual(advice(probe(), "epson-80", {}), { mood: "good", key: "probe_fits", blanks: { configured: "epson-80" } });
});

test("another profile is recommended by name", () => {
  const clone = { ...FOUND, process_id: false, clear_buffer: null, profile_80: "clone-80", profile_58: "clone-58" };
  assert.deepEqual(advice(probe({ findings: clone }), "epson-80", {}),
    { mood: "warning", key: "probe_change", blanks: { configured: "epson-80", recommended: "clone-80" } });
});

test("what the slip shows of the width counts more than the mall", () => {
  assert.equal(advice(probe(), "epson-80", { ruler: false }).blanks.recommended, "epson-58");
  assert.equal(advice(probe({ findings: { ...FOUND, width: 58 } }), "epson-58", {}).key, "probe_fits");
  assert.equal(advice(probe({ findings: { ...FOUND, width: 58 } }), "epson-58", { ruler: true }).blanks.recommended, "epson-80");
});

for (const end of ["untaken", "lost", "unreachable", "broken"]) {
  test(`nothing is recommended and nothing claimed where it ended as ${end}`, () => {
    const its = probe({ end, findings: null });
    assert.deepEqual(advice(its, "epson-80", {}), { mood: "danger", key: `probe_end_${end}`, blanks: {} });
    assert.deepEqual(findings(its, {}), []);
  });
}

test("a printer without paper is to be filled first", () => {
  const its = probe({ findings: { ...FOUND, state: "paper_out" } });
  assert.deepEqual(advice(its, "epson-80", {}), { mood: "warning", key: "probe_blocked", blanks: { state: "paper_out" } });
});

test("of a printer without paper nothing is said that it may only hide", () => {
  const blocked = { ...FOUND, state: "paper_out", process_id: false, fence: false, clear_buffer: null };
  assert.ok(!keys(findings(probe({ findings: blocked }), {})).some((key) => key.endsWith("_no")));
  assert.ok(keys(findings(probe({ findings: { ...blocked, state: "ready" } }), {})).includes("probe_fence_no"));
});

test("a printer that answers nothing may only hang", () => {
  const mute = { ...FOUND, state: "mute", process_id: false, fence: false, clear_buffer: null, name: "", profile_80: "clone-80-mute" };
  assert.equal(advice(probe({ findings: mute }), "epson-80", {}).key, "probe_change_mute");
  assert.equal(advice(probe({ findings: mute }), "clone-80-mute", {}).key, "probe_fits");
  assert.deepEqual(keys(findings(probe({ findings: mute }), {})).slice(0, 5),
    ["probe_line", "probe_mute", "probe_nameless", "probe_process_id_no", "probe_fence_no"]);
});

test("a state is told with its name to be filled in", () => {
  const found = findings(probe({ findings: { ...FOUND, state: "near_end" } }), {});
  assert.deepEqual(found[1], { mood: "good", key: "probe_status", blanks: { state: "near_end" } });
});

test("what was not tried is not claimed", () => {
  assert.ok(!keys(findings(probe({ findings: { ...FOUND, clear_buffer: null } }), {})).some((key) => key.includes("clear_buffer")));
  assert.ok(keys(findings(probe(), {})).includes("probe_clear_buffer_yes"));
});

test("over a queue nothing was asked, so nothing is said of it", () => {
  const its = probe({ end: "one_way", findings: { ...FOUND, state: "mute", profile_80: "clone-80-mute" } });
  assert.deepEqual(keys(findings(its, {})), ["probe_one_way", "probe_width_taken", "probe_cut_unseen", "probe_qr_unseen"]);
  assert.equal(advice(its, "clone-80-mute", {}).key, "probe_fits");
});

test("a person's answers stand among the findings", () => {
  assert.deepEqual(keys(findings(probe(), { ruler: false, cut: false, qr: true })).slice(-3), ["probe_width_58", "probe_cut_no", "probe_qr_yes"]);
});

test("a slip that may be out is to be looked at", () => {
  assert.equal(slipNews(probe()), null);
  assert.equal(hasSlip(probe()), false);
  assert.deepEqual(slipNews(probe({ slip: "NOT_PRINTED", reason: "paper_out" })), { mood: "warning", key: "probe_slip_not_printed", reason: "paper_out" });
  assert.equal(hasSlip(probe({ slip: "NOT_PRINTED" })), false);
  assert.equal(hasSlip(probe({ slip: "UNKNOWN" })), true);
});
