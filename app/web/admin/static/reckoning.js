// What a hall amounts to, as pure functions: what nobody raised an alarm about, and how its parts look.

const SILENT_AFTER_MS = 180_000; // agents report every printer at least once a minute
const WORKING = ["ready", "near_end"];

// What somebody should see to: [{key, blanks}] for the words "alarm_..."; `clock` writes a time.
export function alarms(overview, { clock, printerText }) {
  const now = Date.parse(overview.now);
  return [
    ...overview.printers.flatMap((printer) => printerAlarms(printer, now, { clock, printerText })),
    ...unstaffedAlarm(overview.queues),
  ];
}

// One line for all of them: early in the morning they are many.
function unstaffedAlarm(queues) {
  const unstaffed = busyQueues(queues).filter(({ staffed }) => staffed === 0);
  if (unstaffed.length === 0) return [];
  return [{ key: "alarm_unstaffed", blanks: { queues: unstaffed.map((queue) => `${queue.short_name} (${queue.waiting})`).join(", ") } }];
}

function printerAlarms(printer, now, { clock, printerText }) {
  const name = printer.code;
  const found = [];
  if (printer.state === null) found.push({ key: "alarm_silent", blanks: { printer: name } });
  else if (now - Date.parse(printer.seen_at) > SILENT_AFTER_MS) {
    found.push({ key: "alarm_quiet", blanks: { printer: name, time: clock(printer.seen_at) } });
  } else if (!WORKING.includes(printer.state)) {
    found.push({ key: "alarm_printer", blanks: { printer: name, state: printerText(printer.state), time: clock(printer.since) } });
  }
  if (printer.failed_jobs > 0) found.push({ key: "alarm_paper", blanks: { printer: name, count: printer.failed_jobs } });
  return found;
}

// The queues with people in them, the longest first.
export function busyQueues(queues) {
  const busy = queues.filter(({ waiting }) => waiting > 0);
  return busy.sort((one, other) => other.waiting - one.waiting || other.longest_wait - one.longest_wait);
}

// {good, warning, danger} for the dot beside a printer's state; nothing before it was heard of.
export function printerMood(state) {
  if (state === null) return "";
  if (state === "ready") return "good";
  return state === "near_end" ? "warning" : "danger";
}

// The state a page shows: an agent that fell silent makes all that it said of the printer old news.
export function stateOf({ state, alarms = [] }) {
  return alarms.some(({ kind }) => kind === "agent_lost") ? "agent_lost" : state;
}

export function isWorking(state) {
  return WORKING.includes(state);
}

// The reckoned alarms without those of printers whose own alarm is open already.
export function unheard(found, open) {
  const alarmed = new Set(open.map(({ printer }) => printer));
  return found.filter(({ key, blanks }) => !(["alarm_printer", "alarm_quiet"].includes(key) && alarmed.has(blanks.printer)));
}

export function staffedDesks(zone) {
  return zone.counters.filter(({ state }) => state !== "closed").length;
}
