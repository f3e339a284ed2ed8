// What went wrong stays until it is read; a press without an answer says so and asks.
import { element } from "../element.js";
import { clockText } from "../wire.js";
import { paintAlarms } from "./alarm_bar.js";
import { language, moveWords, words } from "./language.js";
import { repaint } from "./painting.js";
import { shownOf } from "./refusals.js";

const at = (id) => document.getElementById(id);

/** `deeds` are {read(number), sendAgain(), forget(), take(alarm)}. */
export function paintNotices(state, { timezone, deeds }) {
  repaint(at("errors"), [state.errors, language()], () => refusals(state.errors, deeds));
  paintPress(state.press, timezone, deeds);
  paintAlarms(state, { timezone, take: deeds.take });
}

function refusals(errors, deeds) {
  const shown = shownOf(errors);
  const more = errors.length - shown.length;
  return [...shown.map((error) => refusal(error, deeds)), more > 0 && element("p", { class: "errors-more" }, words("errors_more", { count: more }))]
    .filter(Boolean);
}

function refusal(error, deeds) {
  const move = error.move && [moveWords(error.move), error.ticket].filter(Boolean).join(" ");
  const title = move ? words("error_title", { move }) : "";
  return element("div", { class: "notice danger error" },
    element("p", {}, element("strong", {}, title), " ", error.text || words(error.key ?? "error_unknown"),
      error.times && element("strong", {}, ` ${words("error_times", { count: error.times })}`)),
    element("button", { class: "button small", type: "button", "data-focus": error.number, onclick: () => deeds.read(error.number) },
      words("error_read"), " ", element("kbd", {}, "Esc")));
}

function paintPress(press, timezone, deeds) {
  const shown = press && press.phase !== "sent" ? [press.phase, press.move, press.at, language()] : null;
  repaint(at("press"), shown, () => (shown ? unanswered(press, timezone, deeds) : []));
}

function unanswered(press, timezone, deeds) {
  const blanks = { move: moveWords(press.move), time: clockText(press.at, language(), timezone) };
  if (press.phase === "trying") return [words("press_trying", blanks)];
  return [
    element("span", {}, words("press_asking", blanks)),
    element("button", { class: "button small", type: "button", "data-focus": "again", onclick: deeds.sendAgain }, words("press_again")),
    element("button", { class: "button small quiet", type: "button", "data-focus": "forget", onclick: deeds.forget }, words("press_forget")),
  ];
}
