/* What this display has said and still has to say, which its browser keeps: after a restart nothing is said twice
 * and nothing left out, also calls that have made room on the board. */
var Antrean = Antrean || {};

Antrean.memory = (function () {
  'use strict';

  const SLOT = 'antrean.said.';
  const WAITING = 'antrean.unsaid.';
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

  /* Of the display `name`; several may share a browser.
   * Returns {kept: {cursor, said: [id]} or null, reached, said, unsaid}. */
  function open(name) {
    const slot = SLOT + name;
    const kept = read(slot);
    let now = kept || { cursor: -1, said: [] };
    let before = kept ? read(WAITING + name) || [] : [];

    /* A snapshot was heard; behind a journal begun anew, ids begin anew as well. Returns, the first time, the calls
     * that had not been said before the restart. */
    function reached(cursor) {
      const isAnew = cursor < now.cursor;
      const left = isAnew ? [] : before;
      before = [];
      now = { cursor: cursor, said: isAnew ? [] : now.said };
      write(slot, now);
      return left;
    }

    /* The calls that wait to be said, the next first. */
    function unsaid(calls) {
      write(WAITING + name, calls.slice(0, KEPT));
    }

    /* The place in the journal goes along, so that what is behind it afterwards is known to begin anew. */
    function said(id, cursor) {
      now = { cursor: Math.max(cursor, now.cursor), said: now.said.concat([id]).slice(-KEPT) };
      write(slot, now);
    }

    return { kept: kept, reached: reached, said: said, unsaid: unsaid };
  }

  return { open };
})();
