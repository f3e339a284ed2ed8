/* Brings the voice's clips into memory, so that a line that dies silently keeps no sentence back. */
var Antrean = Antrean || {};

Antrean.clips = (function () {
  'use strict';

  const ATTEMPT_MS = 4000; // a connection that died in a cut never answers; the next attempt takes another one
  const AGAIN_MS = 500;
  const UNKNOWN_MS = 8000; // a server that still knows nothing of a clip never will; after a start it takes a few seconds
  const LOST_MS = 60000; // so long it is not asked for again: one wait is enough
  const KEPT = 120;

  /* One attempt: {blob, unknown}. A request that is given up frees its connection. */
  function ask(address) {
    return new Promise(function (resolve) {
      const request = new XMLHttpRequest();
      request.open('GET', address);
      request.responseType = 'blob';
      request.timeout = ATTEMPT_MS;
      request.onload = function () {
        resolve({ blob: request.status === 200 ? request.response : null, unknown: request.status === 404 });
      };
      request.onerror = request.ontimeout = function () { resolve({ blob: null, unknown: false }); };
      request.send();
    });
  }

  function pause(milliseconds) {
    return new Promise(function (resolve) { setTimeout(resolve, milliseconds); });
  }

  /* Returns {at, bring}; the KEPT clips that were used last stay. */
  function start() {
    let lost = []; // [{address, until}], what the server did not know
    let shelf = []; // [{address, held, url, until, coming}], the one used last behind; url is held with a name

    /* The entry of a clip, which counts as used now. */
    function taken(address) {
      const found = shelf.filter(function (one) { return one.address === address; })[0];
      if (found) shelf = shelf.filter(function (one) { return one !== found; }).concat([found]);
      return found;
    }

    /* Where a clip is in memory, with its own name behind it; null while it is not. */
    function at(address) {
      const found = taken(address);
      return found ? found.url : null;
    }

    function stillLost() {
      return lost.filter(function (entry) { return entry.until > Date.now(); });
    }

    async function fetched(one) {
      let unknownSince = null;
      for (;;) {
        const answer = await ask(one.address);
        if (answer.blob) {
          one.held = URL.createObjectURL(answer.blob);
          one.url = one.held + '#/' + one.address.split('/').pop();
          return one.url;
        }
        if (!answer.unknown) unknownSince = null;
        else if (unknownSince === null) unknownSince = Date.now();
        if (Date.now() >= one.until) break;
        if (unknownSince !== null && Date.now() - unknownSince >= UNKNOWN_MS) {
          lost = stillLost().concat([{ address: one.address, until: Date.now() + LOST_MS }]);
          break;
        }
        await pause(AGAIN_MS);
      }
      shelf = shelf.filter(function (other) { return other !== one; });
      return null;
    }

    /* A browser frees nothing by an address with a name behind it. */
    function makeRoom() {
      const old = shelf.filter(function (one) { return one.held; }).slice(0, Math.max(0, shelf.length - KEPT));
      old.forEach(function (one) { URL.revokeObjectURL(one.held); });
      shelf = shelf.filter(function (one) { return old.indexOf(one) < 0; });
    }

    /* Where it is in memory, as soon as it is there; null when nobody gave it until then. */
    function bring(address, until) {
      const known = taken(address);
      if (known) {
        known.until = Math.max(known.until, until);
        return known.coming;
      }
      if (stillLost().some(function (entry) { return entry.address === address; })) return Promise.resolve(null);
      const one = { address: address, held: null, url: null, until: until, coming: null };
      shelf.push(one);
      one.coming = fetched(one);
      makeRoom();
      return one.coming;
    }

    return { at: at, bring: bring };
  }

  return { start };
})();
