/* The loudspeaker: says what the queue of announcements holds, one clip after the other. */
var Antrean = Antrean || {};

Antrean.player = (function () {
  'use strict';

  const announcements = Antrean.announcements;
  const rules = Antrean.loudness;
  const CLIP_MS = 20000; // a clip that has not ended by then is given up, so that the next is heard
  const WANTED_MS = 60000; // a clip that cannot be had is asked for so long after its call, and the voice waits

  /* options: {chime, bell, silence, time(), weekday(), onBlocked(bool), onSpeaking(call or null), onSaid(call),
   * onWaiting([call that was not yet heard])}, where time() is "13:05" on the mall's clock and weekday() 1 for Monday; returns {say, urge, forget, uphold, unlock, setLoudness}. */
  function start(options) {
    const audio = new Audio();
    const sounds = { chime: options.chime, bell: options.bell };
    let voice = announcements.silent();
    let loudness = rules.told();
    const clips = Antrean.clips.start();
    let blocked = false;
    let busy = false;
    let finish = null;
    let timer = null;
    let waiting = ''; // the ids of those that were not yet heard
    let turn = 0; // which clip it is; what is told of another one comes too late
    let sounding = 0;

    function told(nowBlocked) {
      if (nowBlocked === blocked) return;
      blocked = nowBlocked;
      options.onBlocked(blocked);
    }

    /* The turn of a clip is over; `played`: it sounded to its end. */
    function over(played) {
      clearTimeout(timer);
      const then = finish;
      finish = null;
      if (then) then(played);
    }

    /* A clip that cannot be played says so twice: by an event, and by its promise. */
    function ended(event) {
      if (sounding === turn) over(event.type === 'ended');
    }

    audio.addEventListener('ended', ended);
    audio.addEventListener('error', ended);

    /* Plays one clip, at once where it is in memory; `then` follows when it ended, failed or took too long. */
    function play(clip, rate, then) {
      finish = then;
      turn += 1;
      const mine = turn;
      const here = clips.at(clip);
      if (here) return sound(here, rate);
      const until = voice.current ? voice.current.since + WANTED_MS : 0;
      return clips.bring(clip, until).then(function (brought) {
        if (mine !== turn) return;
        if (brought) sound(brought, rate);
        else over(false);
      });
    }

    function sound(source, rate) {
      const mine = turn;
      sounding = mine;
      timer = setTimeout(over, CLIP_MS, false);
      audio.volume = rules.gain(loudness);
      audio.defaultPlaybackRate = rate; // a new source begins with it; the pitch stays
      audio.src = source;
      const playing = audio.play();
      if (!playing) return;
      playing.then(function () { told(false); }, function (problem) {
        if (mine !== turn) return;
        if (problem.name === 'NotAllowedError') refuse();
        else if (problem.name !== 'AbortError') over(false);
      });
    }

    function refuse() {
      clearTimeout(timer);
      finish = null;
      turn += 1;
      busy = false;
      voice = announcements.refused(voice);
      options.onSpeaking(null);
      told(true);
    }

    function isSilent() {
      return rules.isSilent(loudness, options.time(), options.weekday());
    }

    /* A call whose sentence could not be had counts as unsaid: after a restart it is tried again. */
    function step(played) {
      const heard = played ? announcements.heard(voice, sounds) : null;
      if (heard) options.onSaid(heard);
      if (isSilent()) voice = announcements.hushed(voice);
      const moved = announcements.next(voice, sounds, Date.now());
      voice = moved.voice;
      busy = moved.clip !== null;
      tellWaiting();
      options.onSpeaking(busy ? voice.current.call : null);
      if (!busy) return;
      warm();
      if (moved.pause > 0) setTimeout(play, moved.pause, moved.clip, voice.current.rate, step);
      else play(moved.clip, voice.current.rate, step);
    }

    /* What comes while nothing may sound is not said later either. */
    function say(calls) {
      if (isSilent()) return;
      if (blocked) voice = announcements.allowed(voice, Date.now());
      voice = announcements.offered(voice, calls.filter(function (call) { return rules.says(loudness, call); }), Date.now());
      goOn();
    }

    /* An urgent notice, {id, urgent, speech}: in quiet hours, too. */
    function urge(notice) {
      if (!rules.says(loudness, notice)) return;
      voice = announcements.urged(voice, notice, Date.now());
      goOn();
    }

    function tellWaiting() {
      const calls = announcements.unsaid(voice, sounds);
      const ids = calls.map(function (call) { return call.id; }).join(' ');
      if (ids !== waiting) options.onWaiting(calls);
      waiting = ids;
    }

    /* What a blocked loudspeaker keeps may never be said. */
    function goOn() {
      tellWaiting();
      if (blocked) return;
      if (busy) warm();
      else step(false);
    }

    /* Brings clips before their turn. */
    function warm() {
      announcements.wanted(voice, sounds).forEach(bring);
    }

    function bring(clip) {
      clips.bring(clip, Date.now() + WANTED_MS);
    }

    /* A snapshot was heard: what nobody is to come for any more is not said, of what waits and of `left`, the calls
     * that a restart left unsaid. */
    function uphold(calls, takenBack, left) {
      const still = isSilent() ? [] : left.filter(function (call) { return rules.says(loudness, call); });
      voice = announcements.upheld(announcements.offered(voice, still, Date.now()), calls, takenBack);
      goOn();
    }

    /* {volume, quiet, speaks}, each where the server told it; heard at once. */
    function setLoudness(settings) {
      loudness = rules.told(settings);
      audio.volume = rules.gain(loudness);
    }

    /* Another display speaks in its place: what is under way comes to its end, and no more. */
    function yieldAfter(silentMs) {
      if (!rules.yields(loudness, silentMs)) return;
      voice = announcements.hushed(voice);
      tellWaiting();
    }

    function forget(id) {
      voice = announcements.withdrawn(voice, id);
      tellWaiting();
    }

    /* Asks the browser whether it may sound, without waiting for a clip. */
    function hush() {
      finish = step;
      turn += 1;
      sound(options.silence, 1);
    }

    /* A person touched the screen: try again, with silence when nothing is left to say. */
    function unlock() {
      if (busy) return;
      voice = announcements.allowed(voice, Date.now());
      busy = true;
      if (voice.queue.length > 0) step(false);
      else hush();
    }

    [options.chime, options.bell].forEach(bring);
    return { say, isSilent, yieldAfter, urge, forget, uphold, unlock, setLoudness };
  }

  return { start };
})();
