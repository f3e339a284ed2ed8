/* For soaking.py: a page's clock that stands still until it is moved on, and a loudspeaker that is only that clock.
 *
 * Runs before the page's own scripts, told the moment to begin with in ms since 1970. Moves on from timer to timer,
 * and lets the browser do between two of them what it has to do. Keeps what was seen and heard until it is fetched.
 */
(start) => {
  'use strict';

  const CLIP_BEGINS_MS = 80; // what a browser takes to begin a clip that it has
  const FRAME_MS = 16;
  const HEARTBEAT_LATE_MS = 6000; // the server's is five seconds apart
  const PATIENCE_MS = 30000; // of the machine's own time
  const LOOK_MS = 20;
  const TOLD_KEPT = 100;

  const machine = { Date, performanceNow: performance.now.bind(performance), setTimeout: window.setTimeout.bind(window) };
  const channel = new MessageChannel();
  let breathed = null;
  channel.port1.onmessage = () => breathed();

  let now = start;
  let notes = [];
  let told = [];
  let heardAt = start;
  let bringing = 0; // clips on their way

  function note(kind, what = '') {
    notes.push([now / 1000, kind, what]);
  }

  /* --- the clock --- */

  const timers = new Map();
  let count = 0;

  function begin(deed, after, every, given) {
    count += 1;
    timers.set(count, { id: count, due: now + Math.max(0, Number(after) || 0), every, deed, given });
    return count;
  }

  window.setTimeout = (deed, after, ...given) => begin(deed, after, null, given);
  window.setInterval = (deed, every, ...given) => begin(deed, every, Math.max(1, Number(every) || 0), given);
  window.clearTimeout = window.clearInterval = (id) => { timers.delete(id); };
  window.requestAnimationFrame = (deed) => begin(() => deed(now - start), FRAME_MS, null, []);
  window.cancelAnimationFrame = window.clearTimeout;
  performance.now = () => now - start;
  window.Date = class extends machine.Date {
    constructor(...given) {
      if (given.length > 0) super(...given);
      else super(now);
    }
    static now() { return now; }
  };

  function soonest() {
    let first = null;
    for (const timer of timers.values()) if (!first || timer.due < first.due) first = timer;
    return first;
  }

  function fire(timer) {
    now = Math.max(now, timer.due);
    if (timer.every === null) timers.delete(timer.id);
    else timer.due = now + timer.every;
    timer.deed(...timer.given);
  }

  /* Messages, clips and pictures have their turn. */
  function breath() {
    return new Promise((resolve) => {
      breathed = resolve;
      channel.port2.postMessage(null);
    });
  }

  /* Whether it came to be, in so many milliseconds of the machine's own time. */
  async function patiently(isDone, patience) {
    const until = machine.performanceNow() + patience;
    while (!isDone()) {
      if (machine.performanceNow() > until) return false;
      await new Promise((resolve) => machine.setTimeout(resolve, 1));
    }
    return true;
  }

  function isLate() {
    return now - heardAt > HEARTBEAT_LATE_MS;
  }

  /* --- the line: what the server told --- */

  function listen(type, payload) {
    const calls = type === 'called' ? [payload.call] : type === 'snapshot' ? payload.board.calls : [];
    for (const call of calls) {
      const spoken = [...(call.speech || []), ...(call.short || [])];
      note('told', { call: call.id, clips: spoken.flatMap((one) => one.clips) });
    }
    if (type === 'snapshot') note('snapshot');
    told = [...told, ...calls.map((call) => call.id)].slice(-TOLD_KEPT);
    heardAt = now;
  }

  let io = null;
  let line = null;
  Object.defineProperty(window, 'io', {
    get: () => io && ((...given) => {
      const socket = io(...given);
      line = socket;
      socket.onAny(listen);
      socket.io.on('ping', () => { heardAt = now; });
      return socket;
    }),
    set: (library) => { io = library; },
  });

  /* --- clips: they cost no time unless the line is dead, and give up by this clock --- */

  const limits = new WeakMap();
  const { send } = XMLHttpRequest.prototype;
  Object.defineProperty(XMLHttpRequest.prototype, 'timeout', {
    get() { return limits.get(this) || 0; },
    set(limit) { limits.set(this, limit); },
  });
  XMLHttpRequest.prototype.send = function (...given) {
    const limit = limits.get(this);
    const isClip = this.responseType === 'blob';
    const late = limit ? window.setTimeout(() => { this.abort(); if (this.ontimeout) this.ontimeout(); }, limit) : null;
    if (isClip) bringing += 1;
    this.addEventListener('loadend', () => {
      window.clearTimeout(late);
      if (isClip) bringing -= 1;
    }, { once: true });
    return send.apply(this, given);
  };

  const blobs = new Map();
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (blob) => {
    const url = createObjectURL.call(URL, blob);
    blobs.set(url, blob);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    blobs.delete(url);
    revokeObjectURL.call(URL, url);
  };

  /* Seconds of a WAV file, by its header. */
  async function secondsOf(blob) {
    const head = new DataView(await blob.slice(0, 4096).arrayBuffer());
    const word = (at) => String.fromCharCode(...[0, 1, 2, 3].map((step) => head.getUint8(at + step)));
    let bytesASecond = 0;
    for (let at = 12; at + 8 <= head.byteLength; at += 8 + head.getUint32(at + 4, true)) {
      if (word(at) === 'fmt ') bytesASecond = head.getUint32(at + 16, true);
      if (word(at) === 'data') return Math.min(head.getUint32(at + 4, true), blob.size - at - 8) / bytesASecond;
    }
    throw new DOMException('no sound', 'NotSupportedError');
  }

  window.Audio = class extends EventTarget {
    constructor() {
      super();
      Object.assign(this, { volume: 1, defaultPlaybackRate: 1, address: '', turn: 0, end: null });
    }
    get src() { return this.address; }
    set src(address) {
      this.pause();
      this.address = address;
    }
    pause() {
      this.turn += 1;
      window.clearTimeout(this.end);
    }
    load() { this.pause(); }
    async play() {
      this.pause();
      const { turn, address } = this;
      const blob = blobs.get(address.split('#')[0]);
      bringing += 1;
      const seconds = await (blob ? secondsOf(blob) : Promise.reject(new DOMException(address, 'NotSupportedError')))
        .finally(() => { bringing -= 1; });
      if (turn !== this.turn) throw new DOMException('another clip', 'AbortError');
      const name = address.split('/').pop();
      note('plays', name);
      this.end = window.setTimeout(() => {
        note('ended', name);
        this.dispatchEvent(new Event('ended'));
      }, CLIP_BEGINS_MS + (seconds * 1000) / this.defaultPlaybackRate);
    }
  };

  /* --- the picture: what stands on the colour of calls --- */

  let lit = new Set();

  function face(box) {
    const recalled = box.querySelector('.tag') ? ' again' : '';
    return ['.number', '.place'].map((part) => box.querySelector(part).textContent).join(' ') + recalled;
  }

  function look() {
    const boxes = [...document.querySelectorAll('.lit')].filter((box) => box.querySelector('.number') && box.offsetHeight > 0);
    const seen = new Set(boxes.map(face));
    for (const one of seen) if (!lit.has(one)) note('lit', one);
    lit = seen;
  }

  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] });

  /* --- what soaking.py asks --- */

  window.soak = {
    /* Moves on to `until`; while `held` the clock waits for clips and for the heartbeat of the server, and after a
     * while tells for what. Returns what was noted. */
    async advance(until, held) {
      for (;;) {
        const isFree = !held || await patiently(() => bringing === 0 && !isLate(), LOOK_MS);
        if (!isFree) return { notes: notes.splice(0), missing: bringing, late: isLate(), line: Boolean(line && line.connected) };
        const next = soonest();
        if (!next || next.due > until) break;
        fire(next);
        await breath();
      }
      now = Math.max(now, until);
      return { notes: notes.splice(0), missing: 0, late: false };
    },

    /* Clips that were asked for and have not come. */
    missing: () => bringing,

    /* Waits, by the machine's clock, until the server has told this call; false when it does not. */
    heard: (call) => patiently(() => told.includes(call), PATIENCE_MS),
  };

  note('began');
}
