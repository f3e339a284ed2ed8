/* Shows pictures and films beside the calls, one after the other; a film steps back while something is said. */
var Antrean = Antrean || {};

Antrean.media = (function () {
  'use strict';

  const rules = Antrean.playlist;
  const LOOK_MS = 1000;
  const FRAME_MS = 25; // between two steps of a change of loudness
  const BEGIN_MS = 20000; // for the first picture of a film
  const STUCK_MS = 15000; // without another picture

  function drop(url) {
    if (url && url.indexOf('blob:') === 0) URL.revokeObjectURL(url);
  }

  /* options: {now(), zone(), title(), failed(media)}; returns {show, settle, setLoudness, duck}. */
  function start(box, options) {
    const cabinet = Antrean.cabinet.start(function () { if (visible && !shown && !coming) step(); });
    let list = [];
    let last = -1;
    let placed = false;
    let resting = false;
    let visible = false; // placed, and the display not dark
    let shown = null; // {entry, node, url, since, place}
    let coming = null;
    let timer = null;
    let failed = {}; // by medium: {times, at} of what could not be shown, one time after the other
    let loudness = Antrean.loudness.told();
    let change = Antrean.ducking.usual();
    let fading = null;
    let refused = false; // this browser plays no sound before a touch

    function wall() {
      return rules.wall(options.now(), options.zone());
    }

    function isFailed(entry) {
      const known = failed[entry.media];
      return known !== undefined && performance.now() - known.at < rules.patience(known.times);
    }

    /* Every film has its loudness from here: that of the office, less while something is said. */
    function adjust() {
      const film = shown && shown.entry.kind === 'video' ? shown.node : null;
      if (!film) return;
      const local = wall();
      film.muted = !shown.entry.sound || refused || Antrean.loudness.isSilent(loudness, local.time, local.weekday);
      film.volume = Antrean.loudness.gain(loudness) * Antrean.ducking.share(change, performance.now());
    }

    function duck(isSpeaking) {
      const to = isSpeaking ? Antrean.ducking.ASIDE : 1;
      if (change.to === to) return;
      change = Antrean.ducking.turn(change, isSpeaking, performance.now());
      clearInterval(fading);
      fading = setInterval(function () {
        adjust();
        if (Antrean.ducking.isDone(change, performance.now())) clearInterval(fading);
      }, FRAME_MS);
    }

    function clear() {
      clearTimeout(timer);
      if (coming) drop(coming.url);
      coming = null;
      if (!shown) return;
      const over = shown;
      shown = null;
      if (over.entry.kind === 'video') {
        over.node.pause();
        over.node.removeAttribute('src');
        over.node.load(); // frees what an old television has little of
      }
      drop(over.url);
    }

    function blank() {
      clear();
      const there = box.firstChild;
      if (there && there.className === 'media-none' && there.textContent === options.title()) return;
      Antrean.pieces.fill(box, [Antrean.pieces.element('p', 'media-none', options.title())]);
    }

    /* A browser may stumble over a good file once; the office hears of what fails again. */
    function fail(one) {
      const media = one.entry.media;
      const times = failed[media] ? failed[media].times + 1 : 1;
      failed[media] = { times: times, at: performance.now() };
      console.warn(one.entry.name, 'could not be shown', one.node.error ? one.node.error.message : '');
      if (times > 1) options.failed(media);
      if (coming === one) {
        coming = null;
        drop(one.url);
      }
      if (shown === one) clear();
      step();
    }

    /* The next entry whose file is at hand; what is there already goes on alone. */
    async function step() {
      clearTimeout(timer);
      if (!visible || coming) return;
      const mine = { entry: null, node: null, url: null, place: -1, since: performance.now() };
      coming = mine;
      const order = rules.turn(list, last, wall()).filter(function (place) { return !isFailed(list[place]); });
      for (let index = 0; index < order.length; index += 1) {
        const entry = list[order[index]];
        if (shown && JSON.stringify(shown.entry) === JSON.stringify(entry)) {
          last = order[index];
          coming = null;
          return again();
        }
        const url = await cabinet.address(entry);
        if (coming !== mine) return drop(url);
        if (url) return prepare(Object.assign(mine, { entry: entry, url: url, place: order[index] }));
      }
      coming = null;
      return blank();
    }

    /* Nothing else may follow: a picture stays, a film begins anew. */
    function again() {
      shown.since = performance.now();
      shown.moved = performance.now();
      if (shown.entry.kind === 'video') {
        shown.node.currentTime = 0;
        play(shown);
      }
      limit(shown);
    }

    function prepare(one) {
      const film = one.entry.kind === 'video';
      one.node = document.createElement(film ? 'video' : 'img');
      one.node.className = 'media-shown';
      one.node.addEventListener('error', function () { if (one === coming || one === shown) fail(one); });
      one.node.addEventListener(film ? 'loadeddata' : 'load', function () { if (one === coming) reveal(one); });
      if (film) {
        one.node.setAttribute('aria-label', one.entry.name);
        one.node.setAttribute('playsinline', '');
        one.node.preload = 'auto';
        one.node.muted = true; // until it is shown
        one.node.addEventListener('ended', function () { if (one === shown) end(one); });
        one.node.addEventListener('timeupdate', function () { one.moved = performance.now(); });
      } else {
        one.node.alt = one.entry.name;
      }
      one.node.src = one.url;
    }

    function reveal(one) {
      coming = null;
      clear();
      shown = one;
      last = one.place;
      one.since = performance.now();
      one.moved = performance.now();
      Antrean.pieces.fill(box, [one.node]);
      adjust();
      if (one.entry.kind === 'video') play(one);
      limit(one);
    }

    function play(one) {
      const playing = one.node.play();
      if (!playing) return;
      playing.catch(function (problem) {
        if (one !== shown) return;
        if (problem.name !== 'NotAllowedError' || refused) return;
        refused = true; // better silent than not at all
        adjust();
        play(one);
      });
    }

    function limit(one) {
      const stay = rules.stay(one.entry);
      clearTimeout(timer);
      if (stay !== null) timer = setTimeout(function () { end(one); }, stay);
    }

    function end(one) {
      delete failed[one.entry.media];
      step();
    }

    /* The browser's own store gave no answer: it is asked again. */
    function anew() {
      coming = null;
      step();
    }

    /* What has no time any more goes at once; a film that stands still, or never begins, is passed over. */
    function look() {
      if (!visible || document.hidden) return;
      if (coming && performance.now() - coming.since > BEGIN_MS) return coming.node ? fail(coming) : anew();
      if (shown && shown.entry.kind === 'video' && performance.now() - shown.moved > STUCK_MS) return fail(shown);
      adjust();
      if (!shown || !rules.plays(shown.entry, wall())) step();
    }

    /* The list again, as a display hears it at each return of the server, changes nothing. */
    function settle(told) {
      if (JSON.stringify(told) === JSON.stringify(list)) return;
      list = told;
      failed = {};
      last = shown ? rules.placeOf(list, shown.entry) : -1;
      const hurried = Boolean(coming);
      if (coming) drop(coming.url);
      coming = null;
      if (shown && last < 0) clear();
      if (placed) cabinet.want(rules.wanted(list, wall()));
      if (visible && (!shown || hurried)) step();
    }

    function turn() {
      if (visible === (placed && !resting)) return;
      visible = placed && !resting;
      if (!visible) return clear();
      blank();
      step();
    }

    /* Whether the hall has a place for it now; without one nothing plays, and nothing is fetched. */
    function show(there) {
      if (there && !placed) cabinet.want(rules.wanted(list, wall()));
      placed = there;
      turn();
    }

    document.addEventListener('resting', function (told) {
      resting = told.detail;
      turn();
    });

    function setLoudness(told) {
      loudness = Antrean.loudness.told(told);
      adjust();
    }

    ['click', 'touchend', 'keydown'].forEach(function (gesture) {
      document.addEventListener(gesture, function () {
        refused = false;
        adjust();
      });
    });
    document.addEventListener('visibilitychange', function () { if (shown) shown.moved = performance.now(); });
    setInterval(look, LOOK_MS);
    return { show, settle, setLoudness, duck };
  }

  return { start };
})();
