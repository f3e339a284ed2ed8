// The system's health: every check with its colour and its word, and what to do where all is not well.
import { element } from "../../element.js";
import { newest } from "../../newest.js";
import { refusal } from "../hall_forms.js";
import { clockOf, language, words } from "../language.js";
import { repaint, row, state } from "../painting.js";
import { momentText } from "../sentences.js";
import { openShell } from "../shell.js";

const MOODS = { good: "good", note: "", warning: "warning", danger: "danger" };
const at = (id) => document.getElementById(id);
const answerTo = newest();
const shell = openShell({ read: (ask) => ask("/health"), paint });

at("log-form").addEventListener("submit", (event) => {
  event.preventDefault();
  look();
});

function paint(data) {
  at("verdict").className = `notice ${MOODS[data.level]}`.trim();
  if (at("verdict").textContent !== data.sentence) at("verdict").textContent = data.sentence;
  at("version").textContent = words("health_version", { version: data.version });
  repaint(at("findings"), data.findings, () => data.findings.map(({ check, level, sentence }) => element("li", { id: `check-${check}` },
    state(MOODS[level], words(`level_${level}`)), element("span", {}, sentence))));
}

// The log is read when it is asked for: what was found stays while somebody reads it.
async function look() {
  const answer = await answerTo(shell.get(`/log?${new URLSearchParams({ text: at("log-text").value.trim() })}`));
  if (!answer) return; // something else was looked for meanwhile
  if (!answer.ok) {
    at("log-said").textContent = answer.problem ? refusal(answer) : words("stale_said");
    return;
  }
  const { lines, timezone } = answer.data;
  const moment = (at) => momentText(at, { language: language(), zone: timezone, clock: clockOf(timezone) });
  at("log-said").textContent = words(lines.length ? "log_some" : "log_none", { count: lines.length });
  repaint(at("log"), lines, () => lines.map((line) => row(moment(line.at), line.level, said(line))));
}

function said({ logger, message, trace }) {
  return element("span", {}, message, element("span", { class: "beneath soft" }, logger), trace ? element("details", {}, element("summary", {}, trace.trim().split("\n").at(-1)), element("pre", { class: "command" }, trace)) : "");
}
