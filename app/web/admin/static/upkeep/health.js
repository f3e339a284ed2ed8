// The system's health: every check with its colour and its word, and what to do where all is not well.
import { element } from "../../element.js";
import { words } from "../language.js";
import { repaint, state } from "../painting.js";
import { openShell } from "../shell.js";

const MOODS = { good: "good", note: "", warning: "warning", danger: "danger" };
const at = (id) => document.getElementById(id);
openShell({ read: (ask) => ask("/health"), paint });

function paint(data) {
  at("verdict").className = `notice ${MOODS[data.level]}`.trim();
  if (at("verdict").textContent !== data.sentence) at("verdict").textContent = data.sentence;
  at("version").textContent = words("health_version", { version: data.version });
  repaint(at("findings"), data.findings, () => data.findings.map(({ check, level, sentence }) => element("li", { id: `check-${check}` },
    state(MOODS[level], words(`level_${level}`)), element("span", {}, sentence))));
}
