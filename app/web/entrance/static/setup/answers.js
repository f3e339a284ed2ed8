// What somebody answered as the API wants it, and which step a mistake belongs to; nothing here touches the page.

export const STEPS = ["begin", "mall", "hours", "place", "agencies", "review", "next"];
const FOLDER_STEPS = ["begin", "review", "next"]; // a mall that is whole already asks nothing more
export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const USUAL = { primary: "#0b5c60", accent: "#ffc24a" };
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"; // no I and O: numbers that begin with them read like 1 and 0

/** The steps of the way that was chosen. */
export function stepsOf({ values }) {
  return values.beginning === "folder" ? FOLDER_STEPS : STEPS;
}

/** The floors or halls, a line each. */
export function zonesOf(values) {
  return (values.zones ?? "").split("\n").map((line) => line.trim()).filter(Boolean);
}

/** The agencies that may be chosen: those of the catalogue or of the spreadsheet. */
export function offered(draft, catalogue) {
  if (draft.values.beginning === "catalogue") return catalogue;
  if (draft.values.beginning !== "sheet") return [];
  return (draft.sheet?.agencies ?? []).map(({ code, name, short_name: short, service }) => ({
    code, name, short_name: short, services: service?.length ?? 0, counters: draft.sheet.counters[code] || 1,
  }));
}

/** By what an agency's answers are kept: the catalogue and a spreadsheet may have one by the same code. */
export function slotOf(values, code) {
  return values.beginning === "sheet" ? `sheet-${code}` : code;
}

/** The body of /setup/preview and /setup/mall. */
export function answersOf(draft, catalogue) {
  const { values } = draft;
  const text = (name) => (values[name] ?? "").trim();
  const zones = zonesOf(values);
  const colour = (name) => (values[name] && values[name] !== USUAL[name] ? values[name] : "");
  const chosen = offered(draft, catalogue).map(({ code }) => ({ code, slot: slotOf(values, code) })).filter(({ slot }) => values[`on-${slot}`]);
  return {
    beginning: values.beginning,
    known: values.beginning === "sheet" ? draft.sheet?.agencies ?? [] : [],
    name: text("name"),
    address: text("address"),
    timezone: values.timezone,
    languages: ["id", "en"].filter((language) => values[`language_${language}`]),
    footer: text("footer"),
    primary: colour("primary"),
    accent: colour("accent"),
    logo: draft.logo?.content ?? "",
    hours: Object.fromEntries(DAYS.map((day) => [day, hoursText(text(`hours-${day}`))])),
    prayer: Boolean(values.prayer),
    holidays: Boolean(values.holidays),
    zones,
    agencies: [...chosen.map(({ code, slot }) => ({
      code, counters: count(values[`counters-${slot}`]), zone: zoneAt(values[`zone-${slot}`], zones),
    })), ...ownAgencies(draft, zones)],
    kiosk: text("kiosk"),
    printer: printerText(text("printer")),
    profile: values.profile,
    displays: Boolean(values.displays),
  };
}

function ownAgencies({ own, values }, zones) {
  if (values.beginning !== "empty") return [];
  return own.filter((each) => `${each.short_name}${each.name}${each.services}`.trim()).map((each) => ({
    code: each.code.trim(),
    name: each.name.trim(),
    short_name: each.short_name.trim(),
    services: each.services.split("\n").map((line) => line.trim()).filter(Boolean),
    counters: count(each.counters),
    zone: zoneAt(each.zone, zones),
  }));
}

/** 8.00 - 15.00, as it is written in Indonesian, is 08:00-15:00. */
export function hoursText(text) {
  const found = /^(\d{1,2})[.:](\d{2})\s*(?:-|–|sd|s\/d|s\.d\.|to)\s*(\d{1,2})[.:](\d{2})$/i.exec(text);
  if (!found) return text;
  const [, hour, minute, lastHour, lastMinute] = found;
  return `${hour.padStart(2, "0")}:${minute}-${lastHour.padStart(2, "0")}:${lastMinute}`;
}

/** An address without a port is that of a printer's usual one. */
export function printerText(text) {
  return text === "" || /:\d+$/.test(text) ? text : `${text}:9100`;
}

/** The first letter that no agency has yet. */
export function freeLetter(own) {
  const taken = new Set(own.map(({ code }) => code.trim().toUpperCase()));
  return [...LETTERS].find((letter) => !taken.has(letter)) ?? "";
}

function count(value) {
  const number = Number.parseInt(value, 10);
  return Number.isInteger(number) && number >= 0 && number < 100 ? number : 1;
}

function zoneAt(value, zones) {
  const place = Number.parseInt(value, 10) || 0;
  return place < zones.length ? place : 0;
}

/** {step, field} of a mistake: which field of which step it stands beside; field is null where there is none. */
export function placeOf(path) {
  const [table, key, inner, , last] = path;
  if (table === "mall") return { step: "mall", field: { timezone: "timezone", languages: "languages", ticket_footer: "footer", logo: "logo" }[key] ?? "name" };
  if (table === "look") return { step: "mall", field: key };
  if (table === "hours") return { step: "hours", field: `hours-${key}` };
  if (table === "break" || table === "holiday") return { step: "hours", field: null };
  if (table === "agency") return { step: "agencies", field: "agencies" };
  if (table !== "site") return { step: "review", field: null };
  if (inner === "address") return { step: "mall", field: "address" };
  if (inner === "zone" || inner === "display") return { step: "place", field: "zones" };
  if (inner === "printer") return { step: "place", field: last === "profile" ? "profile" : "printer" };
  if (inner === "kiosk") return { step: "place", field: "kiosk" };
  if (inner === "counter") return { step: "agencies", field: "agencies" };
  return { step: "mall", field: "name" };
}

/** The mistakes that hold somebody back at a step: its own; before saving, all. */
export function heldBy(step, mistakes) {
  if (step === "review") return mistakes;
  return mistakes.filter(({ path }) => placeOf(path).step === step);
}

/** What the whole comes to: counts for the last look. */
export function sumOf(document) {
  const [site] = document.site;
  return {
    agencies: document.agency.length,
    services: document.agency.reduce((sum, { service }) => sum + (service?.length ?? 0), 0),
    counters: site.counter?.length ?? 0,
    zones: (site.zone ?? []).map(({ name }) => name),
    hours: DAYS.map((day) => [day, document.hours[day] ?? ""]),
    kiosk: site.kiosk?.[0]?.name ?? "",
    printer: site.printer?.[0]?.address ?? "",
    displays: (site.display ?? []).map(({ name }) => name),
    name: document.mall.name,
    address: site.address,
    timezone: document.mall.timezone,
  };
}
