/* Draws how long it takes, by agency: asked for once a minute, and not believed for long. */
var Antrean = Antrean || {};

Antrean.estimates = (function () {
  'use strict';

  const ASK_MS = 60000;
  const ANSWER_MS = 10000;
  const KEPT_MS = 300000; // longer ago, nobody knows any more
  const PAGE_MS = 10000;
  const pieces = Antrean.pieces;
  const element = pieces.element;

  /* The agencies of these zones (none: all) that are open and can say something. Pure. */
  function known(agencies, zones) {
    return agencies.filter(function (agency) {
      const here = zones.length === 0 || !agency.zone || zones.indexOf(agency.zone) >= 0;
      return here && agency.open && Boolean(agency.estimate);
    });
  }

  /* {low: 10, high: 20} is "10–20", {low: 0, high: 5} is "< 5". Pure. */
  function range(estimate) {
    return estimate.low > 0 ? estimate.low + '\u2013' + estimate.high : '< ' + estimate.high;
  }

  function cell(agency, say) {
    const spoken = element('span', 'unseen', ' ' + say('minutes_unit'));
    return element(
      'li', 'cell',
      pieces.mark(agency.code, agency.hue),
      element('span', 'cell-name', agency.short_name),
      element('span', 'cell-count', range(agency.estimate), spoken)
    );
  }

  /* Returns show(box): `box` is its part of the hall, null when it has none. `screen` is what display.js knows. */
  function start(section, screen) {
    let box = null;
    let told = { agencies: [], at: 0 };
    let asked = 0;
    let turn = 0;
    let drawn = '';

    function draw() {
      if (!box) return;
      const room = Antrean.arrangement.queues(box);
      const fresh = Date.now() - told.at < KEPT_MS ? known(told.agencies, screen.state.zones) : [];
      const pages = Antrean.layout.pages(fresh, room.most);
      const at = turn % pages.length;
      const text = JSON.stringify([room, at, pages.length, pages[at].map(function (one) { return [one.code, one.estimate]; })]);
      if (text === drawn) return;
      drawn = text;
      section.classList.toggle('waiting-narrow', room.columns === 1);
      pieces.fill(section.querySelector('[data-part="estimate-pages"]'), [pieces.dots(pages.length, at)]);
      pieces.fill(section.querySelector('[data-part="estimate-cells"]'), pages[at].map(function (one) { return cell(one, screen.words); }));
    }

    function ask() {
      if (!box || !screen.site || Date.now() - asked < ASK_MS) return;
      asked = Date.now();
      Antrean.asking.get('/api/v1/sites/' + encodeURIComponent(screen.site), ANSWER_MS).then(function (answer) {
        if (answer && answer.status === 200) told = { agencies: JSON.parse(answer.text).agencies, at: Date.now() };
        draw();
      });
    }

    setInterval(function () {
      turn += 1;
      ask();
      draw();
    }, PAGE_MS);

    return function show(place) {
      box = place;
      ask();
      draw();
    };
  }

  return { start, known, range };
})();
