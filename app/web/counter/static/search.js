// Finds counters and services by the words a clerk types. Pure.

/** Lower case, without accents and signs: "KTP-el" and "ktp el" are the same. */
export function plain(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** Whether every typed word begins a word of the text ("lok 3" finds "Loket 3"); nothing typed finds all. */
export function finds(typed, text) {
  const words = plain(text).split(" ");
  const asked = plain(typed);
  return asked === "" || asked.split(" ").every((part) => words.some((word) => word.startsWith(part)));
}

/** Counters by zone, in the order given: [{zone, name, counters}], zones without a hit left out. */
export function byZone(counters, typed) {
  const zones = new Map();
  for (const counter of counters) {
    if (!finds(typed, `${counter.name} ${counter.code} ${counter.agencies.join(" ")}`)) continue;
    if (!zones.has(counter.zone)) zones.set(counter.zone, { zone: counter.zone, name: counter.zone_name, counters: [] });
    zones.get(counter.zone).counters.push(counter);
  }
  return [...zones.values()];
}

// Services that nobody serves here can take no ticket; those that are only closed now can.
const UNSERVED = ["archived", "no_counter"];

/** Services a ticket can be passed on to: those of its own agency first, its own service left out. */
export function destinations(agencies, typed, { from, most = 60 }) {
  const near = (agency) => (agency.code === from.agency ? 0 : 1);
  const found = [...agencies].sort((one, other) => near(one) - near(other)).flatMap((agency) => agency.services
    .filter((service) => service.code !== from.service && !UNSERVED.includes(service.code_reason))
    .filter((service) => finds(typed, described(service, agency)))
    .map((service) => ({ ...service, agency: agency.code, agency_name: agency.short_name, hue: agency.hue })));
  return found.slice(0, most);
}

function described(service, agency) {
  return `${service.code} ${service.name} ${service.name_en ?? ""} ${agency.short_name} ${agency.code}`;
}
