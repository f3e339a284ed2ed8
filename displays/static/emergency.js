/* An urgent notice: over everything that a display shows, and said again and again while it lasts. */
var Antrean = Antrean || {};

Antrean.emergency = (function () {
  'use strict';

  const AGAIN_MS = 30000;
  const LARGEST = 15; // size of its letters, in hundredths of the short side
  const LEAST = 3;
  const STEP = 0.5;
  const pieces = Antrean.pieces;

  /* What the voice says of it, in the languages of this display. Pure. */
  function announcement(notice, languages) {
    const said = { id: 'notice ' + notice.id + notice.en, zones: [], urgent: true, speech: notice.speech || [] };
    return Antrean.announcements.inLanguages(said, languages);
  }

  /* What is to be said now, {call, said}; `before` is the same of the last time: {call, at}. Pure. */
  function due(before, call, now) {
    if (!call) return false;
    return !before || before.call.id !== call.id || now - before.at >= AGAIN_MS;
  }

  function lines(notice, title) {
    const told = Antrean.layout.sentences(notice).told.map(function (one) {
      const line = pieces.element('p', 'urgent-' + one.language, one.text);
      line.lang = one.language;
      return line;
    });
    return [pieces.element('p', 'urgent-title', title)].concat(told);
  }

  /* As large as the screen allows. */
  function fit(section) {
    let size = LARGEST;
    section.style.setProperty('--urgent', size);
    while (size > LEAST && section.scrollHeight > section.clientHeight) {
      size -= STEP;
      section.style.setProperty('--urgent', size);
    }
  }

  /* Returns {show(notice), speak(player, languages, now), fit()}; notices that are not urgent are none here. */
  function start(section, say) {
    let shown = null;
    let text = '';
    let last = null;

    function show(notice) {
      shown = notice && notice.urgent ? notice : null;
      const told = shown ? JSON.stringify([shown.id, shown.en]) : '';
      if (told === text) return;
      text = told;
      section.hidden = !shown;
      pieces.fill(section, shown ? lines(shown, say('attention')) : []);
      if (shown) fit(section);
    }

    function speak(player, languages, now) {
      if (!player) return;
      const call = shown ? announcement(shown, languages) : null;
      if (last && (!call || last.call.id !== call.id)) {
        player.forget(last.call.id);
        last = null;
      }
      if (!due(last, call, now)) return;
      last = { call: call, at: now };
      player.urge(call);
    }

    return {
      show: show,
      speak: speak,
      fit: function () { if (shown) fit(section); },
    };
  }

  return { start, announcement, due, AGAIN_MS };
})();
