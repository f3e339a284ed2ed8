// Training for staff: situations, what each person sees of them, and a button that brings one about.

import { say } from "./say.js";

// Each begins from a printer in order; what the printer itself then shows tells whether it is in it.
const SITUATIONS = [
  { name: "normal", deed: null, is: ({ state, slow }) => state === "ready" && !slow.slow_link && !slow.slow_head },
  { name: "near_end", deed: "near_end", is: ({ state }) => state === "near_end" },
  { name: "paper_out", deed: "paper_out", is: ({ state }) => state === "paper_out" },
  { name: "ends_soon", deed: "ends_soon" },
  { name: "cover_open", deed: "cover", is: ({ faults }) => faults.cover },
  { name: "offline", deed: "offline", is: ({ faults }) => faults.offline },
  { name: "cutter", deed: "cutter", is: ({ faults }) => faults.cutter },
  { name: "unplugged", deed: "refuse", is: ({ faults }) => faults.refuse },
  { name: "mute", deed: "mute", is: ({ faults }) => faults.mute },
  { name: "slow_link", deed: "slow_link", is: ({ slow }) => slow.slow_link },
  { name: "slow_head", deed: "slow_head", is: ({ slow }) => slow.slow_head },
  { name: "dropped", deed: "drop" },
  { name: "power", deed: "power_cycle" },
];
const PERSONS = ["visitor", "clerk", "technician"];

const part = (root, name) => root.querySelector(`[data-${name}]`);

/** `act(printer, deed)` does one deed, one after the other. Returns show(printers, words, write). */
export function prepareTraining({ act }) {
  const root = document.querySelector("[data-training]");
  const pupil = part(root, "pupil");
  const view = { printers: [], names: "", rows: null };
  const chosen = () => view.printers.find(({ name }) => name === pupil.value) ?? view.printers[0];

  async function set({ deed }) {
    const printer = chosen();
    await act(printer, "normal");
    if (deed) await act(printer, deed);
  }

  function paint() {
    const printer = chosen();
    for (const [index, { is }] of SITUATIONS.entries()) {
      const button = part(view.rows[index], "set");
      if (is) button.setAttribute("aria-pressed", String(is(printer)));
    }
  }

  pupil.addEventListener("change", paint);
  return (printers, words, write) => {
    root.hidden = printers.length === 0;
    if (root.hidden) return;
    view.printers = printers;
    const names = printers.map(({ name }) => name).join();
    if (view.names !== names) {
      view.names = names;
      pupil.replaceChildren(...printers.map(({ name, site, code }) => new Option(`${site} · ${code}`, name)));
    }
    if (view.rows === null || view.words !== words) {
      view.words = words;
      view.rows = SITUATIONS.map((situation) => rowOf(situation, words, () => set(situation)));
      part(root, "situations").replaceChildren(...view.rows);
      for (const row of view.rows) write(row);
    }
    paint();
  };
}

function rowOf({ name, is }, words, set) {
  const row = document.querySelector("template[data-situation]").content.cloneNode(true).firstElementChild;
  const title = say(words, `situation_${name}`);
  part(row, "title").textContent = title;
  for (const person of PERSONS) part(row, person).textContent = say(words, `situation_${name}_${person}`);
  const button = part(row, "set");
  button.textContent = say(words, "training_set");
  button.setAttribute("aria-label", `${say(words, "training_set")}: ${title}`);
  if (!is) button.removeAttribute("aria-pressed");
  button.addEventListener("click", set);
  return row;
}
