/* What this display says of itself to the server: its version, its picture, its browser, its sound. Pure. */
var Antrean = Antrean || {};

Antrean.report = (function () {
  'use strict';

  /* The makers of televisions add their own name before or behind Chromium's. */
  const MAKERS = [[/Web0S/, 'webOS'], [/Tizen/, 'Tizen'], [/Android/, 'Android'], [/Windows/, 'Windows'], [/Linux|X11/, 'Linux']];
  const ENGINES = [[/Firefox\/(\d+)/, 'Firefox'], [/Chrome\/(\d+)/, 'Chromium'], [/Version\/(\d+).*Safari/, 'Safari']];

  function found(list, text) {
    const entry = list.filter(function (one) { return one[0].test(text); })[0];
    return entry ? [entry[1], entry[0].exec(text)[1] || ''].join(' ').trim() : '';
  }

  /* "Mozilla/5.0 (Web0S; ...) ... Chrome/79.0 ..." -> "Chromium 79, webOS" */
  function engine(agent) {
    return [found(ENGINES, agent), found(MAKERS, agent)].filter(Boolean).join(', ');
  }

  /* How the voice is: `player` is the loudspeaker, null where this display is none. */
  function sound(player, blocked) {
    if (!player) return 'off';
    if (blocked) return 'blocked';
    return player.isSilent() ? 'silent' : 'ok';
  }

  return { engine, sound };
})();
