// Keeps a list still under the hand of whoever uses it. Pure.

/**
 * The items of `now` as they should stand. While the list is `held` nothing moves: the items of `last` keep their
 * places, those that are over stay as {...item, gone: true}, and new ones come last. Otherwise it is `now` itself.
 */
export function steady(last, now, { key, held }) {
  if (!held) return now;
  const current = new Map(now.map((item) => [key(item), item]));
  const before = new Set(last.map(key));
  const kept = last.map((item) => current.get(key(item)) ?? { ...item, gone: true });
  return [...kept, ...now.filter((item) => !before.has(key(item)))];
}
