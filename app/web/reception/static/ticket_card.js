// A ticket before the desk: its number, where it stands, its paper, what happened to it, and what may be done.
import { actorText, factText } from "../admin/sentences.js";
import { repaint, setText } from "../counter/painting.js";
import { element, numberElement } from "../element.js";
import { language, words } from "./language.js";
import { isPaperGoing, paperText, printerName, serviceName, stateText } from "./sentences.js";

const at = (id) => document.getElementById(id);

/**
 * Shows {ticket, facts, reprints_left, credit_minutes}; `token` is the secret address while the number is fresh,
 * `wanted` the printer that was chosen for its paper, `names` the short names of the agencies by code, `may(permission, agency)` what whoever sits here may do.
 */
export function paintTicket(shown, { printers, token, wanted, clock, names, may }) {
  const { ticket } = shown;
  at("ticket").dataset.state = ticket.state;
  repaint(at("ticket-title"), [ticket.number], () => [numberElement(ticket.number)]);
  setText(at("ticket-state"), stateText(words, ticket, clock));
  setText(at("ticket-where"), [serviceName(ticket, language()), ticket.agency_name, ticket.zone_name].filter(Boolean).join(" · "));
  repaint(at("ticket-tags"), [ticket, language()], () => tags(ticket, clock));
  paintPaper(ticket, printers, { fresh: Boolean(token), wanted });
  paintCode(token);
  paintDeeds(shown, may);
  repaint(at("story"), [shown.facts, names, language()], () => shown.facts.map((fact) => line(fact, names, clock)).reverse());
}

function tags(ticket, clock) {
  return [
    ticket.priority && element("span", { class: "tag priority" }, words(`lane_${ticket.priority}`)),
    ticket.language !== language() && element("span", { class: "tag" }, words(`speaks_${ticket.language}`)),
    ticket.note && element("span", { class: "tag" }, words("note", { text: ticket.note })),
    ticket.hold_reason && element("span", { class: "tag" }, words("held_for", { text: ticket.hold_reason })),
    ...ticket.stops.map((stop) => element("span", { class: "tag" }, words("then", { service: serviceName(stop, language()) }))),
    element("span", { class: "soft" }, words("issued", { time: clock(ticket.issued_at) })),
  ].filter(Boolean);
}

function paintPaper(ticket, printers, known) {
  const { mood, text } = paperText(words, ticket, printers, known);
  const paper = at("ticket-paper");
  paper.className = `ticket-paper state ${mood}`.trim();
  paper.dataset.paper = ticket.print.state;
  setText(paper, text);
}

function paintCode(token) {
  at("ticket-code").hidden = !token;
  repaint(at("ticket-code"), [token ?? null, language()], () => (token ? [
    element("img", { src: `/t/${encodeURIComponent(token)}/qr.svg`, alt: words("code_alt"), width: "168", height: "168" }),
    element("figcaption", {}, words("code")),
  ] : []));
}

function paintDeeds({ ticket, reprints_left: left, credit_minutes: credit }, may) {
  at("arrive").hidden = ticket.state !== "expected" || !may("issue", ticket.agency);
  at("reprint").hidden = !may("reprint", ticket.agency);
  at("reprint-send").setAttribute("aria-disabled", String(left === 0 || at("reprint-printer").options.length === 0));
  setText(at("reprint-left"), reprintNote(left, ticket));
  at("lane").hidden = !may("change_priority", ticket.agency);
  at("lane-send").setAttribute("aria-disabled", String(credit === null));
  setText(at("lane-note"), laneNote(credit));
}

// What the rules say comes with the story, a moment after the number.
function laneNote(credit) {
  if (credit === undefined) return "";
  return credit === null ? words("lane_late") : words("lane_help", { minutes: credit });
}

function reprintNote(left, ticket) {
  if (left === null) return "";
  if (left === 0) return words("reprint_over");
  return isPaperGoing(ticket) ? words("reprint_going") : words("reprint_left", { count: left });
}

function line(fact, names, clock) {
  const who = fact.actor_name ?? actorText(words, fact.actor, []);
  return element("li", {},
    element("time", { datetime: fact.at, class: "soft" }, clock(fact.at)),
    element("span", {}, factText(words, fact, names)),
    element("span", { class: "soft" }, who));
}

/** The choice of a printer: those of the site; `none` is the sentence for no paper at all, where that is one. */
export function offerPrinters(select, printers, { none = null } = {}) {
  const kept = select.options.length > 0 ? select.value : undefined;
  const nothing = none === null ? [] : [element("option", { value: "" }, none)];
  repaint(select, [printers.map(({ code, kiosks, state }) => [code, kiosks, state]), none, language()], () => [
    ...printers.map((printer) => element("option", { value: printer.code }, [printerName(printer), ails(printer)].filter(Boolean).join(" · "))),
    ...nothing,
  ]);
  if ([...select.options].some(({ value }) => value === kept)) select.value = kept;
}

const ails = ({ state }) => (state === "ready" || state === null ? "" : words(`printer_${state}`));
