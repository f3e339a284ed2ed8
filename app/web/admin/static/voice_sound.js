// What becomes of a recording before it is kept: the word without its silence, at an even level, as a WAV file. Pure.

export const RATE = 22_050; // samples a second of every voice pack
export const LONGEST_S = 6;
const FRAME_S = 0.01;
const MARGIN_S = 0.04; // silence that stays around the word
const SHORTEST_S = 0.1;
const FLOOR = 0.012; // of full scale: below this nobody speaks
const ABOVE_NOISE = 4; // a frame this much louder than the quietest ones is speech
const FAINT = 0.06; // a peak below this is too far from the microphone
const CLIPPED = 0.99;
const CLIPPED_SAMPLES = 4;
const CLEAR = 8; // speech should be this much louder than the room
const LOUDNESS = 0.1; // root mean square to which every word is brought: 20 dB below full scale
const PEAK = 0.84;

/**
 * The trimmed and levelled word of `samples` (-1 to 1): {sound, verdict, seconds}, the verdict being
 * good | faint | clipped | noisy | empty | long.
 */
export function prepared(samples, rate = RATE) {
  const word = trimmed(samples, rate);
  const seconds = word.length / rate;
  if (seconds < SHORTEST_S) return { sound: new Float32Array(0), verdict: "empty", seconds: 0 };
  return { sound: levelled(word), verdict: judged(samples, word, rate), seconds };
}

/** Without what comes before the first and after the last loud frame. */
export function trimmed(samples, rate = RATE) {
  const length = Math.round(FRAME_S * rate);
  const frames = loudnesses(samples, length);
  const limit = Math.max(FLOOR, ABOVE_NOISE * noiseOf(frames));
  const first = frames.findIndex((loud) => loud > limit);
  if (first < 0) return samples.slice(0, 0);
  const last = frames.findLastIndex((loud) => loud > limit);
  const margin = Math.round(MARGIN_S * rate);
  return samples.slice(Math.max(0, first * length - margin), Math.min(samples.length, (last + 1) * length + margin));
}

/** The same word as loud as every other, and never beyond full scale. */
export function levelled(word) {
  const gain = Math.min(LOUDNESS / (rms(word) || 1), PEAK / (peak(word) || 1));
  return word.map((sample) => sample * gain);
}

/** Those of a picture `width` wide: the highest of each stretch, 0 to 1. */
export function heights(samples, width) {
  const step = samples.length / width;
  return Array.from({ length: width }, (_, at) => peak(samples.subarray(Math.floor(at * step), Math.max(Math.floor(at * step) + 1, Math.floor((at + 1) * step)))));
}

/** A WAV file of 16 bit, mono. */
export function wav(samples, rate = RATE) {
  const file = new DataView(new ArrayBuffer(44 + 2 * samples.length));
  const text = (at, letters) => [...letters].forEach((letter, index) => file.setUint8(at + index, letter.charCodeAt(0)));
  text(0, "RIFF");
  file.setUint32(4, 36 + 2 * samples.length, true);
  text(8, "WAVEfmt ");
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true);
  file.setUint16(22, 1, true);
  file.setUint32(24, rate, true);
  file.setUint32(28, 2 * rate, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  text(36, "data");
  file.setUint32(40, 2 * samples.length, true);
  samples.forEach((sample, index) => file.setInt16(44 + 2 * index, Math.round(32_767 * Math.max(-1, Math.min(1, sample))), true));
  return new Uint8Array(file.buffer);
}

export function toBase64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function judged(samples, word, rate) {
  if (word.length > LONGEST_S * rate) return "long";
  if (samples.reduce((count, sample) => count + (Math.abs(sample) >= CLIPPED), 0) >= CLIPPED_SAMPLES) return "clipped";
  if (peak(word) < FAINT) return "faint";
  const noise = noiseOf(loudnesses(samples, Math.round(FRAME_S * rate)));
  return rms(word) < CLEAR * noise && word.length < samples.length * 0.9 ? "noisy" : "good";
}

function loudnesses(samples, length) {
  return Array.from({ length: Math.floor(samples.length / length) }, (_, at) => rms(samples.subarray(at * length, (at + 1) * length)));
}

// Of the quietest tenth of the frames.
function noiseOf(frames) {
  if (frames.length === 0) return 0;
  const sorted = [...frames].sort((one, other) => one - other);
  const noise = sorted[Math.floor(sorted.length / 10)];
  return noise > LOUDNESS / 2 ? 0 : noise; // a file that is all speech has no silence to measure
}

function rms(samples) {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / (samples.length || 1));
}

function peak(samples) {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}
