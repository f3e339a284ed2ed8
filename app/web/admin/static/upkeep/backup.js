// Backups: what is kept and whether it would come back, one more now, a drill, a file to carry away.
import { element } from "../../element.js";
import { refusal } from "../hall_forms.js";
import { clockOf, language, words } from "../language.js";
import { repaint, row, state } from "../painting.js";
import { momentText } from "../sentences.js";
import { openShell } from "../shell.js";
import { sizeText } from "./reckoning.js";

const at = (id) => document.getElementById(id);
const shell = openShell({ read: (ask) => ask("/backups"), paint });

at("back-up").addEventListener("click", () => begin("/backups"));

function paint(data) {
  at("plan").textContent = planText(data);
  at("place-kept").textContent = words("backup_place", { folder: data.folder, free: sizeText(data.free, language()) });
  at("back-up").disabled = data.running !== "";
  at("said").textContent = data.running ? words(`running_${data.running}`) : "";
  at("failed").hidden = !data.trouble;
  at("failed").textContent = data.trouble ? words(`failed_${data.trouble.deed}`, { time: dayOf(data)(data.trouble.at), why: data.trouble.why }) : "";
  at("backups-none").hidden = data.backups.length > 0;
  repaint(at("backups"), [data.backups, data.running], () => data.backups.map((each) => line(each, data)));
}

function planText({ at: hour, kept, demo }) {
  if (demo) return words("backup_demo");
  return hour ? words("backup_daily", { time: language() === "id" ? hour.replace(":", ".") : hour, kept }) : words("backup_never");
}

const dayOf = ({ timezone }) => (moment) => momentText(moment, { language: language(), zone: timezone, clock: clockOf(timezone) });

function line(backup, data) {
  return row(
    element("span", {}, dayOf(data)(backup.made_at), element("span", { class: "beneath soft" }, backup.name)),
    words(`purpose_${backup.purpose}`),
    backup.rows === null ? state("danger", words("backup_unreadable")) : words("backup_size", { size: sizeText(backup.size, language()), rows: backup.rows.toLocaleString(language()) }),
    drillOf(backup, data),
    deedsOf(backup, data));
}

function drillOf({ drill }, data) {
  if (!drill) return element("span", { class: "soft" }, words("drill_none"));
  const time = dayOf(data)(drill.at);
  if (drill.fine) return element("span", {}, state("good", words("drill_fine")), element("span", { class: "beneath soft" }, words("drill_told", { time, numbers: drill.numbers, seconds: drill.seconds })));
  return element("span", {}, state("danger", words("drill_failed")), element("span", { class: "beneath" }, `${time}: ${drill.why}`));
}

function deedsOf({ name, made_at: madeAt }, data) {
  const deed = (key, press, busy) => element("button", {
    id: `${key}-${name}`, class: "button", type: "button", disabled: busy, onclick: press, "aria-label": `${words(key)}: ${dayOf(data)(madeAt)}`,
  }, words(key));
  return element("span", { class: "deeds" },
    deed("backup_drill", () => begin(`/backups/${name}/drill`), data.running !== ""),
    deed("backup_fetch", () => fetchFile(name), false));
}

async function begin(path) {
  const answer = await shell.post(path);
  if (!answer.ok) at("said").textContent = refusal(answer);
  else await shell.refresh();
}

async function fetchFile(name) {
  const answer = await shell.post(`/backups/${name}/pass`);
  if (!answer.ok) {
    at("said").textContent = refusal(answer);
    return;
  }
  element("a", { href: answer.data.url, download: name }).click();
}
