// What a ticket says to its visitor, as keys of the table [visitor]; face.py is its twin. Pure.

const NAMES_COUNTER = ["serving", "missed", "no_show"];
const SOON = 3; // people ahead: one stays near from then on
const MAY_CANCEL = ["expected", "waiting", "held", "missed"];

/** The state in one sentence: {key, blanks}; `counter` is its name, or a word for "somewhere". */
export function sentence(ticket, counter) {
  if (ticket.state === "waiting" && ticket.counters_closed) return { key: "counters_closed", blanks: {} };
  if (ticket.state === "waiting" && ticket.ahead === 0) return { key: "next", blanks: {} };
  return { key: ticket.state, blanks: NAMES_COUNTER.includes(ticket.state) ? { counter } : {} };
}

/** The range of minutes, or null where there is nothing to wait for. */
export function wait(ticket) {
  if (ticket.state !== "waiting" || ticket.estimate === null) return null;
  const { low, high } = ticket.estimate;
  return low === 0 ? { key: "estimate_under", blanks: { high } } : { key: "estimate_range", blanks: { low, high } };
}

/** A visitor gives the place up while waiting or set aside; at the counter one simply says so. */
export function mayCancel(ticket) {
  return MAY_CANCEL.includes(ticket.state);
}

/** Whether to stay near: few people are ahead, as many as the visitor chose, and somebody is there to call them. */
export function isSoon(ticket, near = SOON) {
  return ticket.state === "waiting" && ticket.ahead > 0 && ticket.ahead <= near && !ticket.counters_closed;
}

/** Whether it has just become a matter of minutes for somebody who was waiting. */
export function becameSoon(ticket, before, near = SOON) {
  const isNear = (known) => isSoon(known, near) || (known.state === "waiting" && known.ahead === 0);
  return before !== null && before.state === "waiting" && isNear(ticket) && !isNear(before);
}

/** When to be there: "come_before" the promised time, "come_now" once it has passed; null for all others. */
export function come(ticket, now) {
  if (ticket.state !== "expected") return null;
  return now < Date.parse(ticket.arrival.promised_at) ? "come_before" : "come_now";
}

/** Whether ten more minutes may be asked for, or were asked for as often as one may. */
export function mayPostpone(ticket) {
  return ["expected", "waiting"].includes(ticket.state);
}

export function mayGoToEnd(ticket) {
  return ticket.state === "waiting";
}

/** Whether this news must be heard and felt: a call, or one more call. */
export function isCalled(ticket, before) {
  return ticket.state === "called" && (before === null || before.state !== "called" || ticket.calls > before.calls);
}

/** Whether only a new page can tell: another service, or one of another name, has another place and requirements. */
export function needsNewPage(ticket, before) {
  return ["service", "service_name", "agency_name"].some((key) => ticket[key] !== before[key]);
}

/** What the notice of the hall says on this phone now, also when nobody tells that its time is over; "" for none. */
export function noticeText(notice, language, now) {
  const over = !notice || (notice.until !== null && Date.parse(notice.until) <= now);
  return over ? "" : notice[language] ?? notice.id;
}
