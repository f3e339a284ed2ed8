// The printers of a site: each with its state, what to do about it, its papers, and a test print.
import { prepareAlarms } from "./alarms.js";
import { clockOf, language, words } from "./language.js";
import { repaint } from "./painting.js";
import { printerCard } from "./printer_card.js";
import { prepareProbing } from "./probing.js";
import { isWorking, stateOf } from "./reckoning.js";
import { momentText } from "./sentences.js";
import { openShell } from "./shell.js";

const at = (id) => document.getElementById(id);
const DEEDS = ["test", "roll"];
const outcomes = new Map(); // what became of the last deed of each kind at each printer, by site, code and deed
const shell = openShell({ read, paint });
const alarms = prepareAlarms(shell);
const probing = prepareProbing(shell);

// The site's clock comes with its own document, the printers without one.
async function read(ask, site) {
  const place = encodeURIComponent(site);
  const [hall, found] = await Promise.all([ask(`/sites/${place}`), ask(`/sites/${place}/printers`)]);
  if (!hall.ok || !found.ok) return hall.ok ? found : hall;
  const { name, now, timezone } = hall.data;
  const { printers } = found.data;
  return { ...found, data: { site_name: name, now, timezone, printers, alarms: printers.flatMap((printer) => printer.alarms) } };
}

function paint(hall, site) {
  const { site_name: name, printers, timezone, now } = hall;
  at("place").textContent = name;
  at("alarms-section").hidden = hall.alarms.length === 0;
  alarms.paint(hall);
  at("none").hidden = printers.length > 0;
  at("printers-said").textContent = printers.length === 0 ? "" : words("printers_working", {
    count: printers.filter((printer) => isWorking(stateOf(printer))).length, all: printers.length,
  });
  const mayTry = shell.may("manage_devices"); // a test print, and what the printer can do
  const done = printers.map(({ code }) => Object.fromEntries(DEEDS.map((deed) => [deed, outcomes.get(`${site}/${code}/${deed}`) ?? null])));
  const probed = printers.map(({ code }) => probing.shown(site, code));
  probing.watch(printers);
  const minute = Math.floor(Date.parse(now) / 60_000); // the durations move by the minute
  const clock = clockOf(timezone);
  const moment = (when) => momentText(when, { language: language(), zone: timezone, clock });
  repaint(at("printers"), [printers, done, probed, minute, mayTry], () => printers.map((printer, index) => printerCard(printer, {
    clock, moment, now, outcomes: done[index], press: (deed) => press(site, printer.code, deed), deeds: mayTry ? DEEDS : ["roll"], abilities: mayTry && probing.panel(printer, { site, moment }),
  })));
}

// A test print is asked for; a new roll is told of.
async function press(site, code, deed) {
  const told = (outcome) => {
    outcomes.set(`${site}/${code}/${deed}`, outcome);
    shell.repaint();
  };
  told({ phase: "asked" });
  const { ok, data, problem } = await shell.post(`/sites/${encodeURIComponent(site)}/printers/${encodeURIComponent(code)}/${deed}`);
  told(ok ? { phase: "done", ...(deed === "roll" && { text: words("roll_done", { metres: Math.round(data.roll_m) }) }) }
    : { phase: "refused", text: problem?.detail ?? words("test_unanswered") });
  await shell.refresh();
}
