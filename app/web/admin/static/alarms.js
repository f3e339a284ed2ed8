// The alarms of a site: one entry each with what to do, and a button that takes it on.
import { allowSound, playAlarm } from "../alarm_sound.js";
import { alarmText, isLoud, rings, takenText } from "../alarms.js";
import { element } from "../element.js";
import { clockOf, words } from "./language.js";
import { isHeld, repaintEach } from "./painting.js";
import { steady } from "./steady.js";

const at = (id) => document.getElementById(id);

// Paints into #printer-alarms; a refusal stays in #alarm-refused until it is read. `shell` is the page's; `lead(alarm)`
// makes the button that shows what an alarm is about, or null.
export function prepareAlarms(shell, { lead = () => null } = {}) {
  const known = new Set();
  let last = [];
  for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, allowSound);
  at("alarm-read").addEventListener("click", () => refused(""));
  return {
    paint({ alarms = [], names = {}, timezone }) {
      if (rings(known, alarms)) playAlarm();
      const place = at("printer-alarms");
      const now = alarms.map((alarm) => ({ ...alarm, site: shell.site() }));
      const held = isHeld(place) && last[0]?.site === shell.site();
      last = steady(last, now, { key: ({ id }) => id, held });
      const clock = clockOf(timezone);
      const fill = (made, alarm) => fillLine(made, alarm, { clock, names, lead, handle: (button) => take(shell, alarm, button) });
      repaintEach(place, last, { key: ({ id }) => id, make: () => element("li"), fill });
      return last.length;
    },
  };
}

function fillLine(made, alarm, { clock, names, lead, handle }) {
  const { what, since, advice } = alarmText(words, alarm, clock);
  const loud = isLoud(alarm) && !alarm.gone;
  const take = element("button", { id: `take-${alarm.id}`, class: "button", type: "button", "aria-label": words("alarm_take_label", { what }) }, words("alarm_take"));
  take.addEventListener("click", () => handle(take));
  const said = alarm.gone ? words("alarm_over") : takenText(words, alarm, clock, names);
  made.className = loud ? "alarm loud" : "alarm";
  made.replaceChildren(
    element("p", {}, element("strong", {}, what), " ", element("span", { class: "soft" }, since), element("span", { class: "alarm-advice" }, advice)),
    element("span", { class: "alarm-deeds" }, alarm.gone ? null : lead(alarm), loud ? take : element("span", { class: "soft" }, said)));
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
