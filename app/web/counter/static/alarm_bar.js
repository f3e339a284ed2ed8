// The printers' alarms over the console: one line each; those that somebody sees to are quiet and stand below.
import { alarmText, isLoud, takenText } from "../alarms.js";
import { element } from "../element.js";
import { clockText } from "../wire.js";
import { language, words } from "./language.js";
import { repaint } from "./painting.js";

const SHOWN = 2; // more would take the room of the ticket
const at = (id) => document.getElementById(id);

/** `take(id)` tells the server that this clerk sees to the alarm. */
export function paintAlarms({ alarms, taking, printers }, { timezone, take }) {
  const clock = (moment) => clockText(moment, language(), timezone);
  const loud = alarms.filter(isLoud);
  const shown = loud.slice(0, SHOWN);
  repaint(at("alarms"), [shown, loud.length, taking, language()], () => [
    ...shown.map((alarm) => line(alarm, clock, { take, busy: taking.includes(alarm.id) })),
    loud.length > SHOWN && element("p", { class: "soft" }, words("alarm_more", { count: loud.length - SHOWN })),
  ].filter(Boolean));
  paintQuiet(alarms.filter((alarm) => !isLoud(alarm)), printersWithoutAlarm(printers, alarms), clock);
}

function line(alarm, clock, { take, busy }) {
  const { what, since, advice } = alarmText(words, alarm, clock);
  return element("div", { class: "alarm" },
    element("p", {}, element("strong", {}, what), ` ${advice} `, element("span", { class: "soft" }, since)),
    element("button", {
      class: "button small", type: "button", "data-focus": `alarm-${alarm.id}`, "aria-busy": String(busy),
      "aria-label": words("alarm_take_label", { what }), onclick: () => take(alarm.id),
    }, words("alarm_take")));
}

function printersWithoutAlarm(printers, alarms) {
  const alarmed = new Set(alarms.map(({ printer }) => printer));
  return Object.values(printers).filter(({ code, state }) => state !== "ready" && !alarmed.has(code));
}

function paintQuiet(quiet, ailing, clock) {
  repaint(at("printers"), [quiet, ailing, language()], () => [
    ...quiet.map((alarm) => element("span", { class: "state" }, `${alarmText(words, alarm, clock).what} ${takenText(words, alarm, clock)}`)),
    ...ailing.map(({ code, state }) => element("span", { class: "state warning" }, words("printer", { printer: code, state: words(`printer_${state}`) }))),
  ]);
}
