// The plain parts of the hall: today's figures, what nobody raised an alarm about, and the last facts.
import { element } from "../element.js";
import { clockOf, words } from "./language.js";
import { repaint, row } from "./painting.js";
import { alarms, unheard } from "./reckoning.js";
import { actorText, factText, printerText } from "./sentences.js";

const TOTALS = {
  issued: ({ issued }) => issued,
  waiting: ({ waiting }) => waiting,
  active: ({ looked, called, serving }) => looked + called + serving,
  served: ({ served }) => served,
  missed: ({ missed, no_show: noShow }) => missed + noShow,
  voided: ({ voided }) => voided,
};
const at = (id) => document.getElementById(id);

export function paintTotals({ totals }) {
  repaint(at("totals"), totals, () => Object.entries(TOTALS).map(([name, count]) => element("div", { class: "total" },
    element("dt", {}, words(`total_${name}`)), element("dd", {}, String(count(totals))))));
}

// What needs somebody and no alarm says already; returns how many those are.
export function paintUnheard(hall) {
  const found = unheard(alarms(hall, { clock: clockOf(hall.timezone), printerText: (it) => printerText(words, it) }), hall.alarms);
  repaint(at("alarms"), found, () => found.map(({ key, blanks }) => element("li", {}, words(key, blanks))));
  return found.length;
}

export function paintFacts({ facts, names, queues, timezone }) {
  if (!at("facts-fold").open) return;
  const agencies = Object.fromEntries(queues.map((queue) => [queue.code, queue.short_name]));
  const clock = clockOf(timezone);
  repaint(at("facts"), [facts, names], () => facts.map((fact) => row(
    clock(fact.at), factText(words, fact, agencies), actorText(words, fact.actor, [], names))));
}
