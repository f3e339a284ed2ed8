// What a form of a display says, as it is sent. Pure.

const LIMITS = { distance_m: [1, 30], screen_inches: [10, 200], volume: [0, 100] };
const WHOLE = ["volume"];

// A number as people write it, with a comma or a point; null where it is none or out of bounds.
export function length(name, text) {
  const [least, most] = LIMITS[name];
  const value = Number(text.trim().replace(",", "."));
  const fits = text.trim() && value >= least && value <= most && (!WHOLE.includes(name) || Number.isInteger(value));
  return fits ? value : null;
}

// The names of the fields that are wrong; when none is, how the display would be set, and the wish, in which null
// leaves to the mall's data what is as they say.
export function wish({ layout, theme, always_on: alwaysOn, ...texts }, usual) {
  const numbers = Object.fromEntries(Object.keys(LIMITS).map((name) => [name, length(name, texts[name])]));
  const wrong = Object.keys(numbers).filter((name) => numbers[name] === null);
  if (wrong.length) return { wrong, set: null, wish: null };
  const set = { layout, ...numbers, theme: theme || null, always_on: alwaysOn };
  const chosen = { ...set, theme: set.theme ?? (usual.theme && "browser") }; // null would be the mall's own
  return { wrong, set, wish: Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name, value === usual[name] ? null : value])) };
}

// Whether the office chose anything over the mall's data.
export function isChosen(chosen) {
  return Object.values(chosen).some((value) => value !== null);
}
