// A form at the entrance: sends once, says what is wrong, and where the cursor goes then.
import { api } from "../wire.js";

const at = (id) => document.getElementById(id);
const told = () => document.getElementById("words").dataset;

/** `send()` returns the answer of the API; `done(data)` is called when it was accepted. */
export function prepareForm(name, { check = () => null, send, done }) {
  const form = at(name);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    if (button.getAttribute("aria-busy") === "true") return;
    const wrong = emptyField(form) ?? check();
    if (wrong) return refuse(form, wrong);
    button.setAttribute("aria-busy", "true");
    const { ok, data, problem } = await send();
    button.removeAttribute("aria-busy");
    if (ok) done(data);
    else refuse(form, { text: problem?.detail ?? told().unanswered });
  });
}

/** Two fields that must hold the same password. */
export function sameTwice(one, other) {
  return at(one).value === at(other).value ? null : { text: told().differs, field: other };
}

export function post(path, body, token) {
  return api("POST", path, { body, token, language: document.documentElement.lang });
}

function emptyField(form) {
  const empty = [...form.querySelectorAll("input[required]")].find(({ value }) => value.trim() === "");
  return empty ? { text: told().empty.replace("{field}", labelOf(empty)), field: empty.id } : null;
}

function labelOf(input) {
  return input.labels[0]?.textContent.trim() ?? "";
}

function refuse(form, { text, field }) {
  form.querySelector(".error").textContent = text;
  for (const input of form.querySelectorAll("input")) input.setAttribute("aria-invalid", String(input.id === field));
  const target = field ? at(field) : form.querySelector("input[type=password]");
  target.focus();
  if (!field) target.select();
}

/** The page in the other language still knows where to go afterwards. */
export function keepGoal() {
  const next = new URLSearchParams(location.search).get("next");
  for (const link of document.querySelectorAll(".languages a")) {
    if (next) link.search = `${link.search}&next=${encodeURIComponent(next)}`;
  }
}
