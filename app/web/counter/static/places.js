// Which number stands at each place of a list, and since when: a click on a row that has just moved meant another. Pure.

/** A row is taken for the one that was meant after so many milliseconds at its place. */
export const SETTLED_MS = 600;

/** The places of a list that now shows `ids`, at a steady reading; who stands where nobody stood was always there. */
export function settle(before, ids, at) {
  return ids.map((id, index) => {
    const there = before[index];
    if (!there) return { id, since: -Infinity };
    return there.id === id ? there : { id, since: at };
  });
}

/** Whether a number has stood at its place long enough. */
export function isSettled(places, id, at) {
  const place = places.find((each) => each.id === id);
  return !place || at - place.since >= SETTLED_MS;
}
