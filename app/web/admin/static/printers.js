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
const tests = new Map(); // what became of the last test of each printer, by site and code
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
  const tested = printers.map(({ code }) => tests.get(`${site}/${code}`) ?? null);
  const probed = printers.map(({ code }) => probing.shown(site, code));
  probing.watch(printers);
  const minute = Math.floor(Date.parse(now) / 60_000); // the durations move by the minute
  const clock = clockOf(timezone);
  const moment = (when) => momentText(when, { language: language(), zone: timezone, clock });
  repaint(at("printers"), [printers, tested, probed, minute], () => printers.map((printer, index) => printerCard(printer, {
    clock, now, tested: tested[index], test: () => test(site, printer.code), abilities: probing.panel(printer, { site, moment }),
  })));
}

async function test(site, code) {
  const told = (outcome) => {
    tests.set(`${site}/${code}`, outcome);
    shell.repaint();
  };
  told({ phase: "asked" });
  const { ok, problem } = await shell.post(`/sites/${encodeURIComponent(site)}/printers/${encodeURIComponent(code)}/test`);
  told(ok ? { phase: "queued" } : { phase: "refused", text: problem?.detail ?? words("test_unanswered") });
  await shell.refresh();
  document.querySelector(`[data-test="${CSS.escape(code)}"]`)?.focus();
}
