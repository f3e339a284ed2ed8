/* What this display has said, which its browser keeps: after a restart nothing is said twice and nothing left out. */
var Antrean = Antrean || {};

Antrean.memory = (function () {
  'use strict';

  const SLOT = 'antrean.said.';
  const KEPT = 60;

  function read(slot) {
    try {
      return JSON.parse(localStorage.getItem(slot));
    } catch (problem) {
      return null;
    }
  }

  function write(slot, kept) {
    try {
      localStorage.setItem(slot, JSON.stringify(kept));
    } catch (problem) {
      console.warn(problem.message); // after a restart this display will be as new
    }
  }

  /* Of the display `name`; several may share a browser. Returns {kept: {cursor, said: [id]} or null, reached, said}. */
  function open(name) {
    const slot = SLOT + name;
    const kept = read(slot);
    let now = kept || { cursor: -1, said: [] };

    /* A snapshot was heard; behind a journal begun anew, ids begin anew as well. */
    function reached(cursor) {
      now = { cursor: cursor, said: cursor < now.cursor ? [] : now.said };
      write(slot, now);
    }

    /* The place in the journal goes along, so that what is behind it afterwards is known to begin anew. */
    function said(id, cursor) {
      now = { cursor: Math.max(cursor, now.cursor), said: now.said.concat([id]).slice(-KEPT) };
      write(slot, now);
    }

    return { kept: kept, reached: reached, said: said };
  }

  return { open };
})();
