/* The lobby display: joins the line to the server, the board, the picture and the voice. */
(function () {
  'use strict';

  const frame = Antrean.frame;
  const rules = Antrean.board;
  const page = document.documentElement;
  const QUIET_MS = 9000; // the server is heard every five seconds; marked before ten have passed
  const PAINTED_KEPT = 200;
  const DIM_SLACK_MS = 1000;

  window.antreanPainted = [];

  function say(words) {
    return function (key, blanks) {
      const sentence = words[key] === undefined ? key : words[key];
      return sentence.replace(/\{(\w+)\}/g, function (whole, name) {
        return blanks && blanks[name] !== undefined ? blanks[name] : whole;
      });
    };
  }

  /* Everything this screen is, until the page is closed. */
  const screen = {
    me: null, words: null, site: null, zone: 'Asia/Jakarta', language: page.lang,
    state: rules.blank([]), told: Date.now(), sinceTold: Antrean.clocks.watch(), silence: Antrean.clocks.watch(), spoken: null,
    player: null, socket: null, settings: null, dark: [], waiting: false, sinceWoken: Antrean.clocks.watch(), showRest: null, blocked: false, noticed: false, emergency: null, showWaiting: null, showEstimates: null, agencies: null, hall: null, scan: null, timer: null,
  };

  /* The server's clock, in milliseconds. */
  function now() {
    return screen.told + screen.sinceTold();
  }

  /* Nothing is drawn before the server has told what there is, and how this display is set. */
  function draw() {
    if (!screen.hall.settings()) return;
    const view = rules.shown(screen.state, now(), screen.spoken);
    screen.waiting = view.waiting.some(function (agency) { return agency.waiting > 0; });
    showNotice();
    const room = screen.hall.arrange(view.recent, screen.noticed);
    Antrean.calls.showLast(frame.part('last'), view.last, screen.words);
    Antrean.calls.showRecent(frame.part('recent'), view.recent, room.rows, screen.words);
    Antrean.calls.fit(room.key);
    drawQueues(view.waiting, room.boxes, screen.noticed);
    screen.media.show(Boolean(room.boxes && room.boxes.media));
    dimLater();
  }

  /* The notice on its band above the hall, or over everything when it is urgent; returns whether the band changed. */
  function showNotice() {
    const notice = rules.notice(screen.state, now());
    const band = notice && notice.urgent ? null : notice;
    screen.emergency.show(notice);
    screen.emergency.speak(screen.player, voices(), now());
    screen.noticed = Boolean(band);
    const changed = frame.showNotice(band);
    if (changed) makeSpace();
    return changed;
  }

  /* The languages that this display speaks. */
  function voices() {
    return screen.me.device ? screen.me.device.voice : screen.me.mall.languages;
  }

  /* The agencies: those that wait in every layout but where another part has their place. */
  function drawQueues(agencies, boxes, noticed) {
    const settings = screen.hall.settings();
    const usual = { columns: 2, most: Antrean.layout.cells(noticed) };
    const queues = !boxes ? usual : boxes.waiting ? Antrean.arrangement.queues(boxes.waiting) : null;
    if (queues) screen.showWaiting(agencies, queues);
    screen.showEstimates((boxes && boxes.estimate) || null);
    screen.agencies.show(agencies, boxes && boxes.agencies, { metres: settings.distance_m, inches: settings.screen_inches });
  }

  /* A band above the hall came or went: its boxes have another height. */
  function makeSpace() {
    screen.hall.forget();
    Antrean.calls.loosen();
    screen.agencies.loosen();
    screen.emergency.fit();
  }

  /* Another window, or a weight of the typeface that came when it was first used. */
  function drawAnew() {
    makeSpace();
    draw();
  }

  /* Draws again when the next light goes out; a picture that comes a little earlier anyway spares this one. */
  function dimLater() {
    const dimmed = rules.dimmed(screen.state, now());
    screen.state = dimmed.state;
    clearTimeout(screen.timer);
    if (dimmed.next !== null) screen.timer = setTimeout(draw, dimmed.next - now() + DIM_SLACK_MS);
  }

  /* For benchmarks: when the picture of a call was really there. */
  function notePainted(call) {
    requestAnimationFrame(function () {
      setTimeout(function () {
        page.dataset.lastCall = call.id;
        window.antreanPainted = window.antreanPainted.concat([{ id: call.id, painted: Date.now() }]).slice(-PAINTED_KEPT);
      }, 0);
    });
  }

  function alive() {
    screen.silence = Antrean.clocks.watch();
    frame.showBar('stale', '');
  }

  function hear(type, payload) {
    alive();
    if (type === 'settings') {
      screen.settings.settle(payload.settings);
      return draw();
    }
    if (type === 'playlist') return screen.media.settle(payload.playlist);
    if (type === 'speaks' || type === 'spare') return screen.settings.speaks(payload);
    if (type === 'presence') return screen.scan.hear(payload.presence);
    if (type === 'passed') return announce(rules.passed(screen.state, payload.calls, now()));
    if (payload.board) hearBoard(payload.board);
    if (payload.place) screen.settings.hear(payload.place);
    const step = rules.reduce(screen.state, Object.assign({ type: type }, payload), now());
    screen.state = step.state;
    if (step.news.length > 0) wake();
    if (type === 'snapshot') uphold(payload);
    draw();
    if (type === 'called') notePainted(payload.call);
    if (type === 'undone' && screen.player) screen.player.forget(payload.call);
    return announce(step.news);
  }

  /* A board that was told anew, and what was to be said before a restart. */
  function uphold(told) {
    const left = rules.sayable(screen.memory.reached(told.cursor), now());
    if (screen.player) screen.player.uphold(told.board.calls, told.taken_back || [], left);
  }

  function announce(calls) {
    if (calls.length === 0 || !screen.player) return;
    screen.player.say(calls.map(function (call) { return Antrean.announcements.inLanguages(call, voices()); }));
  }

  function hearBoard(board) {
    if (board.now) {
      screen.told = Date.parse(board.now);
      screen.sinceTold = Antrean.clocks.watch();
    }
    screen.zone = board.timezone || screen.zone;
    screen.site = board.site;
    screen.scan.lead(board.site);
    frame.showTicker(board.ticker || screen.words('please_wait'));
    tick();
  }

  /* Dark while nobody comes; a call that concerns this display, or a touch, wakes it. */
  function rest() {
    const seen = { wokenAt: now() - screen.sinceWoken(), heardAt: now() - screen.silence(), waiting: screen.waiting };
    screen.showRest(Antrean.resting.rests(screen.dark, seen, now()));
  }

  function wake() {
    screen.sinceWoken = Antrean.clocks.watch();
    rest();
  }

  function tick() {
    frame.showClock(now(), screen.language, screen.zone);
    rest();
    screen.scan.tick(now());
    if (screen.state.notice && showNotice()) draw();
    if (leaving && screen.spoken === null) leave();
    if (screen.silence() < QUIET_MS) return;
    const time = Antrean.moments.clock(now() - screen.silence(), screen.language, screen.zone);
    frame.showBar('stale', screen.words('stale', { time: time }));
    if (screen.socket) Antrean.line.renew(screen.socket);
  }

  let leaving = false; // somebody asked, and something is still being said

  function leave() {
    leaving = false;
    Antrean.watchdog.reload();
  }

  const report = Antrean.reporting.start(screen);

  /* identity.js shows it. */
  function identify(name) {
    document.dispatchEvent(new CustomEvent('identify', { detail: name }));
  }

  function startVoice() {
    const assets = page.dataset;
    screen.player = Antrean.player.start({
      chime: assets.chime,
      bell: assets.bell,
      silence: assets.silence,
      time: function () { return Antrean.moments.clock(now(), 'en', screen.zone); },
      weekday: function () { return Antrean.moments.weekday(now(), screen.zone); },
      onBlocked: function (blocked) {
        screen.blocked = blocked;
        frame.showBar('sound', blocked ? screen.words('touch_for_sound') : '');
        report();
      },
      onSaid: function (call) { screen.memory.said(call.id, screen.state.cursor); },
      onWaiting: function (calls) { screen.memory.unsaid(calls); },
      onSpeaking: function (call) {
        screen.spoken = call ? call.id : null;
        screen.media.duck(Boolean(call));
        draw();
      },
    });
    screen.settings.loud();
    screen.player.unlock();
    report();
    frame.part('voice').hidden = true;
    ['click', 'touchend', 'keydown'].forEach(function (gesture) {
      document.addEventListener(gesture, screen.player.unlock);
    });
  }

  /* Only a display that is the loudspeaker of its zone speaks; in a demo, any that is asked to. */
  function offerVoice() {
    const device = screen.me.device;
    if (device && device.speaker) return startVoice();
    if (!screen.me.demo) return null;
    const button = frame.part('voice');
    button.textContent = screen.words('turn_on_voice');
    button.hidden = false;
    return button.addEventListener('click', startVoice, { once: true });
  }

  /* Says so instead of showing a hall that nobody may see; pairing/screen.js covers it with a code. */
  function showPaired(paired) {
    if (paired) page.removeAttribute('data-unpaired');
    else page.setAttribute('data-unpaired', '');
    frame.part('unpaired').hidden = paired;
    frame.part('unpaired').textContent = screen.words('unpaired');
    document.querySelector('main').hidden = !paired;
  }

  function openLine(secret) {
    screen.socket = Antrean.line.open({ token: secret, site: screen.me.site }, {
      message: hear,
      alive: alive,
      begun: function () { screen.state = rules.connected(screen.state); },
      connected: function () {
        showPaired(true);
        drawAnew();
        report();
      },
      identify: identify,
      reload: function () { leaving = true; },
      refused: function () { showPaired(false); },
    });
  }

  async function start() {
    const secret = Antrean.line.token();
    screen.words = say(await Antrean.line.ask(page.dataset.words));
    screen.me = secret ? await Antrean.line.ask('/api/v1/me', secret) : null;
    if (!screen.me) return showPaired(false);
    const device = screen.me.device || {};
    screen.memory = Antrean.memory.open([device.site || screen.me.site, device.code].join('/'));
    screen.state = rules.resumed(rules.blank(device.zones), screen.memory.kept);
    screen.zone = screen.me.mall.timezone;
    screen.showWaiting = Antrean.waiting.start(frame.part('waiting'), screen.words);
    screen.agencies = Antrean.agencies.start(frame.part('agencies'), screen.words);
    screen.showEstimates = Antrean.estimates.start(frame.part('estimate'), screen);
    screen.hall = Antrean.hall.start(document.querySelector('main'));
    screen.emergency = Antrean.emergency.start(frame.part('urgent'), screen.words);
    screen.media = Antrean.media.start(frame.part('media'), {
      now: now,
      zone: function () { return screen.zone; },
      title: function () { return screen.me.mall.name; },
      failed: function (media) { screen.socket.emit('unplayed', media); },
    });
    screen.scan = Antrean.scan.start(frame.part('qr'), screen.words);
    screen.settings = Antrean.settings.start(screen, makeSpace);
    screen.showRest = Antrean.resting.start(frame.part('rest'));
    ['mousedown', 'touchstart', 'keydown'].forEach(function (gesture) { document.addEventListener(gesture, wake); });
    setInterval(tick, 500);
    Antrean.watchdog.start(function () { return screen.silence(); });
    window.addEventListener('resize', drawAnew);
    if (document.fonts) document.fonts.addEventListener('loadingdone', drawAnew);
    offerVoice();
    return openLine(secret);
  }

  start();
})();
