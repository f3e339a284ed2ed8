// What a hall allows and means, as pure functions over its document: deeds, consequences, the order of the queues.

const BAR_BEYOND_NORM = 1.5; // a bar's end, in norms, while nobody has waited longer

/** The deeds that make sense at a counter and that `may(permission, agency)` allows, by name. */
export function deskDeeds(desk, may) {
  const is = (permission) => desk.agency_codes.some((agency) => may(permission, agency));
  const { state, ticket_state: visitor, closing, helping } = desk;
  const found = {
    approve: is("approve_closing") && closing !== null && !closing.approved,
    refuse: is("approve_closing") && closing !== null,
    free: is("take_over") && visitor !== null,
    open: is("call") && (state === "closed" || state === "break"),
    rest: is("call") && state !== "break" && visitor === null,
    close: is("ask_closing") && is("approve_closing") && state !== "closed" && visitor === null,
    help: is("help_elsewhere") && visitor === null,
    help_end: is("help_elsewhere") && visitor === null && helping.length > 0,
  };
  return Object.keys(found).filter((name) => found[name]);
}

/** The queues with people in them that lose their last counter when this one closes. */
export function leftAlone(desk, { zones, queues }) {
  const others = zones.flatMap((zone) => zone.counters).filter(({ code, state }) => code !== desk.code && state !== "closed");
  return queues.filter(({ code, waiting }) => waiting > 0 && desk.agency_codes.includes(code)
    && !others.some(({ agency_codes: codes }) => codes.includes(code)));
}

export function deskOf({ zones }, code) {
  return zones.flatMap((zone) => zone.counters).find((desk) => desk.code === code);
}

/**
 * The queues, whoever waits longest first and the empty ones last, each with `share`, the part of its bar that the
 * longest wait fills, `mark`, where on it the norm stands (0 to 1), and `late`: beyond the norm.
 */
export function measured(queues) {
  const longest = Math.max(0, ...queues.map(({ longest_wait: wait }) => wait));
  const order = (one, other) => other.longest_wait - one.longest_wait || other.waiting - one.waiting;
  return [...queues].sort(order).map((queue) => {
    const whole = Math.max(longest, queue.norm * BAR_BEYOND_NORM, 1);
    return { ...queue, share: queue.longest_wait / whole, mark: queue.norm / whole, late: queue.longest_wait > queue.norm };
  });
}

/** The counters and agencies that an alarm is about: {counter: code} or {agency: code}; null for a thing of another page. */
export function placeOf({ subject, printer: code }) {
  return { counter: { counter: code }, queue: { agency: code } }[subject] ?? null;
}

/** The codes of the counters that an alarm is open about. */
export function alarmedCounters(alarms) {
  return new Set(alarms.filter(({ subject }) => subject === "counter").map(({ printer }) => printer));
}
