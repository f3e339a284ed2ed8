// One printer as a card: how it is, what to do now, what it serves, and its last slips.
import { steps } from "../alarms.js";
import { element } from "../element.js";
import { language, words } from "./language.js";
import { row, state } from "./painting.js";
import { printerMood, stateOf } from "./reckoning.js";
import { paperText, printerText, waitText } from "./sentences.js";

/**
 * `outcomes` are what became of the last test print and of the last word of a new roll, {test, roll}: each null or
 * {phase, text}; `press(deed)` does one of `deeds`. `abilities` is the panel of what the printer can do, or false.
 */
export function printerCard(printer, { clock, moment, now, outcomes, press, deeds, abilities }) {
  const { code } = printer;
  return element("li", { class: `printer printer-${printerMood(stateOf(printer)) || "unknown"}` },
    element("section", { "aria-labelledby": `printer-${code}` },
      heading(printer, { clock, now }),
      whatToDo(printer),
      facts(printer, { clock, moment }),
      lastSlips(printer, { clock }),
      element("div", { class: "printer-deeds" }, ...deeds.map((deed) => doing(printer, deed, { outcome: outcomes[deed], press }))),
      abilities));
}

function heading(printer, { clock, now }) {
  const its = stateOf(printer);
  const minutes = printer.since ? Math.max(0, Math.floor((Date.parse(now) - Date.parse(printer.since)) / 60_000)) : 0;
  const since = printer.since && words(minutes ? "since_for" : "alarm_since", { time: clock(printer.since), wait: waitText(words, minutes) });
  return element("header", { class: "printer-head" },
    element("h2", { id: `printer-${printer.code}` }, printer.code),
    element("p", {}, state(printerMood(its), printerText(words, its))),
    since && element("p", { class: "soft printer-since" }, since));
}

function whatToDo(printer) {
  const found = steps(words, stateOf(printer) ?? "unknown");
  if (found.length === 0) return null;
  return element("div", { class: "printer-steps" },
    element("h3", {}, words("steps")),
    element("ol", {}, ...found.map((step) => element("li", {}, step))));
}

function facts(printer, { clock, moment }) {
  const kiosks = printer.kiosks.join(", ") || words("kiosks_none");
  return element("dl", { class: "printer-facts" },
    fact("kiosks", kiosks),
    fact("fallback", printer.fallback ?? words("fallback_none")),
    fact("connection", `${words(`transport_${printer.transport}`)} · ${printer.profile}`),
    fact("seen", clock(printer.seen_at)),
    fact("agent", printer.agent ?? words("agent_server")),
    paperLeft(printer, moment),
    fact("open_jobs", String(printer.open_jobs)),
    fact("failed_jobs", String(printer.failed_jobs)));
}

function paperLeft(printer, moment) {
  const { roll_since: since, tickets_left: left } = printer;
  return element("div", {}, element("dt", {}, words("paper_left")), element("dd", { class: "paper-left" },
    paperText(words, { state: stateOf(printer), left, count }),
    since && element("span", { class: "beneath soft" }, words("roll_since", { time: moment(since) }))));
}

function count(number) {
  return new Intl.NumberFormat(language()).format(number);
}

function fact(name, text) {
  return element("div", {}, element("dt", {}, words(name)), element("dd", {}, text));
}

function lastSlips({ slips, code }, { clock }) {
  if (slips.length === 0) return element("p", { class: "soft" }, words("slips_none"));
  const heads = ["number", "state", "time"].map((key) => element("th", { scope: "col" }, words(key)));
  return element("table", { class: "printer-slips" },
    element("caption", { class: "soft" }, words("slips"), element("span", { class: "visually-hidden" }, ` ${code}`)),
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...slips.map((slip) => row(slipName(slip), slipText(slip), clock(slip.at)))));
}

function slipName({ ticket, number, mark }) {
  return element("span", {}, ticket === null ? words("slip_test") : number, mark && element("span", { class: "beneath soft" }, mark));
}

function slipText(slip) {
  const word = words(`job_${slip.state}`);
  const reason = words(`printer_${slip.reason}`);
  return slip.reason && reason !== `printer_${slip.reason}` ? `${word}: ${reason}` : word;
}

function doing({ code }, deed, { outcome, press }) {
  const refused = outcome?.phase === "refused";
  const said = outcome && (outcome.text ?? words(`${deed}_${outcome.phase}`));
  return element("div", { class: "printer-deed" },
    element("button", {
      class: "button", type: "button", id: `${deed}-${code}`, "aria-busy": String(outcome?.phase === "asked"), "aria-describedby": `${deed}-said-${code}`,
      onclick: () => press(deed),
    }, words(deed), element("span", { class: "visually-hidden" }, ` ${code}`)),
    element("p", { id: `${deed}-said-${code}`, role: "status", class: refused ? "warn" : "soft" }, said || ""));
}
