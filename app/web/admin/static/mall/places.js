// Places in the mall's document: a list of keys and codes such as ["site", "BWI", "counter", "5", "name"]. Pure.

// Lists whose tables are known by a name of their own; the tables of any other list by where they stand in it.
const NAMED_BY = {
  agency: "code", service: "code", layout: "code", holiday: "date",
  site: "code", zone: "code", counter: "code", printer: "code", kiosk: "code", display: "code",
};

export const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** By which key the tables of a list are told apart; undefined where only their order tells. */
export function namedBy(list) {
  return NAMED_BY[list];
}

/** What stands at a place; undefined where there is nothing. */
export function valueAt(document, path) {
  let here = document;
  let list = null;
  for (const step of path) {
    if (here === null || typeof here !== "object") return undefined;
    here = Array.isArray(here) ? here[indexOf(here, step, list)] : here[step];
    list = step;
  }
  return here;
}

/** The document with `value` at a place; null takes away what stands there. Nothing is put into a table that is not. */
export function withValue(document, path, value) {
  return put(document, path, value, null);
}

/** The document with a table of a list before the one named `before`; at its end for null or where that is gone. */
export function withMoved(document, path, before) {
  const place = path.slice(0, -1);
  const list = place.at(-1);
  const rows = valueAt(document, place) ?? [];
  const moved = rows[indexOf(rows, path.at(-1), list)];
  if (!moved) return document;
  const others = rows.filter((row) => row !== moved);
  const index = before === null ? -1 : indexOf(others, before, list);
  const end = index < 0 ? others.length : index;
  return withValue(document, place, [...others.slice(0, end), moved, ...others.slice(end)]);
}

/** Whether `path` is `place` or lies in it. */
export function isWithin(path, place) {
  return place.length <= path.length && place.every((step, index) => String(step) === String(path[index]));
}

function indexOf(rows, step, list) {
  const key = NAMED_BY[list];
  return key ? rows.findIndex((row) => String(row[key]) === String(step)) : Number(step);
}

function put(here, [step, ...rest], value, list) {
  if (Array.isArray(here)) return putInList(here, step, rest, value, list);
  const child = here[step];
  const next = rest.length ? put(child ?? (NAMED_BY[step] ? [] : {}), rest, value, step) : value;
  if (next !== null && !(Array.isArray(next) && next.length === 0 && NAMED_BY[step])) return { ...here, [step]: next };
  return Object.fromEntries(Object.entries(here).filter(([key]) => key !== step));
}

function putInList(rows, step, rest, value, list) {
  const index = indexOf(rows, step, list);
  const there = rows[index];
  if (rest.length && there === undefined) return rows;
  const next = rest.length ? put(there, rest, value, null) : value;
  if (next === null) return rows.filter((row) => row !== there);
  return there === undefined ? [...rows, next] : rows.map((row) => (row === there ? next : row));
}
