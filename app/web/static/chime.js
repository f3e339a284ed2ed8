// A few notes from the browser itself; it allows them only after the person has touched the page.

const ATTACK_SECONDS = 0.02;
const SILENT = 0.0005; // an exponential fade cannot end at nothing

let audio = null;

/** Makes ready for sound; to be called from a touch or key of the person, any number of times. */
export function allowSound() {
  audio ??= window.AudioContext ? new AudioContext() : null;
  if (audio?.state === "suspended") audio.resume().catch(() => {});
}

/**
 * Plays notes [{hertz, at}], `at` and the fade of each in seconds; nothing when no touch has allowed it yet.
 * `type` is the oscillator's wave, `loudness` its peak between 0 and 1.
 */
export function playNotes(notes, { type, loudness, fade }) {
  if (audio?.state !== "running") return;
  for (const { hertz, at } of notes) {
    const begin = audio.currentTime + at;
    const tone = new OscillatorNode(audio, { type, frequency: hertz });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(loudness, begin + ATTACK_SECONDS);
    volume.gain.exponentialRampToValueAtTime(SILENT, begin + fade);
    tone.connect(volume).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + fade);
  }
}
