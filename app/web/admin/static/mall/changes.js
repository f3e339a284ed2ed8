// What was changed between two documents of a mall, as the server takes it, and back again. Pure.
import { isTable, namedBy, valueAt, withMoved, withValue } from "./places.js";

/**
 * The changes that make `after` of `before`, in the order in which they are applied: {path, value} sets a key or adds a
 * table, {path, value: null} takes it away, {path, before} moves a table of a list (null: to its end).
 */
export function differences(before, after, path = []) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => between(before[name], after[name], [...path, name]));
}

/** The document with every change made, one after the other. */
export function applied(document, changes) {
  return changes.reduce((made, { path, value, before }) => (
    before === undefined ? withValue(made, path, value) : withMoved(made, path, before)), document);
}

/** Whether two values say the same, in whatever order their keys stand. */
export function isSame(one, other) {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((each, index) => isSame(each, other[index]));
  if (!isTable(one) || !isTable(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => name in other && isSame(one[name], other[name]));
}

function between(before, after, path) {
  if (isSame(before, after)) return [];
  if (namedBy(path.at(-1)) && (isList(before) || isList(after))) return betweenLists(before ?? [], after ?? [], path);
  if (isTable(before) && isTable(after)) return differences(before, after, path);
  return [{ path, value: after ?? null }];
}

const isList = (value) => Array.isArray(value) && value.every(isTable);

function betweenLists(before, after, path) {
  const name = namedBy(path.at(-1));
  const codes = (rows) => rows.map((row) => String(row[name]));
  const [old, now] = [codes(before), codes(after)];
  const kept = old.filter((code) => now.includes(code));
  const fresh = now.filter((code) => !old.includes(code));
  return [
    ...old.filter((code) => !now.includes(code)).map((code) => ({ path: [...path, code], value: null })),
    ...kept.flatMap((code) => differences(before[old.indexOf(code)], after[now.indexOf(code)], [...path, code])),
    ...fresh.map((code) => ({ path: [...path, code], value: after[now.indexOf(code)] })),
    ...moves([...kept, ...fresh], now).map(([code, next]) => ({ path: [...path, code], before: next })),
  ];
}

// As few as can be: whatever already stands in the right order among itself stays where it is.
function moves(before, after) {
  const staying = new Set(longestRising(before.map((code) => after.indexOf(code))).map((place) => after[place]));
  return after.map((code, place) => [code, after[place + 1] ?? null]).reverse().filter(([code]) => !staying.has(code));
}

// The longest run of growing numbers, not necessarily side by side.
function longestRising(numbers) {
  const best = [];
  for (const [index, number] of numbers.entries()) {
    let run = [];
    for (let earlier = 0; earlier < index; earlier += 1) {
      if (numbers[earlier] < number && best[earlier].length > run.length) run = best[earlier];
    }
    best.push([...run, number]);
  }
  return best.reduce((longest, run) => (run.length > longest.length ? run : longest), []);
}

/** The changes of a kept draft, if that is what the text holds; null otherwise. */
export function readChanges(value) {
  const fits = (change) => isTable(change) && Array.isArray(change.path) && change.path.length > 0 && ("value" in change || "before" in change);
  return Array.isArray(value) && value.every(fits) ? value : null;
}

/**
 * `document` with what stands at `path` in `mine`; where the table around it is gone, that table comes back as well. Of a
 * list of named tables only the order is brought.
 */
export function brought(document, mine, path) {
  if (isOrder(path)) return ordered(document, mine, path);
  let place = path;
  while (place.length > 1 && valueAt(document, place.slice(0, -1)) === undefined) place = place.slice(0, -1);
  const value = valueAt(mine, place);
  return withValue(document, place, value ?? null);
}

/** Whether a place is a whole list of named tables: what is disputed there is its order. */
export function isOrder(path) {
  return path.length % 2 === 1 && namedBy(path.at(-1)) !== undefined;
}

function ordered(document, mine, path) {
  const name = namedBy(path.at(-1));
  const codes = (valueAt(mine, path) ?? []).map((row) => row[name]);
  const rows = valueAt(document, path) ?? [];
  const place = (row) => (codes.includes(row[name]) ? codes.indexOf(row[name]) : codes.length);
  return rows.length ? withValue(document, path, [...rows].sort((one, other) => place(one) - place(other))) : document;
}
