// Short sounds made on the spot; a kiosk without a loudspeaker loses nothing that is not also seen.

const TUNES = {
  warning: [[660, 0], [660, 0.22]],
  given: [[784, 0], [1047, 0.14]],
  trouble: [[440, 0], [330, 0.2]],
};

let stage = null;

export function play(tune) {
  try {
    stage ??= new AudioContext();
    stage.resume();
    for (const [pitch, wait] of TUNES[tune]) note(pitch, stage.currentTime + wait);
  } catch (error) {
    console.warn("no sound:", error.message);
  }
}

function note(pitch, start) {
  const voice = stage.createOscillator();
  const loudness = stage.createGain();
  voice.frequency.value = pitch;
  loudness.gain.setValueAtTime(0, start);
  loudness.gain.linearRampToValueAtTime(0.2, start + 0.01);
  loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.18);
  voice.connect(loudness).connect(stage.destination);
  voice.start(start);
  voice.stop(start + 0.2);
}
