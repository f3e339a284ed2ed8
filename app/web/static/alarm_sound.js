// Two low, soft notes for an alarm: heard at a desk, not in the hall.
import { playNotes } from "./chime.js";

export { allowSound } from "./chime.js";

const NOTES = [
  { hertz: 440, at: 0 },
  { hertz: 349.23, at: 0.2 },
];
const SOFT = { type: "sine", loudness: 0.07, fade: 0.6 };

export function playAlarm() {
  playNotes(NOTES, SOFT);
}
