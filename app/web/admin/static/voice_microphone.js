// The microphone and the office's own files: both become samples at the rate of a voice pack.
import { LONGEST_S, RATE } from "./voice_sound.js";

// Nothing that was made for telephone calls: it would cut the beginnings of words.
const PLAIN = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };

/** Browsers lend the microphone to pages from https or from this very computer alone. */
export function mayRecord() {
  return window.isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia) && "AudioWorklet" in window;
}

/**
 * Begins to record; returns {stop}, which ends it and answers with the samples. `over` is called when the longest time
 * has passed. Rejects when the person, or the browser, lends no microphone.
 */
export async function record({ over }) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: PLAIN });
  const release = () => stream.getTracks().forEach((track) => track.stop());
  const context = new AudioContext();
  const blocks = [];
  try {
    await context.audioWorklet.addModule(new URL("./voice_tap.js", import.meta.url));
  } catch (error) {
    release(); // no microphone stays open that nobody records with
    throw error;
  }
  const tap = new AudioWorkletNode(context, "tap", { numberOfOutputs: 0 });
  tap.port.onmessage = ({ data }) => blocks.push(data);
  context.createMediaStreamSource(stream).connect(tap);
  const timer = setTimeout(over, LONGEST_S * 1_000);
  return {
    stop: async () => {
      clearTimeout(timer);
      release();
      await context.close();
      return resampled(joined(blocks), context.sampleRate);
    },
  };
}

/** The samples of a sound file of whatever kind the browser knows; rejects for any other. */
export async function samplesOf(file) {
  const context = new OfflineAudioContext(1, 1, RATE); // decodes to its own rate
  const sound = await context.decodeAudioData(await file.arrayBuffer());
  const channels = Array.from({ length: sound.numberOfChannels }, (_, at) => sound.getChannelData(at));
  return Float32Array.from(channels[0], (_, at) => channels.reduce((sum, channel) => sum + channel[at], 0) / channels.length);
}

function joined(blocks) {
  const samples = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    samples.set(block, at);
    at += block.length;
  }
  return samples;
}

async function resampled(samples, rate) {
  if (samples.length === 0) return samples;
  const context = new OfflineAudioContext(1, Math.ceil(samples.length * RATE / rate), RATE);
  const buffer = context.createBuffer(1, samples.length, rate);
  buffer.copyToChannel(samples, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(context.destination);
  source.start();
  return (await context.startRendering()).getChannelData(0);
}
