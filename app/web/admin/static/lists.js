// The plain parts: today's figures, alarms, printers, screens and the last facts.
import { element } from "../element.js";
import { clockOf, language, words } from "./language.js";
import { repaint, row, state } from "./painting.js";
import { alarms, printerMood, unheard } from "./reckoning.js";
import { actorText, factText, momentText, printerText } from "./sentences.js";

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

// What needs somebody and no printer's own alarm says already.
export function paintUnheard(overview) {
  const open = overview.alarms ?? [];
  const found = unheard(alarms(overview, { clock: clockOf(overview.timezone), printerText: (it) => printerText(words, it) }), open);
  at("alarms-section").hidden = found.length + open.length === 0 && !overview.alarms_old;
  repaint(at("alarms"), found, () => found.map(({ key, blanks }) => element("li", {}, words(key, blanks))));
}

export function paintPrinters({ printers, timezone }) {
  const clock = clockOf(timezone);
  repaint(at("printers"), printers, () => printers.map((printer) => row(
    element("span", {}, printer.code, element("span", { class: "beneath soft" }, printer.kiosks.join(", "))),
    state(printerMood(printer.state), printerText(words, printer.state)),
    clock(printer.since), String(printer.open_jobs), String(printer.failed_jobs))));
}

export function paintScreens({ screens, timezone }) {
  const day = (moment) => momentText(moment, { language: language(), zone: timezone, clock: clockOf(timezone) });
  repaint(at("screens"), screens, () => screens.map((screen) => row(
    words(`role_${screen.role}`), screen.name, screen.code ?? "-", screen.site ?? words("place_all"), day(screen.created_at),
    screen.revoked_at ? state("", words("screen_revoked", { time: day(screen.revoked_at) })) : state("good", words("screen_valid")))));
}

export function paintFacts({ facts, queues, screens, timezone }) {
  const names = Object.fromEntries(queues.map((queue) => [queue.code, queue.short_name]));
  const clock = clockOf(timezone);
  repaint(at("facts"), [facts, screens], () => facts.map((fact) => row(
    clock(fact.at), factText(words, fact, names), actorText(words, fact.actor, screens))));
}
