// What was refused and is not read yet: the same one again is counted, and only the newest are shown. Pure.

const SHOWN = 2;
const same = (one, other) => ["move", "text", "key", "ticket"].every((part) => one[part] === other[part]);

/** The unread refusals with one more; the same one again is the newest, told `times` so often. */
export function withRefusal(errors, error) {
  const known = errors.find((each) => same(each, error));
  const others = errors.filter((each) => each !== known);
  return [...others, known ? { ...error, times: (known.times ?? 1) + 1 } : error];
}

/** The refusals that are shown, the oldest of them first; the others wait until these are read. */
export function shownOf(errors) {
  return errors.slice(-SHOWN);
}
