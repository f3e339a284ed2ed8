/* The line to the server: the token of this screen, what it may ask, and the live link that heals itself. */
var Antrean = Antrean || {};

Antrean.line = (function () {
  'use strict';

  const SLOT = 'antrean.token.display';
  const RETRY_MS = 2000;
  const ATTEMPT_MS = 1000; // short, so that a returned network is noticed within two seconds
  const LONGEST_ATTEMPT_MS = 10000;
  const ATTEMPTS_BETWEEN_LOOKS = 8;
  const ASK_MS = 6000;
  const WELCOME = 2; // times as long as an attempt, an open link may take until the server lets it in

  /* From the link that opened this screen (#token=...), which leaves the address bar; else remembered. */
  function token() {
    const given = new URLSearchParams(location.hash.slice(1)).get('token');
    if (!given) return drawer(function (store) { return store.getItem(SLOT); });
    drawer(function (store) { store.setItem(SLOT, given); });
    history.replaceState(history.state, '', location.pathname + location.search);
    return given;
  }

  /* This tab's memory first, then the browser's; a browser without either forgets. */
  function drawer(use) {
    return ['sessionStorage', 'localStorage'].reduce(function (found, name) {
      try {
        const answer = use(window[name]);
        return found || answer || null;
      } catch (problem) {
        return found;
      }
    }, null);
  }

  function pause(milliseconds) {
    return new Promise(function (resolve) { setTimeout(resolve, milliseconds); });
  }

  /* The JSON document at `url`, asked for until it comes; null when this screen is not let in. */
  async function ask(url, secret) {
    for (;;) {
      try {
        const headers = secret ? { Accept: 'application/json', Authorization: 'Bearer ' + secret } : {};
        const answer = await Antrean.asking.get(url, ASK_MS, headers);
        if (answer && answer.status === 200) return JSON.parse(answer.text);
        if (answer && (answer.status === 401 || answer.status === 403)) return null;
      } catch (problem) {
        console.warn(url, problem.message);
      }
      await pause(RETRY_MS);
    }
  }

  /* How long an attempt may take where something like it took so long. */
  function allow(manager, took) {
    manager.timeout(Math.min(LONGEST_ATTEMPT_MS, ATTEMPT_MS + 4 * took));
  }

  /* On a slow network short attempts never succeed: measures one answer, and allows for it. */
  function adapt(manager) {
    const took = Antrean.clocks.watch();
    Antrean.asking.get('/healthz', LONGEST_ATTEMPT_MS).then(function (answer) {
      if (answer) allow(manager, took());
    });
  }

  /* An attempt that was opened and never let in is given up, as one that was never opened is. Each success says how
   * long the next attempt may take, so that a network that was slow once does not keep the screen waiting later. */
  function hurry(socket) {
    const manager = socket.io;
    let took = null;
    let timer = null;
    manager.on('reconnect_attempt', function () { took = Antrean.clocks.watch(); });
    manager.on('open', function () {
      if (took) allow(manager, took());
      took = null;
      clearTimeout(timer);
      timer = setTimeout(function () { if (!socket.connected && socket.active) again(socket); }, WELCOME * manager.timeout());
    });
  }

  /* Whatever is under way ends at once; closing a dead connection could wait for what was still to be sent. */
  function again(socket) {
    socket.disconnect();
    socket.connect();
  }

  /* Opens the live link. `hears` = {message(type, payload), alive(), connected(), refused(),
   * identify(name), reload(), begun()}. The server tells the snapshot before it says that the link stands: `begun`
   * comes before both. */
  function open(auth, hears) {
    const socket = window.io('/display', {
      auth: auth,
      forceNew: true,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      timeout: ATTEMPT_MS,
      reconnectionDelay: 200,
      reconnectionDelayMax: 400,
    });
    hurry(socket);
    socket.io.on('open', hears.begun);
    socket.io.on('ping', function () { if (socket.connected) hears.alive(); });
    socket.io.on('reconnect_attempt', function (attempt) {
      if (attempt % ATTEMPTS_BETWEEN_LOOKS === 0) adapt(socket.io);
    });
    socket.on('connect', hears.connected);
    socket.on('disconnect', function () { keepTrying(socket); });
    socket.on('connect_error', function (problem) {
      if (problem.message === 'unauthenticated') hears.refused();
      keepTrying(socket);
    });
    socket.on('identify', hears.identify);
    socket.on('reload', hears.reload);
    ['snapshot', 'called', 'undone', 'notice', 'board', 'speaks', 'passed', 'settings', 'playlist'].forEach(function (type) {
      socket.on(type, function (payload) { hears.message(type, payload); });
    });
    return socket;
  }

  /* Gives up a link on which nothing is heard, so that a new one is tried at once. */
  function renew(socket) {
    if (socket.connected) again(socket);
  }

  /* The library does not come back by itself after a refusal of the server. */
  function keepTrying(socket) {
    if (!socket.active) setTimeout(function () { socket.connect(); }, RETRY_MS);
  }

  return { token, ask, open, renew };
})();
