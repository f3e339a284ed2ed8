// Colours as they are written, the roles of a preview, and whether an own sentence can be said. Pure.

const COLOUR = /^#[0-9a-f]{6}$/;
const LONGEST = 300;
const BLANK = /\{([^{}]*)\}/g;

/** "#0b5d4f" of what somebody wrote, "" of nothing, null of anything else. */
export function colourOf(text) {
  const plain = text.trim().toLowerCase();
  if (plain === "") return "";
  const hashed = plain.startsWith("#") ? plain : `#${plain}`;
  return COLOUR.test(hashed) ? hashed : null;
}

/**
 * The roles of a preview by `light` ("day", "night" or "more"): those of the system (by selector, as tokens.css has them),
 * with those that the two colours set laid over.
 */
export function rolesOf(light, tokens, own) {
  const system = { day: {}, night: tokens.night, more: tokens.more }[light];
  const mine = light === "more" ? { ...own.day, ...own.more, focus: undefined } : own[light];
  return { ...tokens.day, ...system, ...Object.fromEntries(Object.entries(mine).filter(([, colour]) => colour)) };
}

/** Whether a sentence holds what was looked for, whatever the case of its letters. */
export function holds(sentence, sought) {
  return sentence.toLowerCase().includes(sought.trim().toLowerCase());
}

/** {key, ...blanks} of the words that say why an own sentence cannot stand for one with these blanks; null if it can. */
export function wrongWith(sentence, blanks) {
  if (sentence.length > LONGEST) return { key: "words_long" };
  const plain = sentence.replace(/[{]{2}|[}]{2}/g, "");
  const mine = [...plain.matchAll(BLANK)].map(([whole]) => whole);
  if (/[{}]/.test(plain.replace(BLANK, ""))) return { key: "words_brace", example: blanks[0] ?? "{...}" };
  const strange = mine.filter((each) => !blanks.includes(each));
  if (strange.length) return { key: "words_strange", blanks: strange.join(" ") };
  const missing = blanks.filter((each) => !mine.includes(each));
  return missing.length ? { key: "words_missing", blanks: missing.join(" ") } : null;
}

/** What stands in the document for a field of one language: nothing where it says what the system says. */
export function settledSentence(text, shipped) {
  const line = text.replace(/\s+/g, " ").trim();
  return line === "" || line === shipped ? null : line;
}
