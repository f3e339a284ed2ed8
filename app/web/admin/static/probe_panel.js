// What a printer can do, on its card: a button that asks, the steps, the findings, and questions about the slip.
import { element } from "../element.js";
import { words } from "./language.js";
import { state } from "./painting.js";
import { advice, findings, hasSlip, isOpen, probeSteps, QUESTIONS, slipNews } from "./probe_reckoning.js";
import { printerText } from "./sentences.js";

/**
 * `note` is what this page remembers of the printer: {slip, phase, text, known, unfolded, answers}; a refusal counts
 * until there is a probe newer than the one that was `known` by its number. `moment` writes a time; `ask()` asks the server, `keep(changes)` changes the note, `judge(question, answer)` takes what a person saw.
 */
export function probePanel({ code, profile, probe }, { note, moment, ask, keep, judge }) {
  return element("div", { class: "probe" },
    asking(code, { note, probe, ask, keep }),
    said(code, { note, probe, profile }),
    probe && element("details", { open: note.unfolded, ontoggle: ({ target }) => keep({ unfolded: target.open }) },
      element("summary", { id: `probe-about-${code}` }, words("probe_about", { time: moment(probe.asked_at) }), named(code)),
      steps(probe),
      lines(findings(probe, note.answers)),
      slip(probe),
      hasSlip(probe) && checklist(code, { note, judge })));
}

function named(code) {
  return element("span", { class: "visually-hidden" }, ` ${code}`);
}

function asking(code, { note, probe, ask, keep }) {
  const busy = note.phase === "asked" || isOpen(probe);
  return element("div", { class: "probe-asking" },
    element("button", {
      class: "button", type: "button", id: `probe-ask-${code}`, "aria-busy": String(busy), "aria-describedby": `probe-said-${code}`, onclick: ask,
    }, words("probe_ask"), named(code)),
    element("label", {},
      element("input", { type: "checkbox", id: `probe-slip-${code}`, checked: note.slip, onchange: ({ target }) => keep({ slip: target.checked }) }),
      words("probe_slip"), named(code)));
}

function said(code, { note, probe, profile }) {
  const { mood, text } = conclusion({ note, probe, profile });
  return element("p", { id: `probe-said-${code}`, role: "status", class: mood ? `probe-said ${mood}` : "probe-said soft" }, text);
}

function conclusion({ note, probe, profile }) {
  if (note.phase === "asked") return { mood: "", text: words("probe_asked") };
  if (note.phase === "refused" && note.known === (probe?.id ?? null)) return { mood: "danger", text: note.text };
  if (!probe) return { mood: "", text: "" };
  if (isOpen(probe)) return { mood: "", text: words(probe.started_at ? "probe_running" : "probe_waiting") };
  const { mood, key, blanks } = advice(probe, profile, note.answers);
  return { mood, text: say(key, blanks) };
}

function say(key, blanks) {
  return words(key, blanks.state ? { ...blanks, state: printerText(words, blanks.state) } : blanks);
}

// Of no interest once all went well.
function steps(probe) {
  const found = probeSteps(probe);
  if (found.every((step) => step.state === "done")) return null;
  return element("ol", { class: "probe-steps" }, ...found.map((step) =>
    element("li", { class: `probe-step probe-step-${step.state}`, "aria-current": step.state === "now" && "step" },
      words(step.key), ": ", words(`probe_step_${step.state}`))));
}

function lines(found) {
  if (found.length === 0) return null;
  return element("ul", { class: "probe-findings", role: "list" }, ...found.map(({ mood, key, blanks }) =>
    element("li", {}, state(mood, say(key, blanks)))));
}

function slip(probe) {
  const news = slipNews(probe);
  if (!news) return null;
  const reason = printerText(words, news.reason);
  const why = news.reason && reason !== `printer_${news.reason}` ? ` (${reason})` : "";
  return element("p", {}, state(news.mood, words(news.key) + why));
}

function checklist(code, { note, judge }) {
  return element("div", { class: "probe-checklist" },
    element("h3", {}, words("probe_look")),
    ...QUESTIONS.map((question) => element("fieldset", {},
      element("legend", {}, words(`probe_ask_${question}`)),
      ...[true, false].map((answer) => choice(code, question, answer, { note, judge })))));
}

function choice(code, question, answer, { note, judge }) {
  const word = answer ? "yes" : "no";
  return element("label", {},
    element("input", {
      type: "radio", name: `probe-${code}-${question}`, id: `probe-${code}-${question}-${word}`,
      checked: note.answers[question] === answer, onchange: () => judge(question, answer),
    }), words(`probe_${word}`));
}
