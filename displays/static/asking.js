/* One question to the server, by a request that ends: one that never does keeps one of the browser's few connections. */
var Antrean = Antrean || {};

Antrean.asking = (function () {
  'use strict';

  /* Promises {status, text}; null when no answer came within so many milliseconds. `headers` may be left out. */
  function get(address, within, headers) {
    return new Promise(function (resolve) {
      const request = new XMLHttpRequest();
      request.open('GET', address);
      request.timeout = within;
      Object.keys(headers || {}).forEach(function (name) { request.setRequestHeader(name, headers[name]); });
      request.onload = function () { resolve({ status: request.status, text: request.responseText }); };
      request.onerror = request.ontimeout = request.onabort = function () { resolve(null); };
      request.send();
    });
  }

  return { get };
})();
