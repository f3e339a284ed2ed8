// Stations as pure functions: what stands at a site, in groups, what to do at each, and which one a link asks for.

const KINDS = ["kiosk", "display", "agent", "printer"];
const PAIRED = ["kiosk", "display", "agent"]; // by a code

// [{kind, stations}] of those kinds that there are.
export function grouped(stations) {
  return KINDS.map((kind) => ({ kind, stations: stations.filter((each) => each.kind === kind) })).filter((group) => group.stations.length > 0);
}

// How many of them need nobody: what is well, and what is calm.
export function tally(stations) {
  return { all: stations.length, count: stations.filter(({ mood }) => mood === "good" || mood === "calm").length };
}

// What a station is called: the agent of printers that name none has no code of its own.
export function stationName(words, { kind, code, name }) {
  if (kind === "agent") return code || words("agent_own");
  return kind === "printer" ? code : `${code} · ${name}`;
}

// The steps to take at a station that is not well; a printer's are those of its state.
export function todo(words, station, address) {
  const { kind, code, condition, printers } = station;
  if (condition === "well" || condition === "off") return [];
  const key = kind === "printer" ? `steps_${condition === "unseen" ? "unknown" : condition}` : `todo_${kind}_${condition}`;
  const text = words(key, { address, code: code || words("agent_own"), printers: printers.join(", ") });
  return text === key ? [] : lines(text);
}

export function lines(text) {
  return text.split("\n").filter(Boolean);
}

export function isPaired({ kind }) {
  return PAIRED.includes(kind);
}

// "?kind=kiosk&place=K1" of a sheet's code -> {role, place}; null for a link that asks for none.
export function askedPlace(search) {
  const asked = new URLSearchParams(search);
  const role = asked.get("kind");
  return PAIRED.includes(role) && asked.has("place") ? { role, place: asked.get("place") } : null;
}

// The choices of sheets: all, each kind, each station; as {value, kind?, station?}.
export function choices(stations) {
  const groups = grouped(stations);
  return [{ value: "" }, ...groups.flatMap(({ kind, stations: mine }) => [
    { value: kind, kind, count: mine.length },
    ...mine.map((station) => ({ value: `${kind}:${station.code}`, station })),
  ])];
}

export function chosen(stations, value) {
  if (value === "") return stations;
  const [kind, ...code] = value.split(":");
  return stations.filter((each) => each.kind === kind && (code.length === 0 || each.code === code.join(":")));
}

// What is typed on the device itself, {key, text}: a command for a computer, the address of a printer.
export function entry({ kind, address: reach }, address) {
  if (kind === "printer") return { key: "sheet_reach", text: reach };
  if (kind === "agent") return { key: "sheet_run", text: `python3 run.py agent --server ${address}` };
  return { key: "sheet_run", text: `python3 run.py kiosk --install --kind ${kind} --url ${address}` };
}

// Whether an address is good on the server's own computer alone.
export function isLocal(address) {
  return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(address).hostname);
}
