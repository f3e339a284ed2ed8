/* The code for phones: it leads to the board of the site or, where visitors come with a number or a booking from
 * afar, to the page that checks them in; never one that the server takes no more. */
var Antrean = Antrean || {};

Antrean.scan = (function () {
  'use strict';

  const KEPT_MS = 90000; // after its own time the server still takes a code for so long
  const ATTEMPT_MS = 4000;
  const HALF = 3; // signs that are read at once

  /* What is to be seen: {address: of the picture, signs: to type, "" for none}; `presence` = {code, until}, or null. */
  function shown(site, presence, now) {
    const place = '/' + encodeURIComponent(site);
    if (!presence || now >= Date.parse(presence.until) + KEPT_MS) return { address: place + '/board/qr.svg', signs: '' };
    const signs = presence.code.slice(0, HALF) + ' ' + presence.code.slice(HALF);
    return { address: place + '/here/' + encodeURIComponent(presence.code) + '/qr.svg', signs: signs };
  }

  /* Returns {lead(site), want(wanted), hear(presence), tick(now)} for the section `part`. */
  function start(part, words) {
    const picture = part.querySelector('img');
    const lines = part.querySelectorAll('p');
    let site = null;
    let presence = null;
    let wanted = false;
    let asked = '';

    function say(signs) {
      lines[0].textContent = words(signs ? 'scan_here' : 'scan');
      lines[1].textContent = signs;
      lines[1].hidden = !signs;
      part.classList.toggle('scan-here', Boolean(signs));
    }

    /* The picture is brought before it is shown; one that does not come is asked for again. */
    function bring(one) {
      const brought = new Image();
      const isWanted = function () { return asked === one.address; };
      const giveUp = setTimeout(function () { brought.src = ''; if (isWanted()) asked = ''; }, ATTEMPT_MS);
      asked = one.address;
      brought.onload = function () {
        clearTimeout(giveUp);
        if (isWanted()) show(one);
      };
      brought.src = one.address;
    }

    function show(one) {
      picture.src = one.address;
      picture.hidden = false;
      say(one.signs);
    }

    /* What the server takes no more goes at once, whatever there is to show instead. */
    function tick(now) {
      if (!wanted || site === null) return;
      const one = shown(site, presence, now);
      if (!one.signs && lines[1].textContent) {
        picture.hidden = true;
        say('');
      }
      if (one.address !== asked) bring(one);
    }

    return {
      lead: function (code) { site = code; },
      want: function (told) { wanted = told; },
      hear: function (told) { presence = told || null; },
      tick: tick,
    };
  }

  return { start, shown };
})();
