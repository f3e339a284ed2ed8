/* Keeps pictures and films on the display itself, so that each is fetched once and plays without the server.
 *
 * In IndexedDB, which browsers give to a page without https, too. Where they do not, or where there is no room, the
 * file is taken from the server each time.
 */
var Antrean = Antrean || {};

Antrean.cabinet = (function () {
  'use strict';

  const NAME = 'antrean-media';
  const FILES = 'files';
  const AGAIN_MS = 30000; // after a download that broke off
  const STALLED_MS = 30000; // a film may take long, and not without a word
  const FOLDED_BYTES = 4000000; // what a browser is handed to keep for us, so that no film fills the memory
  const MOST_BROKEN = 3; // downloads of one file that never came whole

  function asked(request) {
    return new Promise(function (resolve, reject) {
      request.onsuccess = function () { resolve(request.result); };
      request.onerror = function () { reject(request.error); };
    });
  }

  /* The store of files; null where this browser has none. */
  function openStore() {
    return new Promise(function (resolve) {
      try {
        const request = window.indexedDB.open(NAME, 1);
        request.onupgradeneeded = function () { request.result.createObjectStore(FILES, { keyPath: 'media' }); };
        request.onsuccess = function () { resolve(request.result); };
        request.onerror = request.onblocked = function () { resolve(null); };
      } catch (problem) {
        resolve(null);
      }
    });
  }

  function files(store, mode) {
    return store.transaction(FILES, mode).objectStore(FILES);
  }

  /* A file is in the store when its transaction is over, not when it was handed in. */
  function written(store, change) {
    return new Promise(function (resolve, reject) {
      const transaction = store.transaction(FILES, 'readwrite');
      transaction.oncomplete = function () { resolve(); };
      transaction.onerror = transaction.onabort = function () { reject(transaction.error || new Error('not written')); };
      change(transaction.objectStore(FILES));
    });
  }

  /* What is promised, unless nothing comes for too long: such a download is given up. */
  function soon(promise) {
    let timer = null;
    const late = new Promise(function (resolve, reject) {
      timer = setTimeout(function () { reject(new Error('nothing came any more')); }, STALLED_MS);
    });
    return Promise.race([promise, late]).then(
      function (value) { clearTimeout(timer); return value; },
      function (problem) { clearTimeout(timer); throw problem; }
    );
  }

  /* The body of a response, piece by piece. */
  async function poured(response) {
    const reader = response.body.getReader();
    const folded = [];
    let loose = [];
    let bytes = 0;
    try {
      for (let step = await soon(reader.read()); !step.done; step = await soon(reader.read())) {
        loose.push(step.value);
        bytes += step.value.byteLength;
        if (bytes >= FOLDED_BYTES) {
          folded.push(new Blob(loose));
          loose = [];
          bytes = 0;
        }
      }
    } catch (problem) {
      reader.cancel().catch(function () { return null; });
      throw problem;
    }
    return new Blob(folded.concat(loose), { type: response.headers.get('Content-Type') || '' });
  }

  /* Returns {want(entries), address(entry)}; `onKept()` is called whenever one more file is at hand. */
  function start(onKept) {
    const opened = openStore();
    let list = [];
    let loose = {}; // what finds no room here, or never came whole
    let later = {}; // what broke off in this round: the others do not wait for it
    let broken = {}; // how often a file came, and not whole
    let busy = false;
    let timer = null;

    /* The whole file, or null: a broken download is begun again, a file that is gone is not. */
    async function fetched(entry) {
      const response = await soon(fetch(entry.url, { cache: 'no-store' })); // what is broken must not stay for a year
      if (response.status === 404) return null;
      if (!response.ok) throw new Error('status ' + response.status);
      broken[entry.media] = (broken[entry.media] || 0) + 1;
      const blob = await poured(response);
      if (blob.size !== entry.size) throw new Error('not the whole file');
      delete broken[entry.media];
      return blob;
    }

    async function keep(store, entry) {
      const blob = await fetched(entry);
      if (blob) {
        try {
          await written(store, function (shelf) { shelf.put({ media: entry.media, blob: blob }); });
        } catch (problem) {
          console.warn(entry.name, problem.message);
          loose[entry.media] = true;
        }
      } else {
        loose[entry.media] = true; // showing it fails, and is told
      }
      onKept();
    }

    async function tidy(store) {
      const kept = await asked(files(store, 'readonly').getAllKeys());
      const over = Antrean.playlist.superfluous(kept, list);
      if (over.length > 0) await written(store, function (shelf) { over.forEach(function (media) { shelf.delete(media); }); });
      return kept;
    }

    /* The next file that is missing; null when all are here, or were tried. */
    async function missing(store) {
      const kept = await tidy(store);
      return list.filter(function (entry) {
        return kept.indexOf(entry.media) < 0 && !loose[entry.media] && !later[entry.media];
      })[0] || null;
    }

    /* It is tried again with the next round; what never comes whole is shown from the server, as well as may be. */
    function putOff(entry) {
      later[entry.media] = true;
      if (!(broken[entry.media] >= MOST_BROKEN)) return;
      delete broken[entry.media];
      loose[entry.media] = true;
      onKept();
    }

    async function fill() {
      const store = await opened;
      if (!store) return onKept();
      let trouble = null;
      later = {};
      for (let entry = await missing(store); entry; entry = await missing(store)) {
        try {
          await keep(store, entry);
        } catch (problem) {
          trouble = problem;
          putOff(entry);
        }
      }
      if (trouble) throw trouble;
      return null;
    }

    /* One file after the other, so that the calls have the network to themselves as much as can be. */
    function work() {
      if (busy) return;
      busy = true;
      clearTimeout(timer);
      fill().catch(function (problem) {
        console.warn('media', problem.message);
        timer = setTimeout(work, AGAIN_MS);
      }).then(function () { busy = false; });
    }

    /* The same list again, as after a rush of calls, brings nothing anew that found no room. */
    function want(entries) {
      if (JSON.stringify(entries) !== JSON.stringify(list)) loose = {};
      list = entries;
      work();
    }

    /* Where a browser finds the file: here, on the server, or (null) nowhere yet. */
    async function address(entry) {
      const store = await opened;
      if (!store || loose[entry.media]) return entry.url;
      try {
        const kept = await asked(files(store, 'readonly').get(entry.media));
        return kept ? URL.createObjectURL(kept.blob) : null;
      } catch (problem) {
        return entry.url;
      }
    }

    return { want, address };
  }

  return { start };
})();
