// What the administrator reads, as pure functions: `words(key, blanks)` says a sentence of [admin], or the key
// itself where there is none; `clock(moment)` writes a time.

// "A-007 dipanggil ke Loket 3" for a fact of the journal; `names` are the short names of the agencies by code.
export function factText(words, fact, names) {
  const { data } = fact;
  const agency = data.to_agency ?? data.agency;
  return words(`fact_${fact.kind}`, {
    number: data.number,
    counter: fact.counter_name,
    agency: names[agency] ?? agency,
    printer: (data.subject ?? "printer") === "printer" ? data.printer : data.detail,
    service: data.service,
    state: printerText(words, data.state),
    name: data.name ?? data.username,
    role: data.role && words(`role_${data.role}`),
    word: data.word,
  });
}

// Who did it: the name of the person or screen behind "staff:siti" or "counter:2", else the role, else the journal's own
// word. `names` are those that the server told.
export function actorText(words, actor, screens, names = {}) {
  if (names[actor]) return names[actor];
  const key = `actor_${actor.replaceAll(" ", "_")}`;
  const own = words(key);
  if (own !== key) return own;
  const [role, place] = actor.split(":");
  const screen = screens.find(({ id, code, role: its }) => its === role && (code === place || String(id) === place));
  return screen?.name || (place ? `${words(`role_${role}`)} ${place}` : actor);
}

export function printerText(words, state) {
  return words(`printer_${state ?? "unknown"}`);
}

// How much paper is left: by the papers counted since the roll was put in, where somebody saw that, and by what the
// printer says. `count` writes a number.
export function paperText(words, { state, left, count }) {
  const about = left && state !== "paper_out" ? words("paper_left_about", { count: count(left) }) : "";
  if (about && state !== "near_end") return about;
  const word = words({ ready: "paper_left_enough", near_end: "paper_left_little", paper_out: "paper_left_none" }[state] ?? "paper_left_unknown");
  return [word, about].filter(Boolean).join(", ");
}

// The look and the word of a counter: what it does with its number, else its own state.
export function deskState(desk) {
  return desk.ticket_state ?? desk.state;
}

export function deskText(words, desk, clock) {
  const state = deskState(desk);
  if (state === "break" && desk.returns_at) return words("desk_break_until", { time: clock(desk.returns_at) });
  return words(`desk_${state}`);
}

// "32 mnt", "1 jam 5 mnt".
export function waitText(words, minutes) {
  if (minutes < 60) return words("minutes", { count: minutes });
  return words("hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

// "22 Nov 10.37" on the wall clock of `zone`.
export function momentText(moment, { language, zone, clock }) {
  const locale = language === "id" ? "id-ID" : "en-GB";
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: zone }).format(new Date(moment));
  return `${day} ${clock(moment)}`;
}
