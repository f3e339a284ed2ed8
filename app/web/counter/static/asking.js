// A short question before a move: ready answers, each with its figure, and perhaps words of the clerk's own.
import { element } from "../element.js";
import { setText } from "./painting.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const at = (id) => document.getElementById(id);

/**
 * Prepares the dialog once; returns `ask(question)`. A question is {title, help, choices, own, answer}: `choices`
 * are [{label, body}], `own` {label, send, value, mayBeEmpty, body(text)} or null; `answer(body)` hears the answer.
 */
export function prepareAsking() {
  const view = { question: null };
  at("ask-form").addEventListener("submit", (event) => {
    event.preventDefault();
    answerOwn(view);
  });
  at("ask").addEventListener("keydown", (event) => steer(event));
  at("ask-cancel").addEventListener("click", () => at("ask").close());
  at("ask").addEventListener("close", () => { view.question = null; });
  return (question) => open(view, question);
}

function open(view, question) {
  const { title, help = "", choices = [], own = null } = question;
  view.question = question;
  setText(at("ask-title"), title);
  setText(at("ask-help"), help);
  at("ask-choices").replaceChildren(...choices.map((choice, index) => button(view, choice, index)));
  at("ask-own").hidden = !own;
  at("ask-text").required = Boolean(own) && !own.mayBeEmpty;
  at("ask-text").value = own?.value ?? "";
  setText(at("ask-label"), own?.label ?? "");
  setText(at("ask-send"), own?.send ?? "");
  at("ask-enter").hidden = choices.length > 0; // then Enter means the first of them
  at("ask").showModal();
  if (choices.length) buttons()[0].focus();
  else at("ask-text").select();
}

function button(view, { label, body }, index) {
  return element("button", { class: "button", type: "button", onclick: () => answer(view, body) },
    element("span", {}, label), element("kbd", {}, String(index + 1)));
}

const buttons = () => [...at("ask-choices").querySelectorAll("button")];

// A question is answered once, however often the key bounces.
function answer(view, body) {
  const { question } = view;
  if (!question) return;
  view.question = null;
  at("ask").close();
  question.answer(body);
}

function answerOwn(view) {
  const own = view.question?.own;
  const text = at("ask-text").value.trim();
  if (!own) return;
  if (!text && !own.mayBeEmpty) at("ask-text").focus();
  else answer(view, own.body(text));
}

// Figures and arrows choose, except in the field, where figures are text and only the arrows leave it.
function steer(event) {
  const isTyping = event.target === at("ask-text");
  const chosen = !isTyping && !event.repeat && !event.ctrlKey && buttons()[Number(event.key) - 1];
  if (chosen) chosen.click();
  else if (event.key in STEPS) walk(event.target, STEPS[event.key]);
  else return;
  event.preventDefault();
}

function walk(from, step) {
  const stops = at("ask-own").hidden ? buttons() : [...buttons(), at("ask-text")];
  stops[(stops.indexOf(from) + step + stops.length) % stops.length].focus();
}
