// A soft pair of notes when somebody arrives at an idle counter; browsers allow it after a first touch or key.

const NOTES = [
  { hertz: 587.33, at: 0 },
  { hertz: 880, at: 0.14 },
];
const LOUDNESS = 0.06;
const FADE_SECONDS = 0.45;

let context = null;

/** Makes ready for sound; to be called from a gesture of the person, any number of times. */
export function allowSound() {
  context ??= window.AudioContext ? new AudioContext() : null;
  if (context?.state === "suspended") context.resume().catch(() => {});
}

/** Plays the notes, or nothing when no gesture has allowed it yet. */
export function playArrival() {
  if (context?.state !== "running") return;
  for (const { hertz, at } of NOTES) {
    const begin = context.currentTime + at;
    const tone = new OscillatorNode(context, { type: "sine", frequency: hertz });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(LOUDNESS, begin + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, begin + FADE_SECONDS);
    tone.connect(volume).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + FADE_SECONDS);
  }
}
