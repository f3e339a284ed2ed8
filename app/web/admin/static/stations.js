// The stations of a site as cards: how each is, when it was heard last, and what to do where it is not well.
import { element } from "../element.js";
import { words } from "./language.js";
import { repaint, state } from "./painting.js";
import { grouped, stationName, tally, todo } from "./stations_reckoning.js";

const at = (id) => document.getElementById(id);
const MOODS = { calm: "" };

/** Shows `found`, what the server says of the stations; `moment` writes a time, `pair(station)` begins to pair one. */
export function paintStations(found, { moment, pair }) {
  const { stations, address } = found;
  const { count, all } = tally(stations);
  const said = all === 0 ? "stations_none" : count === all ? "stations_all_well" : "stations_well";
  at("stations-said").textContent = words(said, { count, all });
  at("sheets-link").search = `?site=${encodeURIComponent(found.site)}`;
  repaint(at("stations"), [stations, address], () => grouped(stations).map((group) => section(group, { moment, pair, address })));
}

function section({ kind, stations }, tools) {
  return element("section", { class: "station-kind", "aria-labelledby": `stations-${kind}` },
    element("h3", { id: `stations-${kind}` }, words(`stations_${kind}`)),
    element("ul", { class: "stations" }, ...stations.map((station) => card(station, tools))));
}

function card(station, { moment, pair, address }) {
  const name = stationName(words, station);
  const mood = MOODS[station.mood] ?? station.mood;
  return element("li", { class: `station station-${station.mood}` },
    element("p", { class: "station-name" }, name),
    element("p", {}, state(mood, words(`condition_${station.condition}`))),
    element("p", { class: "soft" }, facts(station, moment)),
    steps(station, name, address),
    deed(station, name, pair));
}

function facts({ kind, seen_at: seen, current, printers, devices, address }, moment) {
  const names = devices.map((device) => device.name).join(", ");
  return [
    seen && words("station_seen", { time: moment(seen) }),
    current && words("station_current"),
    names && words("station_device", { names }),
    printers.length > 0 && words(kind === "agent" ? "station_serves" : "station_prints", { printers: printers.join(", ") }),
    address,
  ].filter(Boolean).join(" · ");
}

function steps(station, name, address) {
  const found = todo(words, station, address);
  if (found.length === 0) return null;
  return element("ol", { class: "station-steps", "aria-label": words("station_steps", { name }) }, ...found.map((step) => element("li", {}, step)));
}

function deed(station, name, pair) {
  if (station.condition !== "unpaired") return null;
  return element("p", {}, element("button", {
    id: `pair-${station.kind}-${station.code}`, class: "button", type: "button", "aria-label": words("station_pair_label", { name }), onclick: () => pair(station),
  }, words("station_pair")));
}
