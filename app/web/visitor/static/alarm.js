// "Your turn" in a way nobody misses: notes, vibration and a blinking title, until the phone is touched.

const CHIME = [
  { hertz: 659.25, at: 0 },
  { hertz: 523.25, at: 0.35 },
  { hertz: 783.99, at: 0.7 },
];
const LOUDNESS = 0.35;
const NOTE_SECONDS = 0.6;
const ROUND_MS = 2_500;
const BLINK_MS = 800; // far below three a second
const VIBRATION = [400, 150, 400, 150, 700];

let audio = null;
let timers = [];

/** Makes ready for sound; browsers allow that only from a touch. */
export function allowSound() {
  audio ??= window.AudioContext ? new AudioContext() : null;
  if (audio?.state === "suspended") audio.resume().catch(() => {});
}

/** One quiet round, to show that it works. */
export function sample() {
  chime(LOUDNESS / 4);
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
  if (audio?.state !== "running") return;
  for (const { hertz, at } of CHIME) {
    const begin = audio.currentTime + at;
    const tone = new OscillatorNode(audio, { type: "triangle", frequency: hertz });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(loudness, begin + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + NOTE_SECONDS);
    tone.connect(volume).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + NOTE_SECONDS);
  }
}
