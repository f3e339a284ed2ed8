// What a receptionist reads of a ticket, its paper and a printer. Pure; `words` says a sentence, `clock` writes a time.

const GOING = ["queued", "printing"];
const WELL = ["ready", "near_end", null];

/** Whether a number is meant, and no service: "A-007", "a7", "A 7", "007". */
export function looksLikeNumber(text) {
  return /^\s*[a-z]{0,4}[\s.-]*\d{1,6}\s*$/i.test(text);
}

/** Whether a text may begin a number, so that it is worth asking for: also "A" and "A-". */
export function mayBeNumber(text) {
  return looksLikeNumber(text) || /^\s*[a-z]{1,4}[\s.-]*$/i.test(text);
}

/** The ten signs of a booking's code, typed or at the end of a scanned address; "" for anything else. */
export function bookingIn(typed) {
  const [address] = typed.trim().split("?");
  const said = address.slice(address.lastIndexOf("/") + 1);
  const isWord = said === address && /^[a-z]+$/.test(said); // ten letters may be the name of a service
  return !isWord && /^[0-9a-z]{5}[\s-]?[0-9a-z]{5}$/i.test(said) ? said.replace(/[\s-]/, "").toUpperCase() : "";
}

/** Where a ticket stands, as one would tell the visitor: "Menunggu: 3 orang di depan, sekitar 10–20 menit." */
export function stateText(words, ticket, clock) {
  if (ticket.state === "waiting") return waitingText(words, ticket, clock);
  const moment = { called: ticket.called_at, serving: ticket.serving_at, missed: ticket.called_at, expected: ticket.arrival?.arrives_by }[ticket.state] ?? ticket.served_at;
  const blanks = { counter: ticket.counter_name ?? words("some_counter"), time: moment ? clock(moment) : "-" };
  return words(`state_${ticket.state}`, blanks);
}

function waitingText(words, ticket, clock) {
  const ahead = ticket.ahead > 0 ? words("waiting_ahead", { count: ticket.ahead }) : words("waiting_next");
  const away = ticket.counters_closed;
  if (away) return `${ahead} ${away.reopens_at ? words("counters_back", { time: clock(away.reopens_at) }) : words("counters_closed")}`;
  if (!ticket.estimate || ticket.ahead === 0) return ahead;
  return `${ahead} ${words("waiting_range", ticket.estimate)}`;
}

/**
 * What is known of the paper and nothing more, as {mood, text}: only a printer that confirmed has printed. `printers`
 * are the site's; `fresh` says that the number is still on the screen with its code, `wanted` which printer was chosen.
 */
export function paperText(words, ticket, printers, { fresh = false, wanted = null } = {}) {
  const { state, printer } = ticket.print;
  const known = printers.find(({ code }) => code === printer);
  const blanks = { printer: printerName(known ?? { code: printer ?? "-", kiosks: [] }) };
  if (GOING.includes(state) && known && !WELL.includes(known.state)) {
    return { mood: "warning", text: words("paper_stuck", { ...blanks, state: words(`printer_${known.state}`) }) };
  }
  if (state === "none") return { mood: "", text: words(fresh ? "paper_none_fresh" : "paper_none") };
  if (state === "printed" && wanted && printer !== wanted) return { mood: "warning", text: words("paper_elsewhere", blanks) };
  return { mood: { printed: "good", failed: "danger", sent: "warning" }[state] ?? "", text: words(`paper_${state}`, blanks) };
}

/** Whether the paper is on its way, so that news of it is near. */
export function isPaperGoing(ticket) {
  return GOING.includes(ticket.print.state);
}

/** "P1 (Anjungan 1)". */
export function printerName({ code, kiosks }) {
  return kiosks.length > 0 ? `${code} (${kiosks.join(", ")})` : code;
}

/** Why paper may not come out of a printer now, or nothing. */
export function ailment(words, printer) {
  return printer && !WELL.includes(printer.state) ? words("printer_ails", { state: words(`printer_${printer.state}`) }) : "";
}

/** The name of a service, or of a ticket's service, in the language of the desk. */
export function serviceName(thing, language) {
  const [own, english] = [thing.service_name ?? thing.name, thing.service_name_en ?? thing.name_en];
  return language === "en" ? (english ?? own) : own;
}
