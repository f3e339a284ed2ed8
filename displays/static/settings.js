/* Where a display hangs and how the office set it: its head, its colours, its layout, how loud it is. */
var Antrean = Antrean || {};

Antrean.settings = (function () {
  'use strict';

  const frame = Antrean.frame;
  const LOOK_MS = 1000;

  /* The volume that the office chose counts over that of the mall's data. */
  function loudness(place, settings) {
    return settings ? Object.assign({}, place, { volume: settings.volume }) : place;
  }

  /* `screen` is what display.js knows; `makeSpace` says that boxes have other sizes.
   * Returns {hear(place), settle(settings), loud(), speaks({speaks})}. */
  function start(screen, makeSpace) {
    let place = null;
    let settings = null;

    function loud() {
      if (screen.player) screen.player.setLoudness(loudness(place, settings));
      screen.media.setLoudness(loudness(place, settings));
    }

    /* An address that names a theme overrules the one that was set. */
    function paint(theme) {
      if (new URLSearchParams(location.search).get('theme')) return;
      if (theme) document.documentElement.dataset.theme = theme;
      else document.documentElement.removeAttribute('data-theme');
    }

    function settle(told) {
      settings = told;
      paint(told.theme);
      screen.scan.want(Antrean.arrangement.holds(told.layout, 'qr'));
      screen.dark = told.dark;
      screen.hall.settle(told);
      loud();
      makeSpace();
    }

    function hear(told) {
      place = told;
      frame.showPlace(told.title, told.zones);
      screen.scan.hear(told.presence);
      if (told.settings) settle(told.settings);
      else loud();
      if (told.playlist) screen.media.settle(told.playlist);
    }

    /* Another display has come or gone: these are the zones of which this one is the voice now; or another screen of this
     * one, and {spare} says whether it is to be silent beside that. */
    function speaks(told) {
      place = Object.assign({}, place, told);
      loud();
    }

    setInterval(function () {
      if (screen.player) screen.player.yieldAfter(screen.silence());
    }, LOOK_MS);

    return { hear, settle, loud, speaks };
  }

  return { start, loudness };
})();
