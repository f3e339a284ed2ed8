/* Draws who is waiting where: the agencies of this display, page after page when they do not fit. */
var Antrean = Antrean || {};

Antrean.waiting = (function () {
  'use strict';

  const PAGE_MS = 10000;
  const pieces = Antrean.pieces;
  const element = pieces.element;

  function cell(agency, say) {
    const none = agency.waiting === 0;
    const count = element('span', 'cell-count', agency.waiting, element('span', 'unseen', ' ' + say('people_waiting')));
    return element(
      'li', none ? 'cell cell-none' : 'cell',
      pieces.mark(agency.code, agency.hue),
      element('span', agency.short_name.length > 16 ? 'cell-name cell-long' : 'cell-name', agency.short_name),
      count
    );
  }

  function dots(count, at) {
    const made = element('span', 'pages');
    for (let page = 0; count > 1 && page < count; page += 1) {
      made.appendChild(element('span', page === at ? 'page page-now' : 'page'));
    }
    return made;
  }

  /* Returns show(agencies); the page turns by itself. */
  function start(section, say) {
    let agencies = [];
    let turn = 0;
    let drawn = '';

    function draw() {
      const pages = Antrean.layout.pages(agencies);
      const at = turn % pages.length;
      const text = JSON.stringify([at, pages.length, pages[at]]);
      if (text === drawn) return;
      drawn = text;
      section.hidden = agencies.length === 0;
      pieces.fill(section.querySelector('[data-part="pages"]'), [dots(pages.length, at)]);
      const list = section.querySelector('[data-part="cells"]');
      list.dataset.few = agencies.length <= 6 ? 'yes' : 'no';
      pieces.fill(list, pages[at].map(function (agency) { return cell(agency, say); }));
    }

    setInterval(function () {
      turn += 1;
      draw();
    }, PAGE_MS);

    return function show(waiting) {
      agencies = waiting.map(function (agency) {
        return { code: agency.code, hue: agency.hue, short_name: agency.short_name, waiting: agency.waiting };
      });
      draw();
    };
  }

  return { start };
})();
