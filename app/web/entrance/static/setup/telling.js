// The last look before saving, and what there is to do afterwards.
import { element } from "../../element.js";

/** Pairs of what and how much, for a list of definitions. */
export function paintSummary(sum, words) {
  const nothing = words("nothing");
  const open = sum.hours.filter(([, hours]) => hours).map(([day, hours]) => `${words(day)} ${hours}`);
  const lines = [
    ["name", sum.name],
    ["address", sum.address],
    ["timezone", zoneText(sum.timezone, words)],
    ["step_hours", open.join(", ") || nothing],
    ["step_agencies", words("sum_agencies", sum)],
    ["sum_zones", sum.zones.join(", ")],
    ["counters", String(sum.counters)],
    ["kiosk", sum.kiosk || nothing],
    ["printer", sum.printer || nothing],
    ["sum_displays", sum.displays.join(", ") || nothing],
  ];
  return lines.flatMap(([key, text]) => [element("dt", {}, words(key)), element("dd", {}, text)]);
}

// As it was chosen; another mall's export may bring a zone that is not among the choices.
function zoneText(zone, words) {
  const key = `zone_${zone.replace("Asia/", "").toLowerCase()}`;
  const known = words(key);
  return known === key ? zone : known;
}

/** The ways to the first printed number, in their order; each opens beside this page. */
export function paintNext({ site, body, words }) {
  const ways = [
    body.kiosk && ["next_kiosk", "/kiosk"],
    body.displays && ["next_display", "/display"],
    ["next_pair", "/admin/devices"],
    body.printer && ["next_printer", "/admin/printers"],
    ["next_staff", "/admin/staff"],
    ["next_counter", `/counter?site=${encodeURIComponent(site)}`],
    ["next_sheets", "/admin/devices/sheets"],
    ["next_mall", "/admin/mall"],
  ];
  return ways.filter(Boolean).map(([key, address]) => element("li", {},
    element("a", { href: address, target: "_blank", rel: "noopener" }, words(key)), " ", words(`${key}_text`)));
}
