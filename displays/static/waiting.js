/* Draws who is waiting where: the agencies of this display, page after page when they do not fit. */
var Antrean = Antrean || {};

Antrean.waiting = (function () {
  'use strict';

  const PAGE_MS = 10000;
  const pieces = Antrean.pieces;
  const element = pieces.element;

  /* One agency: {item, count} to change its figure in place. */
  function cell(agency, say) {
    const figure = document.createTextNode('');
    const count = element('span', 'cell-count', figure, element('span', 'unseen', ' ' + say('people_waiting')));
    const item = element(
      'li', 'cell',
      pieces.mark(agency.code, agency.hue),
      element('span', agency.short_name.length > 16 ? 'cell-name cell-long' : 'cell-name', agency.short_name),
      count
    );
    return { item: item, figure: figure };
  }

  function setCount(made, waiting) {
    if (made.figure.data === String(waiting)) return;
    made.figure.data = String(waiting);
    made.item.className = waiting === 0 ? 'cell cell-none' : 'cell';
  }

  /* Returns show(agencies, {columns, most}); the page turns by itself. */
  function start(section, say) {
    let agencies = [];
    let room = { columns: 2, most: 12 };
    let turn = 0;
    let drawn = '';
    let cells = [];

    /* A page is built when other agencies stand on it; else only the figures that changed are. */
    function draw() {
      const pages = Antrean.layout.pages(agencies, room.most);
      const at = turn % pages.length;
      const text = JSON.stringify([at, pages.length, pages[at].map(function (agency) { return [agency.code, agency.hue, agency.short_name]; })]);
      if (text !== drawn) build(pages, at);
      drawn = text;
      pages[at].forEach(function (agency, index) { setCount(cells[index], agency.waiting); });
    }

    function build(pages, at) {
      section.hidden = agencies.length === 0;
      pieces.fill(section.querySelector('[data-part="pages"]'), [pieces.dots(pages.length, at)]);
      const list = section.querySelector('[data-part="cells"]');
      list.dataset.few = agencies.length <= 6 ? 'yes' : 'no';
      cells = pages[at].map(function (agency) { return cell(agency, say); });
      pieces.fill(list, cells.map(function (made) { return made.item; }));
    }

    setInterval(function () {
      turn += 1;
      draw();
    }, PAGE_MS);

    return function show(waiting, fitting) {
      agencies = waiting;
      if (room.columns !== fitting.columns) section.classList.toggle('waiting-narrow', fitting.columns === 1);
      room = fitting;
      draw();
    };
  }

  return { start };
})();
