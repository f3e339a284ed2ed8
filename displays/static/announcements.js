/* The queue of the voice: what is said next, how often, and what is too old to say. Pure.
 *
 * One call is: the chime, its sentence in each language, and the sentences once more unless many wait.
 */
var Antrean = Antrean || {};

Antrean.announcements = (function () {
  'use strict';

  const SHORT_ABOVE = 2; // more calls than this behind the current one: each is said once
  const SILENT_TOO_LONG_MS = 60000; // what a blocked loudspeaker kept longer than this is dropped

  /* {queue: [{call, since}], current: null | {call, since, round, step}} */
  function silent() {
    return { queue: [], current: null };
  }

  /* Adds calls in the order given; a recall is a call of its own and sounds again. */
  function offered(voice, calls, now) {
    const known = voice.queue.map(function (item) { return item.call.id; });
    if (voice.current) known.push(voice.current.call.id);
    const items = calls
      .filter(function (call) { return known.indexOf(call.id) < 0; })
      .map(function (call) { return { call: call, since: now }; });
    return { queue: voice.queue.concat(items), current: voice.current };
  }

  /* The same call, said only in the languages of this display. */
  function inLanguages(call, languages) {
    const speech = (call.speech || []).filter(function (one) { return languages.indexOf(one.language) >= 0; });
    return Object.assign({}, call, { speech: speech });
  }

  /* The clips of one round: the chime opens the first one only, whoever put it where. */
  function clips(call, round, chime) {
    const sentences = (call.speech || [])
      .reduce(function (all, one) { return all.concat(one.clips); }, [])
      .filter(function (clip) { return clip !== chime; });
    return round === 0 ? [chime].concat(sentences) : sentences;
  }

  /* Moves on: {voice, clip}; `clip` is the address to play next, null when there is nothing to say. */
  function next(voice, chime) {
    const current = voice.current;
    if (current) {
      const step = current.step + 1;
      if (step < clips(current.call, current.round, chime).length) return at(voice.queue, current, current.round, step, chime);
      if (repeats(voice, chime)) return at(voice.queue, current, 1, 0, chime);
    }
    if (voice.queue.length === 0) return { voice: silent(), clip: null };
    return at(voice.queue.slice(1), voice.queue[0], 0, 0, chime);
  }

  function repeats(voice, chime) {
    const current = voice.current;
    return current.round === 0 && voice.queue.length <= SHORT_ABOVE && clips(current.call, 1, chime).length > 0;
  }

  function at(queue, item, round, step, chime) {
    return {
      voice: { queue: queue, current: { call: item.call, since: item.since, round: round, step: step } },
      clip: clips(item.call, round, chime)[step],
    };
  }

  /* A call that was taken back is not said, or not said again; a sentence under way comes to its end. */
  function withdrawn(voice, id) {
    const current = voice.current && voice.current.call.id === id
      ? Object.assign({}, voice.current, { call: Object.assign({}, voice.current.call, { speech: [] }) })
      : voice.current;
    return { queue: voice.queue.filter(function (item) { return item.call.id !== id; }), current: current };
  }

  /* The loudspeaker was not allowed to play: the current call goes back to the head of the queue. */
  function refused(voice) {
    if (!voice.current) return voice;
    const item = { call: voice.current.call, since: voice.current.since };
    return { queue: [item].concat(voice.queue), current: null };
  }

  /* It may play again: calls that waited in silence for too long are not said any more. */
  function allowed(voice, now) {
    const queue = voice.queue.filter(function (item) { return now - item.since <= SILENT_TOO_LONG_MS; });
    return { queue: queue, current: voice.current };
  }

  return { silent, offered, withdrawn, inLanguages, next, refused, allowed };
})();
