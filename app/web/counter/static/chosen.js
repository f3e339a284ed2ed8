// Choosing a number by the arrows, and what if somebody else takes it meanwhile.
import { words } from "./language.js";

const at = (id) => document.getElementById(id);

/**
 * Prepares it once; `isBusy()` says whether somebody is at this counter, `note(text)` says something. Returns
 * {walk(step), surprised()}.
 */
export function prepareChosen({ isBusy, note }) {
  const view = { gone: false };
  at("queue-live").addEventListener("chosengone", () => lose(view, isBusy, note));
  return { walk, surprised: () => surprised(view, note) };
}

// The one that was called here is at this counter now. One that is elsewhere must not make the next press call another.
function lose(view, isBusy, note) {
  if (isBusy()) return at("main").focus();
  view.gone = true;
  note(words("chosen_gone"));
}

function surprised(view, note) {
  const was = view.gone;
  view.gone = false;
  if (was) note(words("chosen_gone"));
  return was;
}

// The arrows go from number to number of those that can be called from here.
function walk(step) {
  const stops = [...document.querySelectorAll("[data-walk]")];
  if (stops.length === 0) return;
  const now = stops.indexOf(document.activeElement);
  const next = now === -1 && step < 0 ? stops.length - 1 : now + step;
  stops[(next + stops.length) % stops.length].focus();
}
