/* Divides the hall as the settings of this display say: which parts are there, where, and how large. */
var Antrean = Antrean || {};

Antrean.hall = (function () {
  'use strict';

  const arrangement = Antrean.arrangement;
  const layout = Antrean.layout;
  const CALLS = 'calls'; // whose division the style sheet knows
  const ALWAYS = ['last', 'recent', 'waiting'];

  function isUpright() {
    return window.matchMedia('(orientation: portrait)').matches;
  }

  /* {key, boxes, list, large, grid}: what a drawing makes of this screen; `calls` has no boxes. */
  function plan(settings, noticed, rush) {
    const drawn = settings.layout.code !== CALLS && !rush;
    const upright = isUpright();
    if (!drawn) return { key: [CALLS, upright].join(' '), boxes: null, list: layout.list(noticed, upright), grid: null };
    const drawing = upright ? settings.layout.portrait : settings.layout.landscape;
    const boxes = arrangement.boxes(drawing, { upright: upright, noticed: noticed, ticker: settings.layout.ticker });
    return {
      key: [settings.layout.code, upright, noticed].join(' '),
      boxes: boxes,
      list: boxes.recent ? arrangement.list(boxes.recent) : null,
      large: boxes.last ? arrangement.lastScale(boxes.last, upright) : null,
      grid: arrangement.grid(drawing),
    };
  }

  /* Returns {settle(settings), arrange(recent, noticed), forget()} for the hall `main`. */
  function start(main) {
    let settings = null;
    let plans = {};
    let shown = null;
    let rows = null;
    let rushing = false;

    function planned(noticed, rush) {
      const key = [noticed, rush].join(' ');
      plans[key] = plans[key] || plan(settings, noticed, rush);
      return plans[key];
    }

    function usualRows(one) {
      return one.list ? layout.rows({ metres: settings.distance_m, inches: settings.screen_inches }, one.list) : 0;
    }

    function settle(told) {
      settings = told;
      main.dataset.layout = told.layout.code;
      document.body.classList.toggle('clockless', told.layout.clock === false);
      document.body.classList.toggle('tickerless', told.layout.ticker === false);
      forget();
    }

    function forget() {
      plans = {};
      shown = null;
      rows = null;
    }

    function setStyle(name, value) {
      if (value === null) main.style.removeProperty(name);
      else main.style.setProperty(name, value);
    }

    function divide(one) {
      const grid = one.grid || { columns: null, rows: null, areas: null };
      setStyle('grid-template-columns', grid.columns);
      setStyle('grid-template-rows', grid.rows);
      setStyle('grid-template-areas', grid.areas);
      setStyle('--list', one.boxes && one.list ? one.list.height : null);
      setStyle('--wide', one.boxes && one.list ? one.list.wide : null);
      setStyle('--large', one.boxes ? one.large : null);
      Array.prototype.forEach.call(main.querySelectorAll('[data-area]'), function (section) {
        const name = section.dataset.area;
        const there = one.boxes ? Boolean(one.boxes[name]) : ALWAYS.indexOf(name) >= 0;
        section.classList.toggle('absent', !there);
        section.style.gridArea = one.boxes && there ? name : '';
      });
    }

    function isTall(one, noticed) {
      return one.boxes ? arrangement.isTall(one.list, rows) : rows <= (noticed ? 4 : 3);
    }

    function makeRows(one, usual, noticed, wanted) {
      if (rows === wanted || !one.list) return;
      rows = wanted;
      main.style.setProperty('--rows', rows);
      main.classList.toggle('crowded', rows > usual);
      main.classList.toggle('tall', isTall(one, noticed));
    }

    /* Makes room for these calls. Returns {key, rows, boxes}: `key` names everything that sizes depend on. */
    function arrange(recent, noticed) {
      const wanted = planned(noticed, false);
      rushing = Boolean(wanted.boxes) && layout.isRush(recent, usualRows(wanted), rushing);
      const one = planned(noticed, rushing);
      if (shown !== one) {
        divide(one);
        rows = null;
      }
      shown = one;
      const usual = usualRows(one);
      makeRows(one, usual, noticed, layout.rowsFor(recent, usual, rows));
      return { key: one.key + ' ' + rows, rows: one.list ? rows : 0, boxes: one.boxes };
    }

    return { settle, arrange, forget, settings: function () { return settings; } };
  }

  return { start };
})();
