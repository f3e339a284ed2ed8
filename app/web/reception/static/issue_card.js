// Giving a number to the visitor who stands here: the service, the lane, the language, and where the paper comes out.
import { repaint, setText } from "../counter/painting.js";
import { element } from "../element.js";
import { language, words } from "./language.js";
import { ailment, serviceName } from "./sentences.js";

const at = (id) => document.getElementById(id);

/** Shows a service as the newest catalogue knows it: what to bring, who waits, or why it gives no numbers now. */
export function paintIssue({ service, agency }, printers) {
  setText(at("issue-title"), serviceName(service, language()));
  setText(at("issue-where"), [agency.name, agency.zone_name, waiting(service, agency)].filter(Boolean).join(" · "));
  const closed = service.open ? "" : (service[`reason_${language()}`] ?? words("take_closed"));
  at("issue-closed").hidden = closed === "";
  setText(at("issue-closed"), closed);
  repaint(at("issue-bring"), [service.requirements, language()], () => (service.requirements.length > 0
    ? [element("strong", {}, words("bring")), ` ${service.requirements.join(", ")}`] : []));
  at("issue-send").setAttribute("aria-disabled", String(!service.open));
  paintAilment(printers);
}

/** What is the matter with the chosen printer, before somebody waits for its paper. */
export function paintAilment(printers) {
  const text = ailment(words, printers.find(({ code }) => code === at("issue-printer").value));
  at("issue-printer-ails").hidden = text === "";
  setText(at("issue-printer-ails"), text);
}

// Those who share its counters wait before the visitor too: the agency's people, and the minutes of the counters' work.
function waiting({ estimate }, agency) {
  const people = words("people_waiting", { count: agency.waiting });
  return estimate && agency.waiting > 0 ? `${people}, ${words("range", estimate)}` : people;
}

/** What was chosen, as the body of the request. */
export function wishOf(service) {
  const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`).value;
  return {
    service,
    priority: chosen("issue-lane") || null,
    language: chosen("issue-language"),
    printer: at("issue-printer").value || null,
  };
}

/** Every visitor begins as an ordinary one who speaks the mall's first language. */
export function resetIssue() {
  for (const name of ["issue-lane", "issue-language"]) document.querySelector(`input[name="${name}"]`).checked = true;
}
