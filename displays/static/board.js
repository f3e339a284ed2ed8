/* What this display knows of its hall: messages of the server in, the next state and the news out. Pure.
 *
 * Every function takes a state and returns another; `now` is the server's clock in milliseconds.
 * A cursor is a place in the journal. A call keeps its id wherever it is told; a recall is another call.
 */
var Antrean = Antrean || {};

Antrean.board = (function () {
  'use strict';

  const LIT_MS = 10000; // longer than the sentence of a call
  const SPEAK_WITHIN_MS = 60000; // a call older than this is shown, never spoken
  const REMEMBERED = 60;
  const GONE = ['waiting', 'looked', 'cancelled', 'voided', 'expired'];
  const OVER = ['missed', 'no_show', 'held']; // nobody is to come any more

  /* live: what this link told since it was opened; heard: ids announced; before: the cursor of the link before;
   * notice: {id, en, until} for the whole hall, and the cursor at which it was told. */
  function blank(zones) {
    return {
      zones: zones || [], cursor: -1, before: null, board: null, calls: [], live: [], heard: [], lit: {},
      notice: null, noticeAt: -1,
    };
  }

  function changed(state, changes) {
    return Object.assign({}, state, changes);
  }

  /* The same after a restart of the browser: memory = {cursor, said: [id]}, or null for a display that is new. */
  function resumed(state, memory) {
    return memory ? changed(state, { before: memory.cursor, heard: memory.said }) : state;
  }

  /* A new link begins: what it says first counts, whatever the cursor of the old one. */
  function connected(state) {
    const before = Math.max(state.cursor, state.before === null ? -1 : state.before);
    return changed(state, { cursor: -1, live: [], noticeAt: -1, before: state.board || state.before !== null ? before : null });
  }

  function isOwn(state, zone) {
    return state.zones.length === 0 || state.zones.indexOf(zone) >= 0;
  }

  /* A call says where it is to be seen, an agency where it is; what is nowhere is for everyone. */
  function here(state, place) {
    const zones = place.zones || (place.zone ? [place.zone] : []);
    return zones.length === 0 || zones.some(function (zone) { return isOwn(state, zone); });
  }

  /* Where the visitor has to go when that is not before this display: a counter elsewhere helps. */
  function elsewhere(state, call) {
    return call.zone && !isOwn(state, call.zone) ? call.zone_name : '';
  }

  function young(call, now) {
    return now - Date.parse(call.at) <= SPEAK_WITHIN_MS;
  }

  function onTop(call, calls) {
    return [call].concat(calls.filter(function (other) { return other.ticket !== call.ticket; }));
  }

  /* The calls of a board, the latest first. A board knows when a ticket was first called to its counter,
   * this link also when it was recalled. */
  function arranged(calls, live) {
    const told = {};
    live.forEach(function (message) { told[message.call.id] = message.call.at; });
    return calls
      .map(function (call, index) { return { call: call, index: index, at: Date.parse(told[call.id] || call.at) }; })
      .sort(function (one, other) { return other.at - one.at || one.index - other.index; })
      .map(function (entry) { return entry.call; });
  }

  /* Lights the calls up and remembers that they were announced; the news are those still worth saying. */
  function announce(state, calls, now) {
    const fresh = calls.filter(function (call) {
      return state.heard.indexOf(call.id) < 0 && young(call, now);
    });
    const lit = Object.assign({}, state.lit);
    fresh.forEach(function (call) { lit[call.id] = now + LIT_MS; });
    const heard = state.heard.concat(calls.map(function (call) { return call.id; })).slice(-REMEMBERED);
    const news = fresh.filter(function (call) { return here(state, call); });
    return { state: changed(state, { lit: lit, heard: heard }), news: news };
  }

  /* What was put up, or taken down (null), unless something later is known. */
  function hung(state, cursor, notice) {
    return cursor < state.noticeAt ? state : changed(state, { notice: notice || null, noticeAt: cursor });
  }

  /* One call, told live. A snapshot may have shown it already; it is still announced, once. */
  function called(state, message, now) {
    const call = message.call;
    const newer = message.cursor >= state.cursor;
    const next = changed(state, {
      cursor: Math.max(state.cursor, message.cursor),
      live: state.live.concat([message]).slice(-REMEMBERED),
      calls: newer ? onTop(call, state.calls) : state.calls,
    });
    return announce(next, [call], now);
  }

  /* The whole board. A snapshot that was read before calls already told keeps those calls on top. */
  function snapshot(state, message, now) {
    const begunAnew = state.before !== null && message.cursor < state.before;
    const later = state.live.filter(function (told) { return told.cursor > message.cursor; });
    const calls = later.reduce(function (kept, told) { return onTop(told.call, kept); }, arranged(message.board.calls, state.live));
    const next = changed(hung(state, message.cursor, message.board.notices), {
      cursor: Math.max(state.cursor, message.cursor),
      board: message.board,
      calls: calls,
      heard: begunAnew ? [] : state.heard,
      before: null,
    });
    return announce(next, begunAnew ? [] : missed(state, message.board.calls), now);
  }

  /* Calls made while the link was down, the oldest first. The first snapshot of a new display has none: history. */
  function missed(state, calls) {
    if (state.before === null) return [];
    const known = state.calls.map(function (call) { return call.id; });
    return calls.filter(function (call) { return known.indexOf(call.id) < 0 && call.state === 'called'; }).reverse();
  }

  function refreshed(state, message) {
    if (message.cursor < state.cursor || !state.board) return { state: state, news: [] };
    const calls = arranged(message.board.calls, state.live);
    const known = hung(state, message.cursor, message.board.notices);
    const next = changed(known, { cursor: message.cursor, board: message.board, calls: calls });
    return { state: next, news: [] };
  }

  /* A call that was taken back; the board that follows shows where its ticket is now. */
  function undone(state, message) {
    const calls = state.calls.filter(function (call) { return call.id !== message.call; });
    const live = state.live.filter(function (told) { return told.call.id !== message.call; });
    const next = changed(state, { cursor: Math.max(state.cursor, message.cursor), calls: calls, live: live });
    return { state: next, news: [] };
  }

  /* message = {type: snapshot | called | undone | notice | board, cursor, ...}; returns {state, news: [call to announce]}. */
  function reduce(state, message, now) {
    if (message.type === 'called') return called(state, message, now);
    if (message.type === 'undone') return undone(state, message);
    if (message.type === 'notice') return { state: hung(state, message.cursor, message.notice), news: [] };
    if (message.type === 'snapshot') return snapshot(state, message, now);
    return refreshed(state, message);
  }

  /* The calls that are not too old to be said. */
  function sayable(calls, now) {
    return calls.filter(function (call) { return young(call, now); });
  }

  /* Of the calls that another display left unsaid, those that are still to be said. */
  function passed(state, calls, now) {
    return sayable(calls, now).filter(function (call) {
      const known = state.calls.filter(function (one) { return one.id === call.id; })[0];
      return Boolean(known) && known.state === 'called';
    });
  }

  /* What is to be seen: {last, recent: [call], waiting: [agency]}, each call with `lit` and `elsewhere`, each
   * agency with its newest `call` or null.
   * `spoken` is the id of the call that the voice is saying, which stays lit as long. */
  function shown(state, now, spoken) {
    const calls = state.calls
      .filter(function (call) { return here(state, call) && GONE.indexOf(call.state) < 0; })
      .map(function (call) {
        const burning = (state.lit[call.id] || 0) > now && OVER.indexOf(call.state) < 0;
        return Object.assign({}, call, { lit: call.id === spoken || burning, elsewhere: elsewhere(state, call) });
      });
    const agencies = state.board ? state.board.agencies : [];
    const newest = {};
    calls.forEach(function (call) { newest[call.agency] = newest[call.agency] || call; });
    return {
      last: calls.length ? calls[0] : null,
      recent: calls.slice(1),
      waiting: agencies
        .filter(function (agency) { return here(state, agency); })
        .map(function (agency) { return Object.assign({}, agency, { call: newest[agency.code] || null }); }),
    };
  }

  /* The notice that is to be read now, also while nobody tells that its time is over; null: none. */
  function notice(state, now) {
    const over = state.notice && state.notice.until && Date.parse(state.notice.until) <= now;
    return over ? null : state.notice;
  }

  /* The same state without lights that went out, and when the next one will (null: none is on). */
  function dimmed(state, now) {
    const lit = {};
    let next = null;
    Object.keys(state.lit).forEach(function (id) {
      if (state.lit[id] <= now) return;
      lit[id] = state.lit[id];
      if (next === null || lit[id] < next) next = lit[id];
    });
    return { state: changed(state, { lit: lit }), next: next };
  }

  return { blank, resumed, connected, reduce, sayable, passed, shown, notice, dimmed, LIT_MS, SPEAK_WITHIN_MS };
})();
