/* How much fits on the screen so that it can be read, and how names are cut into parts. Pure. */
var Antrean = Antrean || {};

Antrean.layout = (function () {
  'use strict';

  const CAPITAL_MM_PER_METRE = 12; // EN 301 549: height of capitals for each metre of viewing distance
  const SHORT_SIDE_MM_PER_INCH = 12.454; // of a 16:9 screen
  const CAPITAL_SHARE = 0.72; // of the size of letters
  const USUAL_METRES = 6;
  const USUAL_INCHES = 55;
  const LIST = 74; // of the short side, in hundredths, the rows of calls share in the layout `calls`
  const LIST_BESIDE_NOTICE = 61;
  const UPRIGHT_LIST = 62; // of a screen that stands upright
  const UPRIGHT_LIST_BESIDE_NOTICE = 50;
  const FEWEST_ROWS = 3;
  const MOST_ROWS = 6;
  const COMPACT_ROWS = 11;
  const CELLS = 12;
  const CELLS_BESIDE_NOTICE = 6;
  const LONG_NOTICE = 88; // letters that stand on one line of the band, at its larger size

  /* Millimetres that a hundredth of the short side is high. */
  function unit(inches) {
    return ((inches || USUAL_INCHES) * SHORT_SIDE_MM_PER_INCH) / 100;
  }

  /* Height of capitals in millimetres that can be read from `metres` away. */
  function needed(metres) {
    return CAPITAL_MM_PER_METRE * (metres || USUAL_METRES);
  }

  /* Size of letters, in hundredths of the short side, that can be read; `place` = {metres, inches}. */
  function least(place) {
    return needed(place.metres) / unit(place.inches) / CAPITAL_SHARE;
  }

  /* Height in millimetres of capitals of letters of this size. */
  function capital(size, inches) {
    return size * unit(inches) * CAPITAL_SHARE;
  }

  /* The list of the layout `calls`; any other has the height of its box and may be shorter. */
  function list(noticed, upright) {
    const lying = noticed ? LIST_BESIDE_NOTICE : LIST;
    const standing = noticed ? UPRIGHT_LIST_BESIDE_NOTICE : UPRIGHT_LIST;
    return { height: upright ? standing : lying, fewest: FEWEST_ROWS };
  }

  /* Rows of recent calls that can be read in a list of this height. */
  function rows(place, room) {
    return Math.max(room.fewest || 1, Math.min(MOST_ROWS, Math.floor(room.height / least(place))));
  }

  function lastLit(recent) {
    return recent.reduce(function (last, call, index) { return call.lit ? index + 1 : last; }, 0);
  }

  /* Rows needed so that every lit call is to be seen, however many came at once; `usual` fit. `standing` are
   * there now: a list that has grown stays so until the rush is over, instead of resizing with every call. */
  function rowsFor(recent, usual, standing) {
    const lit = lastLit(recent);
    return lit <= usual ? usual : Math.max(standing || 0, Math.min(COMPACT_ROWS, lit));
  }

  /* Whether so many calls came at once that they need the whole hall; until it is over (`was`). */
  function isRush(recent, usual, was) {
    return lastLit(recent) > (was ? usual : 2 * usual);
  }

  /* Agencies on a page of the layout `calls`; a notice takes the place of half of them. */
  function cells(noticed) {
    return noticed ? CELLS_BESIDE_NOTICE : CELLS;
  }

  /* Even pages of `most` at most: 34 agencies are 12, 11, 11. */
  function pages(items, most) {
    const count = Math.max(1, Math.ceil(items.length / most));
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

  return { unit, needed, least, capital, list, rows, rowsFor, isRush, cells, pages, sentences, place, number, hue };
})();
