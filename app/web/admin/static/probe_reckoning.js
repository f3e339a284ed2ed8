// What a printer's probe amounts to, as pure functions: keys and blanks for the words of [probe].

const WORKING = ["ready", "near_end"];
const ASKED = ["found", "one_way"]; // ends after which something is known
const ON_PAPER = ["PRINTED", "SENT", "UNKNOWN"]; // a slip that somebody may have in hand
export const QUESTIONS = ["ruler", "cut", "qr"];

/** Whether an agent may still answer it. */
export function isOpen(probe) {
  return probe !== null && probe.ended_at === null;
}

// Its three steps: [{key, state}], the state one of done, now, todo, failed.
export function probeSteps({ started_at: started, ended_at: ended, outcome }) {
  const told = ended === null ? "todo" : ASKED.includes(outcome.end) ? "done" : "failed";
  const taken = started ? "done" : ended === null ? "now" : "failed";
  return [
    { key: "probe_step_asked", state: "done" },
    { key: "probe_step_taken", state: taken },
    { key: "probe_step_told", state: told === "todo" && started ? "now" : started ? told : "todo" },
  ];
}

// What was found, one line each: [{mood, key, blanks}]; `answers` are a person's {ruler, cut, qr}, true or false.
export function findings({ outcome }, answers) {
  const found = outcome?.findings;
  if (!found) return [];
  const asked = outcome.end === "one_way" ? [line("", "probe_one_way")] : spoken(found);
  return [...asked, ...seen(answers, found)];
}

function isBlocked({ state }) {
  return state !== "mute" && !WORKING.includes(state);
}

// A printer that cannot print may be able to do what it does not show.
function spoken(found) {
  return [
    line("good", "probe_line"),
    found.state === "mute" ? line("danger", "probe_mute") : line(isBlocked(found) ? "warning" : "good", "probe_status", { state: found.state }),
    line("", found.name ? "probe_name" : "probe_nameless", { name: found.name }),
    ...["process_id", "fence"].filter((name) => found[name] || !isBlocked(found)).map((name) => able(name, found[name])),
    ...(found.clear_buffer === null ? [] : [able("clear_buffer", found.clear_buffer)]),
  ];
}

// Only a person can see these; until then the width is that of the mall's profile.
function seen({ ruler, cut, qr }, { width }) {
  return [
    ruler === undefined ? line("", "probe_width_taken", { width }) : line("good", ruler ? "probe_width_80" : "probe_width_58"),
    cut === undefined ? line("", "probe_cut_unseen") : able("cut", cut),
    qr === undefined ? line("", "probe_qr_unseen") : able("qr", qr),
  ];
}

function able(name, can) {
  return line(can ? "good" : "warning", `probe_${name}_${can ? "yes" : "no"}`);
}

function line(mood, key, blanks = {}) {
  return { mood, key, blanks };
}

// The conclusion: {mood, key, blanks}. `configured` is the profile that the mall gives the printer.
export function advice({ outcome }, configured, answers) {
  const { end, findings: found } = outcome;
  if (!ASKED.includes(end)) return line("danger", `probe_end_${end}`);
  if (end === "found" && isBlocked(found)) return line("warning", "probe_blocked", { state: found.state });
  const recommended = answers.ruler === undefined ? found[`profile_${found.width}`] : answers.ruler ? found.profile_80 : found.profile_58;
  if (recommended === configured) return line("good", "probe_fits", { configured });
  const key = end === "found" && found.state === "mute" ? "probe_change_mute" : "probe_change";
  return line("warning", key, { configured, recommended });
}

// What became of the test slip: {mood, key, reason}, null if none was asked for.
export function slipNews({ outcome }) {
  if (!outcome?.slip) return null;
  const mood = outcome.slip === "PRINTED" ? "good" : "warning";
  return { mood, key: `probe_slip_${outcome.slip.toLowerCase()}`, reason: outcome.reason };
}

/** Whether there may be a slip to look at. */
export function hasSlip({ outcome }) {
  return ON_PAPER.includes(outcome?.slip);
}
