// What a form of a display says, as it is sent. Pure.

const LIMITS = { distance_m: [1, 30], screen_inches: [10, 200] };

// A length as people write it, with a comma or a point; null where it is none or out of bounds.
export function length(name, text) {
  const [least, most] = LIMITS[name];
  const value = Number(text.trim().replace(",", "."));
  return text.trim() && value >= least && value <= most ? value : null;
}

// The names of the fields that are wrong, and the wish when none is.
export function wish({ layout, distance_m: distance, screen_inches: inches, theme }) {
  const lengths = { distance_m: length("distance_m", distance), screen_inches: length("screen_inches", inches) };
  const wrong = Object.keys(lengths).filter((name) => lengths[name] === null);
  return { wrong, wish: wrong.length ? null : { layout, ...lengths, theme: theme || null } };
}
