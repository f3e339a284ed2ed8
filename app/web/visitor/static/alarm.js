// "Your turn" in a way nobody misses: notes, vibration and a blinking title, until the phone is touched.
import { playNotes } from "../chime.js";

export { allowSound } from "../chime.js";

const CHIME = [
  { hertz: 659.25, at: 0 },
  { hertz: 523.25, at: 0.35 },
  { hertz: 783.99, at: 0.7 },
];
const LOUDNESS = 0.35;
const NOTE_SECONDS = 0.6;
const ROUND_MS = 2_500;
const BLINK_MS = 800; // far below three a second
const NUDGE = [200, 100, 200];
const VIBRATION = [400, 150, 400, 150, 700];

let timers = [];

/** One quiet round, to show that it works. */
export function sample() {
  chime(LOUDNESS / 4);
}

/** Once, for what is near and no alarm yet. */
export function nudge() {
  chime(LOUDNESS / 2);
  vibrate(NUDGE);
}

/** Begins, or begins anew; the title of the page blinks between the two. */
export function ring(words, title) {
  hush();
  round();
  timers = [setInterval(round, ROUND_MS), setInterval(() => blink(words, title), BLINK_MS)];
}

/** Ends it; whoever calls sets the title of the page. */
export function hush() {
  if (isRinging()) vibrate(0);
  timers.forEach(clearInterval);
  timers = [];
}

export function isRinging() {
  return timers.length > 0;
}

function round() {
  chime(LOUDNESS);
  vibrate(VIBRATION);
}

// Browsers refuse to vibrate, and say so in their log, before the page was touched for the first time.
function vibrate(pattern) {
  if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(pattern);
}

function blink(words, title) {
  document.title = document.title === words ? title : words;
}

function chime(loudness) {
  playNotes(CHIME, { type: "triangle", loudness, fade: NOTE_SECONDS });
}
