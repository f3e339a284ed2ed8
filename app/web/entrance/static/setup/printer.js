// Whether the new printer answers: its agent examines it and prints a slip, as on the page of printers.
import { element } from "../../element.js";
import { api } from "../../wire.js";
import { verdict } from "./trial.js";

const LOOK_MS = 1_000;
const MOST_LOOKS = 40;

/** A button and what came of it; `place` is {site, printer, profile, address}. */
export function printerTrial(place, { words, language }) {
  const said = element("span", { role: "status" });
  const button = element("button", { class: "button", type: "button", onclick: () => run(button, said) }, words("printer_try"));
  return element("p", { class: "setup-trial" }, button, said);

  async function run(busy, told) {
    if (busy.getAttribute("aria-busy") === "true") return;
    busy.setAttribute("aria-busy", "true");
    told.textContent = words("printer_trying");
    told.textContent = await tried(place, { words, language });
    busy.removeAttribute("aria-busy");
  }
}

async function tried({ site, printer, profile, address }, { words, language }) {
  const here = `/sites/${encodeURIComponent(site)}/printers`;
  const asked = await api("POST", `${here}/${encodeURIComponent(printer)}/probe`, { body: { slip: true }, language });
  if (!asked.ok) return asked.problem.detail ?? words("unanswered");
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const { ok, data } = await api("GET", here, { language });
    const probe = ok && data.printers.find(({ code }) => code === printer)?.probe;
    if (probe?.id === asked.data.id && probe.outcome) return words(...verdict(probe.outcome, { profile, address }));
  }
  return words("printer_agent");
}
