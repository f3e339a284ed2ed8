/* The loudspeaker: says what the queue of announcements holds, one clip after the other. */
var Antrean = Antrean || {};

Antrean.player = (function () {
  'use strict';

  const announcements = Antrean.announcements;
  const CLIP_MS = 20000; // a clip that has not ended by then is given up, so that the next is heard
  const PAUSE_MS = 350;

  /* options: {chime, silence, onBlocked(bool), onSpeaking(call or null)}; returns {say, forget, unlock}. */
  function start(options) {
    const audio = new Audio();
    let voice = announcements.silent();
    let blocked = false;
    let busy = false;
    let finish = null;
    let timer = null;

    function told(nowBlocked) {
      if (nowBlocked === blocked) return;
      blocked = nowBlocked;
      options.onBlocked(blocked);
    }

    function over() {
      clearTimeout(timer);
      const then = finish;
      finish = null;
      if (then) then();
    }

    audio.addEventListener('ended', over);
    audio.addEventListener('error', over);

    /* Plays one clip; `then` follows when it ended, failed or took too long. */
    function play(clip, then) {
      finish = then;
      timer = setTimeout(over, CLIP_MS);
      audio.src = clip;
      const playing = audio.play();
      if (!playing) return;
      playing.then(function () { told(false); }, function (problem) {
        if (problem.name === 'NotAllowedError') refuse();
        else if (problem.name !== 'AbortError') over();
      });
    }

    function refuse() {
      clearTimeout(timer);
      finish = null;
      busy = false;
      voice = announcements.refused(voice);
      options.onSpeaking(null);
      told(true);
    }

    function step() {
      const before = voice.current;
      const moved = announcements.next(voice, options.chime);
      voice = moved.voice;
      busy = moved.clip !== null;
      if (!busy) {
        options.onSpeaking(null);
        return;
      }
      const another = before && (before.call.id !== voice.current.call.id || before.round !== voice.current.round);
      options.onSpeaking(voice.current.call);
      if (another) setTimeout(play, PAUSE_MS, moved.clip, step);
      else play(moved.clip, step);
    }

    function say(calls) {
      voice = announcements.offered(voice, calls, Date.now());
      calls.forEach(function (call) { warm(call, options.chime); });
      if (!busy && !blocked) step();
    }

    function forget(id) {
      voice = announcements.withdrawn(voice, id);
    }

    /* A person touched the screen: try again, with silence when nothing is left to say. */
    function unlock() {
      if (busy) return;
      voice = announcements.allowed(voice, Date.now());
      busy = true;
      if (voice.queue.length > 0) step();
      else play(options.silence, step);
    }

    return { say, forget, unlock };
  }

  /* Brings the clips of a call into the browser's cache before their turn. */
  function warm(call, chime) {
    (call.speech || []).forEach(function (one) {
      one.clips.forEach(function (clip) {
        if (clip !== chime) fetch(clip).catch(function () { return null; });
      });
    });
  }

  return { start };
})();
