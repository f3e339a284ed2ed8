/* Draws what stands around the calls: where this is, the clock, the running text and the bars. */
var Antrean = Antrean || {};

Antrean.frame = (function () {
  'use strict';

  const moments = Antrean.moments;
  const TICKER_UNITS_PER_SECOND = 9; // of a hundredth of the short side: a walking pace for the eye

  function part(name) {
    return document.querySelector('[data-part="' + name + '"]');
  }

  function setText(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  function showPlace(title, zones) {
    setText(part('title'), title);
    setText(part('zones'), zones.join(' \u00b7 '));
    document.title = title;
  }

  let minute = '';

  function showClock(at, language, zone) {
    const shown = [Math.floor(at / 60000), language, zone].join(' ');
    if (shown === minute) return; // writing dates out is slow
    minute = shown;
    const clock = part('clock');
    const text = moments.clock(at, language, zone);
    setText(clock, text);
    clock.setAttribute('datetime', text.replace('.', ':'));
    setText(part('day'), moments.day(at, language, zone));
  }

  /* A bar is there while it has something to say. */
  function showBar(name, sentence) {
    const bar = part(name);
    if (sentence) setText(bar, sentence);
    if (bar.hidden !== !sentence) bar.hidden = !sentence;
  }

  let hung = '';

  /* The notice in both languages, one below the other; returns whether it is another one than before. */
  function showNotice(notice) {
    const text = notice ? JSON.stringify([notice.id, notice.en]) : '';
    if (text === hung) return false;
    hung = text;
    const band = part('announcement');
    const view = notice ? Antrean.layout.sentences(notice) : { told: [], long: false };
    Antrean.pieces.fill(band, view.told.map(function (one) {
      const line = Antrean.pieces.element('p', 'announcement-' + one.language, one.text);
      line.lang = one.language;
      return line;
    }));
    band.classList.toggle('announcement-long', view.long);
    document.body.classList.toggle('noticed', Boolean(notice));
    return true;
  }

  /* Stands still where it fits; else it runs, once around for each reading. */
  function showTicker(text) {
    const ticker = part('ticker');
    if (ticker.dataset.text === text) return;
    ticker.dataset.text = text;
    setText(ticker, text);
    measureTicker();
  }

  function measureTicker() {
    const ticker = part('ticker');
    const unit = Math.min(window.innerWidth, window.innerHeight) / 100;
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    ticker.classList.remove('running');
    const room = ticker.parentNode.clientWidth;
    const width = ticker.scrollWidth;
    ticker.parentNode.classList.toggle('wrapped', still && width > room);
    if (still || width <= room) return;
    const speed = unit * TICKER_UNITS_PER_SECOND;
    ticker.style.animationDuration = (width + room) / speed + 's';
    ticker.style.animationDelay = -room / speed + 's'; // it begins where it can be read
    ticker.classList.add('running');
  }

  window.addEventListener('resize', measureTicker);
  if (document.fonts) document.fonts.ready.then(measureTicker);

  return { part, showPlace, showClock, showBar, showNotice, showTicker };
})();
