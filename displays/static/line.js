/* The line to the server: the token of this screen, what it may ask, and the live link that heals itself. */
var Antrean = Antrean || {};

Antrean.line = (function () {
  'use strict';

  const SLOT = 'antrean.token.display';
  const RETRY_MS = 2000;
  const ASK_MS = 6000;

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

  /* The way back for a link; `returning.js` says when. */
  function wayBack(socket) {
    return Antrean.returning.start({
      pause: pause,
      ask: async function (within) {
        const answer = await Antrean.asking.get('/healthz?link', within);
        return Boolean(answer && answer.status === 200);
      },
      open: function (within) {
        socket.io.timeout(within);
        socket.connect();
      },
    });
  }

  /* A link that was opened and never let in is given up, as one that was never opened is. */
  function hurry(socket, way) {
    let timer = null;
    function giveUp() {
      socket.disconnect();
      way.failed();
    }
    socket.io.on('open', function () { timer = setTimeout(giveUp, socket.io.timeout()); });
    ['connect', 'connect_error', 'disconnect'].forEach(function (end) {
      socket.on(end, function () { clearTimeout(timer); });
    });
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
      timeout: Antrean.returning.LINK_MS,
      reconnection: false,
    });
    const way = wayBack(socket);
    hurry(socket, way);
    socket.io.on('open', hears.begun);
    socket.io.on('ping', function () { if (socket.connected) hears.alive(); });
    socket.on('connect', function () {
      way.stands();
      hears.connected();
    });
    socket.on('disconnect', way.seek);
    socket.on('connect_error', function (problem) {
      if (problem.message === 'unauthenticated') hears.refused();
      way.failed();
    });
    socket.on('identify', hears.identify);
    socket.on('reload', hears.reload);
    socket.on('look', function (told) {
      document.dispatchEvent(new CustomEvent('look', { detail: told }));
      if (told.words !== document.documentElement.dataset.ownWords) hears.reload();
    });
    ['snapshot', 'called', 'undone', 'notice', 'board', 'speaks', 'spare', 'passed', 'settings', 'playlist', 'presence'].forEach(function (type) {
      socket.on(type, function (payload) { hears.message(type, payload); });
    });
    return socket;
  }

  /* Gives up a link on which nothing is heard; closing a dead connection could wait for what was still to be sent. */
  function renew(socket) {
    if (socket.connected) socket.disconnect();
  }

  return { token, ask, open, renew };
})();
