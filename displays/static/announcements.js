/* The queue of the voice: what is said next, in which form, and what is too old to say. Pure.
 *
 * One call is: the chime, its sentence in each language, and all sentences once more. While many wait it is
 * a bell and its short form, once; while too many wait, that of the first language alone, and quicker. A call
 * may come every five seconds all day, which no voice could say in full: so the lag has a bound.
 */
var Antrean = Antrean || {};

Antrean.announcements = (function () {
  'use strict';

  const MANY = 2; // more calls than this behind one: it is said in its short form
  const TOO_MANY = 4; // and in one language
  const CROWD = 6; // and as quickly as one can still follow
  const LATE_MS = 15000; // a call that itself waited longer is short, until the crowd has been worked off
  const TOO_LATE_MS = 25000; // and in one language
  const SILENT_TOO_LONG_MS = 60000; // what a blocked loudspeaker kept longer than this is dropped
  const MOST = 200; // that wait: behind so many, the oldest are heard by nobody any more
  const SOON = 24; // calls whose clips are brought before their turn
  const OVER = ['missed', 'no_show', 'held', 'waiting', 'looked', 'cancelled', 'voided', 'expired'];
  const PAUSE_MS = { full: 350, short: 350, shortest: 150 }; // before a call, and before it is said again
  const RATE = { full: 1, short: 1.1, shortest: 1.25 }; // of the clip's own pace
  const CROWD_RATE = 1.4;

  /* {queue: [{call, since}], current: null | {call, since, form, rate, round, step}} */
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
    return { queue: voice.queue.concat(items).slice(-MOST), current: voice.current };
  }

  /* An urgent notice comes before all calls, once the sentence under way has ended; a call that it cuts short is
   * said after it, unless everything of it had been said once. */
  function urged(voice, notice, now) {
    const isKnown = function (item) { return Boolean(item) && item.call.id === notice.id; };
    if (isKnown(voice.current) || voice.queue.some(isKnown)) return voice;
    const cut = voice.current && voice.current.round === 0 ? [{ call: voice.current.call, since: voice.current.since }] : [];
    const queue = [{ call: notice, since: now }].concat(cut, voice.queue);
    return { queue: queue, current: voice.current && mute(voice.current) };
  }

  /* The same call, said only in the languages of this display. */
  function inLanguages(call, languages) {
    function spoken(sentences) {
      return (sentences || []).filter(function (one) { return languages.indexOf(one.language) >= 0; });
    }
    return Object.assign({}, call, { speech: spoken(call.speech), short: spoken(call.short) });
  }

  /* How a call is said that begins now, with so many behind it. */
  function formOf(waited, waiting) {
    if (waiting > TOO_MANY || waited > TOO_LATE_MS) return 'shortest';
    return waiting > MANY || waited > LATE_MS ? 'short' : 'full';
  }

  function begun(item, waiting, now) {
    const form = item.call.urgent ? 'full' : formOf(now - item.since, waiting);
    const rate = waiting > CROWD && !item.call.urgent ? CROWD_RATE : RATE[form];
    return { call: item.call, since: item.since, form: form, rate: rate, round: 0, step: 0 };
  }

  function sentences(call, form) {
    const short = call.short || [];
    if (form === 'full' || short.length === 0) return call.speech || [];
    return form === 'short' ? short : short.slice(0, 1);
  }

  function addresses(spoken, sounds) {
    return spoken
      .reduce(function (all, one) { return all.concat(one.clips); }, [])
      .filter(function (clip) { return clip !== sounds.chime; });
  }

  /* The clips of one round: the chime or the bell opens the first one only, whoever put it where. */
  function clips(current, sounds) {
    const said = addresses(sentences(current.call, current.form), sounds);
    if (current.round > 0) return said;
    return [current.form === 'full' ? sounds.chime : sounds.bell].concat(said);
  }

  /* Moves on: {voice, clip, pause}; `clip` is the address to play after `pause` milliseconds, at the `rate` of the
   * current call; null when there is nothing to say. sounds = {chime, bell}. */
  function next(voice, sounds, now) {
    const current = voice.current;
    if (current) {
      const step = Object.assign({}, current, { step: current.step + 1 });
      if (step.step < clips(step, sounds).length) return at(voice.queue, step, sounds, 0);
      const again = Object.assign({}, current, { round: 1, step: 0 });
      if (repeats(voice, again, sounds)) return at(voice.queue, again, sounds, PAUSE_MS.full);
    }
    if (voice.queue.length === 0) return { voice: silent(), clip: null, pause: 0 };
    const waiting = voice.queue.slice(1);
    const coming = begun(voice.queue[0], waiting.length, now);
    return at(waiting, coming, sounds, current ? PAUSE_MS[coming.form] : 0);
  }

  function repeats(voice, again, sounds) {
    const isFirst = voice.current.round === 0 && voice.current.form === 'full' && !voice.current.call.urgent;
    return isFirst && voice.queue.length <= MANY && clips(again, sounds).length > 0;
  }

  function at(queue, current, sounds, pause) {
    return { voice: { queue: queue, current: current }, clip: clips(current, sounds)[current.step], pause: pause };
  }

  /* The call whose sentence has just been heard for the first time, now that a clip has ended; null: none. */
  function heard(voice, sounds) {
    const current = voice.current;
    if (!current || current.round > 0) return null;
    return current.step === firstSentence(current, sounds) ? current.call : null;
  }

  /* The step of it: behind the chime, where there is a sentence. */
  function firstSentence(current, sounds) {
    return Math.min(1, clips(current, sounds).length - 1);
  }

  /* The calls that were not yet heard, the one under way first; an urgent notice says itself again. */
  function unsaid(voice, sounds) {
    const current = voice.current;
    const isHeard = !current || current.round > 0 || current.step > firstSentence(current, sounds);
    const items = isHeard ? voice.queue : [current].concat(voice.queue);
    return items.map(function (item) { return item.call; }).filter(function (call) { return !call.urgent; });
  }

  /* The clips that will be wanted soon: the full form of what comes next, the short one while many wait. */
  function wanted(voice, sounds) {
    const isCrowded = voice.queue.length > MANY;
    return voice.queue.slice(0, SOON).reduce(function (all, item) {
      const said = sentences(item.call, 'full').concat(isCrowded ? sentences(item.call, 'short') : []);
      return all.concat(addresses(said, sounds));
    }, []);
  }

  /* A call that was taken back is not said, or not said again; a sentence under way comes to its end. */
  function withdrawn(voice, id) {
    const isCurrent = voice.current && voice.current.call.id === id;
    return {
      queue: voice.queue.filter(function (item) { return item.call.id !== id; }),
      current: isCurrent ? mute(voice.current) : voice.current,
    };
  }

  /* The board was told anew: what was taken back while nobody told, and a call to which nobody is to come any more,
   * is not said. A call that the board does not show may have made room for later ones. */
  function upheld(voice, calls, takenBack) {
    const over = {};
    calls.forEach(function (call) { over[call.ticket] = OVER.indexOf(call.state) >= 0; });
    const queue = voice.queue.filter(function (item) {
      return item.call.urgent || (!over[item.call.ticket] && takenBack.indexOf(item.call.id) < 0);
    });
    return { queue: queue, current: voice.current };
  }

  function mute(current) {
    return Object.assign({}, current, { call: Object.assign({}, current.call, { speech: [], short: [] }) });
  }

  /* Nothing but what is urgent may be said any more, and nothing of this later; a sentence under way comes to its end. */
  function hushed(voice) {
    const queue = voice.queue.filter(function (item) { return item.call.urgent; });
    const isUrgent = Boolean(voice.current) && voice.current.call.urgent;
    return { queue: queue, current: isUrgent ? voice.current : voice.current && mute(voice.current) };
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

  return {
    silent, offered, urged, withdrawn, upheld, hushed, inLanguages, next, heard, unsaid, wanted, refused, allowed,
  };
})();
