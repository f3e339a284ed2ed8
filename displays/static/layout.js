/* How much fits on the screen, and how names are cut into parts. Pure. */
var Antrean = Antrean || {};

Antrean.layout = (function () {
  'use strict';

  const CAPITAL_MM_PER_METRE = 12; // EN 301 549: height of capitals for each metre of viewing distance
  const SCREEN_MM = 685; // the short side of a 55-inch screen
  const ROW_PER_CAPITAL = 1.5;
  const LIST_SHARE = 0.76; // of the short side is left for the list of calls
  const NOTICE_SHARE = 0.13; // of it a notice takes away
  const FEWEST_ROWS = 3;
  const MOST_ROWS = 6;
  const COMPACT_ROWS = 11;
  const CELLS = 12;
  const CELLS_BESIDE_NOTICE = 6;
  const LONG_NOTICE = 88; // letters that stand on one line of the band, at its larger size

  /* Rows of recent calls that can be read from `metres` away. */
  function rows(metres, noticed) {
    const capital = (CAPITAL_MM_PER_METRE * (metres || 6)) / SCREEN_MM;
    const fit = Math.floor((LIST_SHARE - (noticed ? NOTICE_SHARE : 0)) / (capital * ROW_PER_CAPITAL) + 0.3);
    return Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, fit));
  }

  /* Rows needed so that every lit call is to be seen, however many came at once. `standing` are there now: a
   * list that has grown stays so until the rush is over, instead of resizing with every call. */
  function rowsFor(recent, metres, standing, noticed) {
    const usual = rows(metres, noticed);
    const lastLit = recent.reduce(function (last, call, index) { return call.lit ? index + 1 : last; }, 0);
    return lastLit <= usual ? usual : Math.max(standing || 0, Math.min(COMPACT_ROWS, lastLit));
  }

  /* Even pages: 34 agencies are 12, 11, 11; a notice takes the place of half of them. */
  function pages(items, noticed) {
    const count = Math.max(1, Math.ceil(items.length / (noticed ? CELLS_BESIDE_NOTICE : CELLS)));
    const made = [];
    for (let page = 0, from = 0; page < count; page += 1) {
      const size = Math.ceil((items.length - from) / (count - page));
      made.push(items.slice(from, from + size));
      from += size;
    }
    return made;
  }

  /* The sentences of a notice, each once, and whether one of them needs smaller letters. */
  function sentences(notice) {
    const told = [{ language: 'id', text: notice.id }, { language: 'en', text: notice.en }].filter(function (one, index) {
      return one.text && (index === 0 || one.text !== notice.id);
    });
    return { told: told, long: told.some(function (one) { return one.text.length > LONG_NOTICE; }) };
  }

  /* "Loket 14" -> {word: "Loket", figure: "14"}; a name without a figure is all word. */
  function place(name) {
    const parts = /^(.*\S)\s+(\d{1,3}[A-Za-z]?)$/.exec(name || '');
    return parts ? { word: parts[1], figure: parts[2] } : { word: name || '', figure: '' };
  }

  /* "A-007" -> {letter: "A", figures: "007"} */
  function number(text) {
    const hyphen = text.lastIndexOf('-');
    return { letter: text.slice(0, Math.max(hyphen, 0)), figures: text.slice(hyphen + 1) };
  }

  /* The class that colours an agency's mark: its hue rounded to one of twelve. */
  function hue(degrees) {
    return 'hue-' + (Math.round((((Number(degrees) || 0) % 360) + 360) % 360 / 30) % 12);
  }

  return { rows, rowsFor, pages, sentences, place, number, hue };
})();
