// The alarms of a site's printers: one line each with what to do, and a button that takes it on.
import { allowSound, playAlarm } from "../alarm_sound.js";
import { alarmText, isLoud, rings, takenText } from "../alarms.js";
import { element } from "../element.js";
import { clockOf, words } from "./language.js";
import { repaint } from "./painting.js";

const at = (id) => document.getElementById(id);

// Paints into #printer-alarms; a refusal is said in #alarm-said. `shell` is the page's.
export function prepareAlarms(shell) {
  const known = new Set();
  for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, allowSound);
  return {
    paint({ alarms = [], timezone }) {
      if (rings(known, alarms)) playAlarm();
      const clock = clockOf(timezone);
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
  at("alarm-said").textContent = ok ? words("alarm_taken_said") : (problem?.detail ?? words("alarm_untaken"));
  await shell.refresh();
}
