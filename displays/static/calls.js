/* Draws the calls: the last one large, the recent ones as rows; a lit call stands on the call colour. */
var Antrean = Antrean || {};

Antrean.calls = (function () {
  'use strict';

  const pieces = Antrean.pieces;
  const element = pieces.element;
  const CALM_MS = 1000; // several calls in less time do not slide in one by one, which would flash

  function classes(name, call) {
    return name + (call.lit ? ' lit' : '') + ' state-' + call.state;
  }

  /* A recall is marked as long as the visitor is on the way. */
  function recallTag(call, say) {
    return call.recall && call.state === 'called' ? element('span', 'tag', say('recall')) : null;
  }

  /* On the way to another floor its name matters most. */
  function zoneTag(call) {
    return call.elsewhere && call.state === 'called' ? element('span', 'tag', call.elsewhere) : null;
  }

  function pleaseGo(call, say) {
    if (call.state !== 'called') return say('state_' + call.state);
    return call.elsewhere ? say('please_go_to', { zone: call.elsewhere }) : say('please_go');
  }

  function agencyName(call) {
    return element('span', call.agency_name.length > 16 ? 'agency-name agency-long' : 'agency-name', call.agency_name);
  }

  function large(call, say) {
    return [
      element('p', 'agency', pieces.mark(call.agency, call.hue), agencyName(call), recallTag(call, say)),
      element('p', 'last-number', pieces.number(call.number)),
      element('p', call.elsewhere ? 'last-label last-elsewhere' : 'last-label', pleaseGo(call, say)),
      element('p', 'last-place', pieces.place(call.counter_name)),
    ];
  }

  function row(call, say) {
    const told = zoneTag(call) || recallTag(call, say) || (call.state === 'called' ? null : element('span', 'row-state', say('state_' + call.state)));
    return [
      element('span', 'row-number', pieces.number(call.number)),
      element(
        'span', 'row-where',
        pieces.place(call.counter_name),
        element('span', told ? 'agency agency-tagged' : 'agency', pieces.mark(call.agency, call.hue), told || agencyName(call))
      ),
    ];
  }

  function empty(say) {
    return [element('p', 'last-empty', say('no_calls')), element('p', 'last-hint', say('next_call_here'))];
  }

  /* Draws only what differs from what stands there, so that nothing moves without a reason and a call costs
   * the browser little: every box keeps here what it shows. */
  function look(call) {
    return call ? JSON.stringify([call.number, call.counter_name, call.agency, call.agency_name, call.hue, call.state, call.recall, call.elsewhere]) : '';
  }

  function dress(box, name) {
    if (box.className !== name) box.className = name;
  }

  const panel = { item: null, id: null, look: null, fitted: null };
  let arrivedAt = 0;
  let calm = true;

  /* Whether a call that arrives now may slide in: asked once for each, before it is drawn. */
  function arrive() {
    const now = Date.now();
    calm = Math.abs(now - arrivedAt) >= CALM_MS; // a clock that was set back is no reason to flash
    arrivedAt = now;
  }

  function showLast(box, call, say) {
    dress(box, call ? classes('last', call) : 'last last-none');
    const id = call ? String(call.id) : '';
    const text = id + look(call);
    if (panel.look === text) return;
    const arrived = Boolean(call) && panel.id !== id;
    if (arrived && call.lit) arrive();
    Object.assign(panel, { item: box, id: id, look: text, fitted: null });
    const inside = element('div', arrived && calm && call.lit ? 'last-inside arriving' : 'last-inside');
    pieces.fill(inside, call ? large(call, say) : empty(say));
    pieces.fill(box, [inside]);
  }

  /* The rows that stand in the list, from the top: {item, id, name, look, at, fitted}; an empty place has no id. */
  let standing = [];

  function blank() {
    const item = element('li', 'row row-blank');
    item.setAttribute('aria-hidden', 'true');
    return { item: item, id: null, look: '', at: null, fitted: null };
  }

  function taken(id) {
    const found = standing.filter(function (one) { return one.id === id; })[0];
    if (found) standing.splice(standing.indexOf(found), 1);
    return found;
  }

  function arrived(id) {
    const name = calm ? 'row arriving' : 'row';
    return { item: element('li', name), id: id, name: name, look: null, at: null, fitted: null };
  }

  /* A row of the list; empty places keep their line, so that the list never jumps. */
  function place(call, say) {
    const id = call ? String(call.id) : null;
    const one = taken(id) || (call ? arrived(id) : blank());
    if (!call) return one;
    const text = look(call);
    if (one.look !== text) {
      pieces.fill(one.item, row(call, say));
      one.look = text;
      one.fitted = null;
    }
    dress(one.item, classes(one.name, call));
    return one;
  }

  /* Rows do not flow: one that moves keeps its picture and only gets another `top`. */
  function stand(one, index, rows) {
    const at = (index * 100) / rows + '%';
    if (one.at !== at) one.item.style.top = at;
    one.at = at;
  }

  function showRecent(list, calls, rows, say) {
    const next = [];
    for (let index = 0; index < rows; index += 1) next.push(place(calls[index], say));
    standing.forEach(function (one) { list.removeChild(one.item); });
    next.forEach(function (one, index) {
      stand(one, index, rows);
      if (list.children[index] !== one.item) list.insertBefore(one.item, list.children[index] || null);
    });
    standing = next;
  }

  /* Numbers that are new, or stand in boxes of another size, are made to fit; `sizes` names what those depend on. */
  function fit(sizes) {
    const loose = standing.concat([panel]).filter(function (one) { return one.id && one.fitted !== sizes; });
    if (loose.length === 0) return;
    pieces.fit(loose.map(function (one) { return one.item.querySelector('.last-number, .row-number'); }), sizes);
    loose.forEach(function (one) { one.fitted = sizes; });
  }

  /* Another window, or another typeface: every number is measured anew. */
  function loosen() {
    pieces.forgetSizes();
    standing.concat([panel]).forEach(function (one) { one.fitted = null; });
  }

  return { showLast, showRecent, fit, loosen };
})();
