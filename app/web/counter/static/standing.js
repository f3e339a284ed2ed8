// What the clerk has to know besides the queue: a notice, a closing, a break, help elsewhere; one line each.
import { element } from "../element.js";
import { clockText } from "../wire.js";
import { minutesOf, serverTime, since } from "./clock.js";
import { language, words } from "./language.js";
import { repaint } from "./painting.js";

const at = (id) => document.getElementById(id);

/** `withdraw()` takes back a closing that was asked for. */
export function paintStanding(state, { timezone, withdraw }) {
  if (!state.desk) return;
  const clock = (moment) => clockText(moment, language(), timezone);
  const lines = standing(state, { clock, now: serverTime(state.clock, performance.now()) });
  repaint(at("standing"), [lines, language()], () => lines.map((line) => drawn(line, withdraw)));
}

function standing({ desk: { counter }, notice }, { clock, now }) {
  return [
    notice && { kind: "notice", title: words("notice"), text: noticeText(notice) },
    counter.closing && closing(counter.closing, clock),
    counter.state === "break" && counter.returns_at && pause(counter.returns_at, clock, now),
    counter.state === "closed" && counter.reopens_at && { kind: "reopens", text: words("reopens_at", { time: clock(counter.reopens_at) }) },
    ...counter.helping.map(({ name, until }) => ({ kind: "helping", text: words("helping", { name, time: clock(until) }) })),
  ].filter(Boolean);
}

const noticeText = (notice) => (language() === "en" ? (notice.en ?? notice.id) : notice.id);

function closing({ approved, reason, reopens_at: reopens }, clock) {
  const text = [reason && words("closing_reason", { reason }), reopens && words("reopens_at", { time: clock(reopens) })];
  const title = words(approved ? "closing_approved" : "closing_asked");
  return { kind: "closing", title, text: text.filter(Boolean).join(" "), mayWithdraw: true };
}

function pause(returns, clock, now) {
  const late = minutesOf(since(returns, now));
  const text = words(late ? "break_over" : "break_until", { time: clock(returns), minutes: late });
  return { kind: late ? "late" : "break", text };
}

function drawn({ kind, title, text, mayWithdraw }, withdraw) {
  const button = mayWithdraw && element("button", {
    class: "button small", type: "button", "data-focus": "withdraw", onclick: withdraw,
  }, words("move_closing_withdraw"));
  return element("div", { class: "standing", "data-kind": kind },
    element("p", {}, title && element("strong", {}, `${title} `), text), button);
}
