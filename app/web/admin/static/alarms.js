// The alarms of a site's printers: one line each with what to do, and a button that takes it on.
import { allowSound, playAlarm } from "../alarm_sound.js";
import { alarmText, isLoud, rings, takenText } from "../alarms.js";
import { element } from "../element.js";
import { clockOf, words } from "./language.js";
import { repaint } from "./painting.js";

const at = (id) => document.getElementById(id);

// Paints into #printer-alarms; a refusal stays in #alarm-refused until it is read. `shell` is the page's.
export function prepareAlarms(shell) {
  const known = new Set();
  for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, allowSound);
  at("alarm-read").addEventListener("click", () => refused(""));
  return {
    paint({ alarms = [], alarms_at, alarms_old, timezone }) {
      if (rings(known, alarms)) playAlarm();
      const clock = clockOf(timezone);
      sayAge(alarms_old, alarms_at && clock(alarms_at));
      repaint(at("printer-alarms"), alarms, () => alarms.map((alarm) => line(alarm, clock, (button) => take(shell, alarm, button))));
    },
  };
}

function line(alarm, clock, handle) {
  const { what, since, advice } = alarmText(words, alarm, clock);
  const take = element("button", { class: "button", type: "button", "aria-label": words("alarm_take_label", { what }) }, words("alarm_take"));
  take.addEventListener("click", () => handle(take));
  return element("li", { class: isLoud(alarm) ? "alarm loud" : "alarm" },
    element("p", {}, element("strong", {}, what), " ", element("span", { class: "soft" }, since), element("span", { class: "alarm-advice" }, advice)),
    isLoud(alarm) ? take : element("span", { class: "soft" }, takenText(words, alarm, clock)));
}

async function take(shell, alarm, button) {
  button.setAttribute("aria-busy", "true");
  const path = `/sites/${encodeURIComponent(shell.site())}/alarms/${encodeURIComponent(alarm.id)}/acknowledge`;
  const { ok, problem } = await shell.post(path);
  button.removeAttribute("aria-busy");
  at("alarm-said").textContent = ok ? words("alarm_taken_said") : "";
  refused(ok ? "" : (problem?.detail ?? words("alarm_untaken")));
  await shell.refresh();
}

function refused(text) {
  at("alarm-refused").hidden = text === "";
  at("alarm-why").textContent = text;
}

// Alarms that could not be read anew may be over, and others may be missing: better said than left out.
function sayAge(old, time) {
  const place = at("alarms-old");
  if (!place) return;
  place.hidden = !old;
  const text = old ? words(time ? "alarms_old" : "alarms_unread", { time }) : "";
  if (place.textContent !== text) place.textContent = text;
}
