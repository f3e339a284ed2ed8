/* Draws the grid of agencies: the number each called last, who waits there, and its call while that is lit. */
var Antrean = Antrean || {};

Antrean.agencies = (function () {
  'use strict';

  const PAGE_MS = 10000;
  const WORDS_FROM = 6.8; // size of numbers beside which there is room for a word
  const NONE = '\u2013';
  const arrangement = Antrean.arrangement;
  const layout = Antrean.layout;
  const pieces = Antrean.pieces;
  const element = pieces.element;

  /* What stands in a cell besides its name. */
  function face(agency) {
    const call = agency.call;
    const lit = Boolean(call && call.lit);
    return { number: (call && call.number) || agency.current || '', lit: lit, counter: lit ? call.counter_name : '', waiting: agency.waiting };
  }

  function state(told, say) {
    if (told.lit) return [element('span', 'desk-place', told.counter)];
    const count = element('span', 'desk-count', told.waiting, element('span', 'unseen', ' ' + say('people_waiting')));
    const word = element('span', 'desk-word', say('waiting_short'));
    word.setAttribute('aria-hidden', 'true');
    return [count, word];
  }

  /* One agency, drawn; its name never changes, the rest with its face. */
  function cell(agency) {
    const number = element('p', 'desk-number');
    const about = element('p', 'desk-state');
    const item = element(
      'li', 'desk',
      element('p', 'desk-agency', pieces.mark(agency.code, agency.hue), element('span', 'desk-name', agency.short_name)),
      element('div', 'desk-line', number, about)
    );
    return { item: item, number: number, about: about, face: '', fitted: null };
  }

  function fillCell(made, agency, say) {
    const told = face(agency);
    const text = JSON.stringify(told);
    if (made.face === text) return;
    made.face = text;
    made.fitted = null;
    made.item.className = told.lit ? 'desk lit' : told.waiting === 0 ? 'desk desk-idle' : 'desk';
    pieces.fill(made.number, [told.number ? pieces.number(told.number) : element('span', 'number desk-none', NONE)]);
    pieces.fill(made.about, state(told, say));
  }

  /* Numbers that are new, or stand in cells of another size, are made to fit. */
  function fit(made, occasion) {
    const loose = made.filter(function (one) { return one.fitted !== occasion; });
    if (loose.length === 0) return;
    pieces.fit(loose.map(function (one) { return one.number; }), occasion);
    loose.forEach(function (one) { one.fitted = occasion; });
  }

  /* A page with a lit call comes to the front, so that no call is behind another page. */
  function pageOf(pages, turn) {
    const lit = pages.map(function (page) { return page.some(function (agency) { return agency.call && agency.call.lit; }); });
    const first = lit.indexOf(true);
    const usual = turn % pages.length;
    return first < 0 || lit[usual] ? usual : first;
  }

  /* Returns show(agencies, box, place): `box` is its part of the hall, null when it has none. */
  function start(section, say) {
    const list = section.querySelector('[data-part="desks"]');
    const dots = section.querySelector('[data-part="desk-pages"]');
    let shown = { agencies: [], box: null, place: {} };
    let turn = 0;
    let built = '';
    let made = [];

    function build(page, grid, at, count) {
      list.style.setProperty('--columns', grid.columns);
      list.style.setProperty('--lines', grid.rows);
      list.style.setProperty('--size', grid.size);
      list.classList.toggle('desks-small', grid.size < WORDS_FROM);
      made = page.map(cell);
      pieces.fill(list, made.map(function (one) { return one.item; }));
      pieces.fill(dots, [pieces.dots(count, at)]);
    }

    function draw() {
      if (!shown.box) return;
      const grid = arrangement.cells(shown.agencies.length, shown.box, layout.least(shown.place) * arrangement.GRID_SHARE);
      const pages = layout.pages(shown.agencies, grid.columns * grid.rows);
      const at = pageOf(pages, turn);
      const occasion = [grid.columns, grid.rows, grid.size].join(' ');
      const text = JSON.stringify([occasion, at, pages.length, pages[at].map(function (agency) { return [agency.code, agency.hue, agency.short_name]; })]);
      if (text !== built) build(pages[at], grid, at, pages.length);
      built = text;
      pages[at].forEach(function (agency, index) { fillCell(made[index], agency, say); });
      fit(made, occasion);
    }

    setInterval(function () {
      turn += 1;
      draw();
    }, PAGE_MS);

    return {
      show: function (agencies, box, place) {
        shown = { agencies: agencies, box: box, place: place };
        draw();
      },
      loosen: function () { made.forEach(function (one) { one.fitted = null; }); },
    };
  }

  return { start };
})();
