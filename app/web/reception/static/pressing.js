// The buttons of the desk: one deed at a time, and what was refused stays until it is read.
import { setText } from "../counter/painting.js";
import { words } from "./language.js";

const at = (id) => document.getElementById(id);
const WHY_NOT = { issue: "issue-closed", reprint: "reprint-left", lane: "lane-note" }; // what says why a button is off

/**
 * Prepares the forms once: `deeds` are what each of them does, by its id; a deed promises the answer of api(). After a
 * refusal `refused()` is called, and `read()` once it was read.
 */
export function preparePresses(deeds, { refused, read }) {
  const desk = { busy: false, refused };
  for (const [form, deed] of Object.entries(deeds)) {
    at(form).addEventListener("submit", (event) => {
      event.preventDefault();
      press(desk, form, deed);
    });
  }
  at("refusal-read").addEventListener("click", () => {
    hush();
    read();
  });
}

// What may not be done says why instead of doing nothing.
async function press(desk, form, deed) {
  const button = at(`${form}-send`);
  if (desk.busy) return;
  if (button.getAttribute("aria-disabled") === "true") return complain(at(WHY_NOT[form]).textContent);
  desk.busy = true;
  button.setAttribute("aria-busy", "true");
  hush();
  const { ok, problem } = await deed();
  desk.busy = false;
  button.removeAttribute("aria-busy");
  if (ok) return;
  complain(problem?.detail ?? words("unanswered"));
  desk.refused();
}

/** Says what was refused, until it is read. */
export function complain(text) {
  if (text === "") return; // the card has only begun to show
  setText(at("refusal-text"), text);
  at("refusal").hidden = false;
}

/** Takes the refusal away that was read, or that no longer matters. */
export function hush() {
  at("refusal").hidden = true;
  setText(at("refusal-text"), "");
}
