// The signs of a booking's code, as they are typed, said or scanned. Pure.

const SIGNS = 10;
const HALF = 5;
const LONGEST = 200; // of an address

/** What stands in the field: the signs in two halves, or the address that a scanner is typing. */
export function tidied(typed) {
  if (/[:/]/.test(typed)) return typed.slice(0, LONGEST);
  const signs = signsOf(typed);
  return signs.length > HALF ? `${signs.slice(0, HALF)}-${signs.slice(HALF)}` : signs;
}

/** The signs in it; an address ends with them. */
export function signsOf(typed) {
  const last = typed.split("?")[0].split("/").filter(Boolean).at(-1) ?? "";
  return last.toUpperCase().replace(/[^0-9A-Z]/g, "").slice(0, SIGNS);
}

export function isWhole(typed) {
  return signsOf(typed).length === SIGNS;
}
