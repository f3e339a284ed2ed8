/* Where the parts of a layout stand and how large each may be, in hundredths of the screen's short side. Pure.
 *
 * A drawing is {lines: [[word]], columns: [share], rows: [share]}: a part stands where its name is. Screens are
 * taken for 16:9, the least there is; whatever is wider or higher has room to spare.
 */
var Antrean = Antrean || {};

Antrean.arrangement = (function () {
  'use strict';

  /* `last` is the box for which the last call is drawn; in another it is larger or smaller. */
  const LYING = { width: 177.8, height: 100, head: 11, notice: 13.2, last: { width: 88.9, height: 48.9 } };
  const UPRIGHT = { width: 100, height: 177.8, head: 15, notice: 25, last: { width: 100, height: 52 } };
  const FOOT = 7.5;
  const USUAL_WIDTH = 88.9; // of the rows of calls
  const CAPTIONS = 4.5; // above the rows of calls
  const LIST_SHARE = 0.96; // of the box below them is for figures, the rest for lines
  const TALL_ROW = 17;
  const QUEUES_EDGE = 6.2; // around the queues that wait
  const QUEUE_LINE = 4.4;
  const ONE_COLUMN = 60; // in a narrower box the queues stand below each other
  const EDGE = 6;
  const CELL_EDGE = 3;
  const NAME_LINE = 5; // above the number of an agency
  const NUMBER_EMS = 4.7; // a number and the people who wait, beside each other
  const MOST_COLUMNS = 6;
  const MOST_LINES = 12;
  const GRID_SHARE = 0.5; // of the size of a call: whoever looks an agency up may step nearer

  const NATURAL = 'calls'; // the layout that the style sheet divides, as high as its queues need
  const FEW_ROWS = 3;
  const FAR_WIDTH = 103; // of its rows on a lying screen while they are few: display.css .tall
  const ROW_EDGE = 11.5; // around and between a number and its counter
  const USUAL_PLACE = 32.5;
  const TALL_PLACE = 22.5;
  const DIGITS_EMS = 2.84; // width of A-000
  const LAST_SIZE = 24;
  const NEARLY = 0.97; // a millimetre or two is nobody's trouble

  function sum(numbers) {
    return numbers.reduce(function (total, number) { return total + number; }, 0);
  }

  function share(shares, from, to) {
    return sum(shares.slice(from, to)) / sum(shares);
  }

  /* The room for the parts: `view` = {upright, noticed, ticker}. */
  function room(view) {
    const screen = view.upright ? UPRIGHT : LYING;
    const taken = screen.head + (view.ticker === false ? 0 : FOOT) + (view.noticed ? screen.notice : 0);
    return { width: screen.width, height: screen.height - taken };
  }

  /* {part: {width, height}} of what stands in the drawing. */
  function boxes(drawing, view) {
    const all = room(view);
    const found = {};
    drawing.lines.forEach(function (line, row) {
      line.forEach(function (word, column) {
        const box = found[word] || { left: column, top: row, right: column, bottom: row };
        found[word] = Object.assign(box, { right: Math.max(box.right, column), bottom: Math.max(box.bottom, row) });
      });
    });
    const made = {};
    Object.keys(found).filter(function (word) { return word !== '.'; }).forEach(function (word) {
      const box = found[word];
      made[word] = {
        width: all.width * share(drawing.columns, box.left, box.right + 1),
        height: all.height * share(drawing.rows, box.top, box.bottom + 1),
      };
    });
    return made;
  }

  function tracks(shares) {
    return shares.map(function (one) { return 'minmax(0, ' + one + 'fr)'; }).join(' ');
  }

  /* The drawing as a style sheet says it. */
  function grid(drawing) {
    return {
      columns: tracks(drawing.columns),
      rows: tracks(drawing.rows),
      areas: drawing.lines.map(function (line) { return '"' + line.join(' ') + '"'; }).join(' '),
    };
  }

  /* How much larger or smaller than in its usual box the last call is drawn. */
  function lastScale(box, upright) {
    const usual = (upright ? UPRIGHT : LYING).last;
    return Math.min(box.width / usual.width, box.height / usual.height);
  }

  /* What the rows of calls share, and how wide they are beside the usual. */
  function list(box) {
    return { height: (box.height - CAPTIONS) * LIST_SHARE, wide: box.width / USUAL_WIDTH };
  }

  /* The queues that fit: {columns, most}. */
  function queues(box) {
    const columns = box.width < ONE_COLUMN ? 1 : 2;
    return { columns: columns, most: columns * Math.max(1, Math.floor((box.height - QUEUES_EDGE) / QUEUE_LINE)) };
  }

  /* The size of a number in a cell: as high and as wide as it may be. */
  function cell(box, columns, rows) {
    const width = (box.width - EDGE) / columns - CELL_EDGE;
    const height = (box.height - CAPTIONS) / rows - NAME_LINE;
    return { columns: columns, rows: rows, size: Math.min(width / NUMBER_EMS, height) };
  }

  /* The cells of a page of agencies, {columns, rows, size}: all on one page as large as they can be, else as many
   * as are not smaller than `least`. */
  function cells(count, box, least) {
    const made = [];
    for (let columns = 1; columns <= MOST_COLUMNS; columns += 1) {
      for (let rows = 1; rows <= MOST_LINES; rows += 1) made.push(cell(box, columns, rows));
    }
    const room = function (one) { return one.columns * one.rows; };
    const larger = function (one, other) { return other.size - one.size || room(one) - room(other); };
    const whole = made.filter(function (one) { return room(one) >= count && one.size >= least; }).sort(larger)[0];
    const fitting = made.filter(function (one) { return one.size >= least; });
    const most = fitting.sort(function (one, other) { return room(other) - room(one) || other.size - one.size; })[0];
    return whole || most || made.sort(larger)[0];
  }

  /* Whether a part stands in a layout, in either of its drawings. */
  function holds(layout, part) {
    return [layout.landscape, layout.portrait].some(function (drawing) {
      return drawing.lines.some(function (line) { return line.indexOf(part) >= 0; });
    });
  }

  /* Whether rows are so high that a number needs most of their width, and its counter stands in a narrow column. */
  function isTall(list, rows) {
    return list.height / rows > TALL_ROW * list.wide;
  }

  /* The rows of calls of a layout on this screen: {height, wide, fewest}; null where it has none. */
  function listOf(layout, view) {
    if (layout.code === NATURAL) return Object.assign({ wide: 1 }, Antrean.layout.list(view.noticed, view.upright));
    const box = boxes(view.upright ? layout.portrait : layout.landscape, Object.assign({ ticker: layout.ticker }, view)).recent;
    return box ? list(box) : null;
  }

  /* How large numbers in the rows really are: what is wider than its place is made narrower. */
  function numberSize(list, rows, view, natural) {
    const size = list.height / rows;
    const tall = natural ? rows <= FEW_ROWS : isTall(list, rows);
    const usual = tall && natural ? FAR_WIDTH : USUAL_WIDTH * list.wide;
    const width = natural && view.upright ? UPRIGHT.width : usual;
    const taken = ROW_EDGE + (tall ? TALL_PLACE : USUAL_PLACE) * list.wide;
    return Math.min(size, (width - taken) / DIGITS_EMS);
  }

  /* What people can read of a display: {rows, capital, needed, enough, pages}. `place` = {metres, inches}, capitals
   * in millimetres; `pages` of agencies is 0 where the layout has no grid of them. */
  function reckon(layout, place, view, agencies) {
    const rules = Antrean.layout;
    const rowsThere = listOf(layout, view);
    const rows = rowsThere ? rules.rows(place, rowsThere) : 0;
    const drawing = view.upright ? layout.portrait : layout.landscape;
    const all = boxes(drawing, Object.assign({ ticker: layout.ticker }, view));
    const size = rowsThere ? numberSize(rowsThere, rows, view, layout.code === NATURAL) : LAST_SIZE * lastScale(all.last, view.upright);
    const desks = all.agencies ? cells(agencies, all.agencies, rules.least(place) * GRID_SHARE) : null;
    const capital = rules.capital(size, place.inches);
    const needed = rules.needed(place.metres);
    return {
      rows: rows,
      capital: Math.round(capital),
      needed: Math.round(needed),
      enough: capital >= needed * NEARLY,
      pages: desks ? Math.ceil(agencies / (desks.columns * desks.rows)) : 0,
    };
  }

  return { reckon, listOf, boxes, grid, holds, lastScale, list, isTall, queues, cells, GRID_SHARE };
})();
