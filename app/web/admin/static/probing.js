// Asks what printers can do and follows the answers; what a person saw on a slip stays on this page.
import { words } from "./language.js";
import { probePanel } from "./probe_panel.js";
import { isOpen } from "./probe_reckoning.js";

const WATCH_MS = 1_000; // while somebody waits for an answer that takes seconds
const FRESH = Object.freeze({ slip: false, phase: null, text: "", known: null, unfolded: false, answers: {} });

/** `shell` is the page's. */
export function prepareProbing(shell) {
  const notes = new Map(); // by site and printer
  const noteOf = (site, code) => notes.get(`${site}/${code}`) ?? FRESH;
  const keep = (site, code, changes) => notes.set(`${site}/${code}`, { ...noteOf(site, code), ...changes });
  let timer = null;
  return {
    shown: noteOf,
    watch(printers) {
      clearTimeout(timer);
      if (printers.some(({ probe }) => isOpen(probe ?? null))) timer = setTimeout(() => shell.refresh(), WATCH_MS);
    },
    panel: (printer, { site, moment }) => probePanel({ ...printer, probe: printer.probe ?? null }, {
      moment,
      note: noteOf(site, printer.code),
      ask: () => ask(shell, site, printer, { note: noteOf(site, printer.code), keep }),
      keep: (changes) => keep(site, printer.code, changes),
      judge(question, answer) {
        keep(site, printer.code, { answers: { ...noteOf(site, printer.code).answers, [question]: answer } });
        shell.repaint();
      },
    }),
  };
}

async function ask(shell, site, { code, probe }, { note, keep }) {
  keep(site, code, { phase: "asked", unfolded: true, answers: {} });
  shell.repaint();
  const path = `/sites/${encodeURIComponent(site)}/printers/${encodeURIComponent(code)}/probe`;
  const { ok, problem } = await shell.post(path, { slip: note.slip });
  keep(site, code, ok ? { phase: null } : { phase: "refused", known: probe?.id ?? null, text: problem?.detail ?? words("probe_unanswered") });
  await shell.refresh();
}
