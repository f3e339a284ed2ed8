// Where a visitor can go from here: services and the counters that call for them now. Pure.
import { destinations, finds } from "./search.js";

/** The counters beside the own one that call for a service of the catalogue and are not closed. */
export function countersFor(counters, service, { own }) {
  return counters.filter(({ code, state, serves }) => code !== own && state !== "closed"
    && (serves.includes(service.code) || serves.includes(service.agency)));
}

/** The services that a counter calls for by the codes it `serves`, as far as `may(agency)` allows. */
export function servedHere(agencies, typed, { serves, may = () => true }) {
  const mine = agencies.filter(({ code }) => may(code));
  return destinations(mine, typed, { from: {}, most: Infinity })
    .filter(({ code, agency }) => serves.includes(code) || serves.includes(agency))
    .slice(0, 60);
}

/** The services a ticket can be passed on to; its own is first where a colleague calls for it too. */
export function waysOn(agencies, typed, { ticket, counters, own }) {
  const others = destinations(agencies, typed, { from: ticket });
  const same = { code: ticket.service, name: ticket.service_name, name_en: ticket.service_name_en, agency: ticket.agency };
  const agency = agencies.find(({ code }) => code === ticket.agency);
  const isFound = agency && finds(typed, `${same.code} ${same.name} ${same.name_en ?? ""} ${agency.short_name} ${agency.code}`);
  if (!isFound || countersFor(counters, same, { own }).length === 0) return others;
  return [{ ...same, agency_name: agency.short_name, hue: agency.hue, isOwn: true }, ...others];
}
