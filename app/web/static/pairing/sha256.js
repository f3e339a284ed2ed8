// SHA-256 (FIPS 180-4): browsers keep their own for HTTPS pages, and an office's network often has none.

const ROUNDS = 64;
const PRIMES = primes(ROUNDS);
const K = PRIMES.map((prime) => fraction(Math.cbrt(prime)));
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

// The hash of a text in UTF-8, as 64 hex digits.
export function sha256(text) {
  const bytes = padded(new TextEncoder().encode(text));
  let state = START;
  for (let from = 0; from < bytes.byteLength; from += 64) state = digested(state, new DataView(bytes.buffer, from, 64));
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

function padded(message) {
  const bytes = new Uint8Array((((message.length + 8) >> 6) + 1) << 6);
  bytes.set(message);
  bytes[message.length] = 0x80;
  new DataView(bytes.buffer).setUint32(bytes.length - 4, message.length * 8);
  return bytes;
}

function digested(state, block) {
  const w = schedule(block);
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < ROUNDS; t += 1) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[t] + w[t]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
  }
  return [a, b, c, d, e, f, g, h].map((word, index) => (word + state[index]) | 0);
}

function schedule(block) {
  const w = [];
  for (let t = 0; t < 16; t += 1) w[t] = block.getInt32(t * 4);
  for (let t = 16; t < ROUNDS; t += 1) {
    const early = turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^ (w[t - 15] >>> 3);
    const late = turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ (w[t - 2] >>> 10);
    w[t] = (w[t - 16] + early + w[t - 7] + late) | 0;
  }
  return w;
}

function turn(word, by) {
  return (word >>> by) | (word << (32 - by));
}

// The first 32 bits behind the point.
function fraction(number) {
  return ((number - Math.floor(number)) * 2 ** 32) | 0;
}

function primes(count) {
  const found = [];
  for (let number = 2; found.length < count; number += 1) {
    if (found.every((prime) => number % prime !== 0)) found.push(number);
  }
  return found;
}
