// A mall while somebody changes it: the revision it began from, and the document as it should become. Pure.
import { applied, brought, differences, isOrder, isSame, readChanges } from "./changes.js";
import { isWithin, valueAt, withMoved, withValue } from "./places.js";

/** A draft on the document of a revision, with changes that were made already. */
export function begin({ revision, document }, changes = []) {
  return { base: revision, document, edited: applied(document, changes) };
}

/** The draft with `value` at a place; what equals the revision's own value is no change. */
export function edit(draft, path, value) {
  return { ...draft, edited: withValue(draft.edited, path, value) };
}

export function move(draft, path, before) {
  return { ...draft, edited: withMoved(draft.edited, path, before) };
}

/** The draft as the revision had it at this place; what was taken out of a list stands where it stood. */
export function revert(draft, path) {
  const gone = valueAt(draft.edited, path) === undefined;
  const back = edit(draft, path, valueAt(draft.document, path) ?? null);
  const list = path.slice(0, -1);
  return gone && isOrder(list) ? revertOrder(back, list) : back;
}

/** The draft with a list in the order that the revision has; what is new stands last. */
export function revertOrder(draft, list) {
  return { ...draft, edited: brought(draft.edited, draft.document, list) };
}

export function changesOf(draft) {
  return differences(draft.document, draft.edited);
}

/** Whether something is "new" since the revision, "changed" or the "same". */
export function standing(draft, path) {
  const before = valueAt(draft.document, path);
  if (before === undefined) return "new";
  return isSame(before, valueAt(draft.edited, path)) ? "same" : "changed";
}

/** What a browser keeps of a draft, and for whom. */
export function keptText(draft, who) {
  return JSON.stringify({ who, base: draft.base, changes: changesOf(draft) });
}

/** {base, changes} of a kept text, or null where it is empty, damaged or somebody else's. */
export function readKept(text, who) {
  try {
    const { who: owner, base, changes } = JSON.parse(text);
    const read = readChanges(changes);
    return owner === who && Number.isInteger(base) && read && read.length ? { base, changes: read } : null;
  } catch {
    return null;
  }
}

/**
 * The draft on a newer revision. `older` is the document it began from, `chosen` says for the paths on which both
 * changed something whose value stays: [{path, keep: "mine" | "theirs"}].
 */
export function rebased(newest, { older, changes }, chosen = []) {
  const mine = applied(older, changes);
  const undisputed = changes.filter((change) => !chosen.some((each) => isAbout(each.path, change)));
  const kept = chosen.filter(({ keep }) => keep === "mine").map(({ path }) => path);
  const draft = begin(newest, undisputed);
  return { ...draft, edited: kept.reduce((document, path) => brought(document, mine, path), draft.edited) };
}

// Whether a change is disputed by what stands at `place`; an order is disputed by moves alone.
function isAbout(place, { path, before }) {
  if (isOrder(place)) return before !== undefined && isWithin(path, place);
  return isWithin(path, place) || isWithin(place, path);
}
