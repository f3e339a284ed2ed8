// What the typed words may mean: services at once, from the catalogue; the numbers of today as the server finds them.
import { buildIndex, search } from "../kiosk/search.js";

const MOST_SERVICES = 30;
const UNSERVED = ["archived", "no_counter"];

/** Prepares the services of a site for `servicesFor`. */
export function catalogueOf(document) {
  return { agencies: document.agencies, index: buildIndex(document) };
}

/** The services that fit, best first, each with its agency: [{service, agency}]; those of an agency that was named. */
export function servicesFor({ agencies, index }, typed) {
  const byCode = new Map(agencies.map((agency) => [agency.code, agency]));
  const found = search(index, typed).flatMap(({ kind, agency, code }) => {
    const known = byCode.get(agency);
    return known.services.filter((service) => kind === "agency" || service.code === code).map((service) => ({ service, agency: known }));
  });
  const first = new Map(found.map((each) => [each.service.code, each]).reverse());
  const served = [...first.values()].reverse().filter(({ service }) => !UNSERVED.includes(service.code_reason));
  return served.slice(0, MOST_SERVICES);
}

/** The service of that code as the newest catalogue knows it, with its agency; undefined where it is gone. */
export function serviceOf({ agencies }, code) {
  for (const agency of agencies) {
    const service = agency.services.find((each) => each.code === code);
    if (service) return { service, agency };
  }
  return undefined;
}
