// Runs beside the sound card: hands every block of the microphone's samples to the page.
class Tap extends AudioWorkletProcessor {
  process([input]) {
    if (input[0]) this.port.postMessage(input[0].slice());
    return true;
  }
}

registerProcessor("tap", Tap);
