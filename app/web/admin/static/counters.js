// The counters: tiles by zone, and the same as a table while it is open.
import { element, numberElement } from "../element.js";
import { clockOf, words } from "./language.js";
import { repaint, row } from "./painting.js";
import { staffedDesks } from "./reckoning.js";
import { deskState, deskText } from "./sentences.js";

const at = (id) => document.getElementById(id);

export function paintCounters(overview) {
  const clock = clockOf(overview.timezone);
  repaint(at("zones"), overview.zones, () => overview.zones.map((zone) => zoneColumn(zone, clock)));
  if (!at("counters-table").open) return;
  const desks = overview.zones.flatMap((zone) => zone.counters);
  repaint(at("counters"), desks, () => desks.map((desk) => deskRow(desk, clock)));
}

function zoneColumn(zone, clock) {
  const counted = words("counters_open", { count: staffedDesks(zone), all: zone.counters.length });
  return element("section", { class: "zone", "aria-labelledby": `zone-${zone.code}` },
    element("h3", { id: `zone-${zone.code}` }, zone.name),
    element("p", { class: "soft" }, counted),
    element("ul", { class: "tiles", role: "list" }, ...zone.counters.map((desk) => tile(desk, clock))));
}

function tile(desk, clock) {
  return element("li", { class: `tile tile-${deskState(desk)}` },
    element("span", { class: "tile-name" }, desk.name),
    desk.number && numberElement(desk.number, { class: "tile-number" }),
    element("span", { class: "tile-state" }, deskText(words, desk, clock)));
}

function deskRow(desk, clock) {
  const since = desk.number_since ?? desk.since;
  return row(desk.name, desk.agencies.join(", "), deskText(words, desk, clock), desk.number ?? "-", clock(since), String(desk.served_today));
}
