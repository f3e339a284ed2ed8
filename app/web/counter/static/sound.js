// A soft pair of notes when somebody arrives at an idle counter.
import { playNotes } from "../chime.js";

export { allowSound } from "../chime.js";

const NOTES = [
  { hertz: 587.33, at: 0 },
  { hertz: 880, at: 0.14 },
];
const SOFT = { type: "sine", loudness: 0.06, fade: 0.45 };

export function playArrival() {
  playNotes(NOTES, SOFT);
}
