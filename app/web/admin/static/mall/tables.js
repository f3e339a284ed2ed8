// The tables of the mall's document as pages: where each lies, what its list shows, and what a new one begins with. Pure.
import { namedBy, valueAt } from "./places.js";
import { nextCode } from "./values.js";

/** Tables that are there once, as the navigation has them. */
export const SINGLE = ["mall", "hours", "rules", "upkeep"];

// within: the list in whose tables it lies; columns: the keys that its list shows beside the name of the entry.
const LISTS = {
  break: { columns: ["from", "to", "reason"], title: "days" },
  holiday: { columns: ["date"], title: "name" },
  agency: { columns: ["name", "prefix", "zone"], title: "short_name", retired: true, first: "A" },
  service: { within: "agency", columns: ["minutes", "quota", "online"], title: "name", retired: true },
  site: { columns: ["address"], title: "name", retired: true, first: "MPP" },
  zone: { within: "site", columns: [], title: "name", retired: true, first: "Z1" },
  counter: { within: "site", columns: ["zone", "services"], title: "name", retired: true, first: "1" },
  kiosk: { within: "site", columns: ["printer", "services"], title: "name", retired: true, first: "K1" },
  display: { within: "site", columns: ["zones", "layout", "speaker"], title: "name", retired: true, first: "D1" },
  printer: { within: "site", columns: ["transport", "address", "profile"], title: "code", retired: true, first: "P1" },
  quiet: { within: "site", columns: ["from", "to"], title: "days" },
  layout: { columns: ["landscape", "portrait"], title: "name", first: "hall" },
};

// With what something new begins, beside its code; `here` is the table in which it lies.
const BEGINNINGS = {
  break: () => ({ days: ["fri"], from: "11:30", to: "13:00", reason: { id: "", en: "" } }),
  layout: () => ({ landscape: ["last recent"], portrait: ["last", "recent"] }),
  quiet: () => ({ from: "11:30", to: "12:30" }),
  holiday: () => ({ name: "" }),
  agency: () => ({ name: "", short_name: "" }),
  service: () => ({ name: "", minutes: 10 }),
  site: () => ({ name: "", address: "", agencies: "all" }),
  zone: () => ({ name: "" }),
  counter: (code, here, words) => ({ name: words("mall_counter_name", { code }), zone: living(here.zone)[0]?.code ?? "", services: [] }),
  kiosk: (code, here, words) => ({ name: words("mall_kiosk_name", { code }), ...(here.printer?.length ? { printer: living(here.printer)[0]?.code } : {}) }),
  display: (code, here, words) => ({ name: words("mall_display_name", { code }), zones: living(here.zone).map((zone) => zone.code), layout: "calls" }),
  printer: () => ({ transport: "tcp", address: "", profile: "" }),
};

export const isList = (table) => table in LISTS;
export const isKeyed = (table) => namedBy(table) !== undefined;
export const parentOf = (table) => LISTS[table]?.within ?? null;
export const titleKey = (table) => LISTS[table].title;
export const columnsOf = (table) => LISTS[table].columns;
export const retires = (table) => LISTS[table]?.retired ?? false;

export const living = (rows) => (rows ?? []).filter((row) => !row.archived);

/** Where the list of a table stands; `parent` is the code of the site or agency in which it lies. */
export function listPath(table, parent) {
  return parentOf(table) ? [parentOf(table), parent, table] : [table];
}

/** The entries of a list with their places: [{path, key, row}]; `key` is the code, the date or the number in order. */
export function entriesOf(document, table, parent) {
  const path = listPath(table, parent);
  return (valueAt(document, path) ?? []).map((row, index) => {
    const key = String(isKeyed(table) ? row[namedBy(table)] : index);
    return { path: [...path, key], key, row };
  });
}

/** The entries of a table in every site or agency. */
export function everyEntry(document, table) {
  const parent = parentOf(table);
  if (!parent) return entriesOf(document, table, null);
  return entriesOf(document, parent, null).flatMap(({ key }) => entriesOf(document, table, key).map((entry) => ({ ...entry, parent: key })));
}

/** What something is called: its name, or its code where it has none. */
export function nameOf(table, { row, key }) {
  return row.short_name || (typeof row.name === "string" && row.name) || key;
}

/** The codes that a key may name: [{table, value, text, group}], archived ones only while they are named already. */
export function optionsOf(document, field, path) {
  const site = path[0] === "site" && path.length > 2 ? path[1] : null;
  return field.of.flatMap((table) => everyEntry(document, table)
    .filter(({ parent }) => parentOf(table) !== "site" || site === null || parent === site)
    .map((entry) => ({ table, value: entry.key, text: nameOf(table, entry), group: entry.parent ?? null, archived: Boolean(entry.row.archived) })));
}

/** Which table a place belongs to: ["site", "BWI", "counter", "5"] is a counter. */
export function tableOf(path) {
  const lists = path.filter((step, index) => index % 2 === 0);
  return path.length % 2 ? path.at(-1) : lists.at(-1);
}

/** Something new: the code that may suit it, and the table with which it begins. */
export function suggested(document, table, parent) {
  const codes = parentOf(table) === "site" ? entriesOf(document, table, parent) : table === "service" ? entriesOf(document, table, parent) : everyEntry(document, table);
  const first = table === "service" ? `${parent}-01` : LISTS[table].first;
  return table === "holiday" || !isKeyed(table) ? "" : nextCode(codes.map(({ key }) => key), first);
}

export function beginning(document, table, parent, key, words) {
  const here = parentOf(table) ? valueAt(document, [parentOf(table), parent]) ?? {} : document;
  const named = isKeyed(table) ? { [namedBy(table)]: key } : {};
  return { ...named, ...BEGINNINGS[table](key, here, words) };
}

/** The codes that nothing new of this table may have: services and agencies are told apart by theirs. */
export function takenCodes(document, table, parent) {
  if (table === "agency" || table === "service") return ["agency", "service"].flatMap((each) => everyEntry(document, each)).map(({ key }) => key);
  return entriesOf(document, table, parent).map(({ key }) => key);
}

/** The address of the page and the place on it where something is changed; `path` may lead to a single key. */
export function addressOf(path) {
  if (SINGLE.includes(path[0]) || path.length === 1) return `/admin/mall/${path[0]}`;
  const steps = isList(path[2]) && path.length > 3 ? [path[1], path[3]] : [path[1]];
  const table = isList(path[2]) ? path[2] : path[0];
  return isList(path[2]) && path.length === 3 ? `/admin/mall/${table}` : `/admin/mall/${table}#${steps.map(encodeURIComponent).join("/")}`;
}
