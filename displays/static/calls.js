/* Draws the calls: the last one large, the recent ones as rows; a lit call stands on the call colour. */
var Antrean = Antrean || {};

Antrean.calls = (function () {
  'use strict';

  const pieces = Antrean.pieces;
  const element = pieces.element;
  const drawn = {};

  function classes(name, call) {
    return name + (call.lit ? ' lit' : '') + ' state-' + call.state;
  }

  /* A recall is marked as long as the visitor is on the way. */
  function recallTag(call, say) {
    return call.recall && call.state === 'called' ? element('span', 'tag', say('recall')) : null;
  }

  function agencyName(call) {
    return element('span', call.agency_name.length > 16 ? 'agency-name agency-long' : 'agency-name', call.agency_name);
  }

  function large(call, say) {
    return [
      element('p', 'agency', pieces.mark(call.agency, call.hue), agencyName(call), recallTag(call, say)),
      element('p', 'last-number', pieces.number(call.number)),
      element('p', 'last-label', say(call.state === 'called' ? 'please_go' : 'state_' + call.state)),
      element('p', 'last-place', pieces.place(call.counter_name)),
    ];
  }

  function row(call, say) {
    const told = recallTag(call, say) || (call.state === 'called' ? null : element('span', 'row-state', say('state_' + call.state)));
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

  /* Draws only what differs from what stands there, so that nothing moves without a reason. */
  function differs(slot, value) {
    const text = JSON.stringify(value);
    if (drawn[slot] === text) return false;
    drawn[slot] = text;
    return true;
  }

  function look(call) {
    return call && [call.id, call.number, call.counter_name, call.agency, call.agency_name, call.hue, call.state, call.recall];
  }

  function showLast(panel, call, say) {
    panel.className = call ? classes('last', call) : 'last last-none';
    if (!differs('last', look(call))) return;
    const arrived = Boolean(call) && panel.dataset.call !== String(call.id);
    panel.dataset.call = call ? call.id : '';
    const inside = element('div', arrived && call.lit ? 'last-inside arriving' : 'last-inside');
    pieces.fill(inside, call ? large(call, say) : empty(say));
    pieces.fill(panel, [inside]);
  }

  /* A row of the list; empty places keep their line, so that the list never jumps. */
  function place(call, standing, say) {
    if (!call) {
      const blank = element('li', 'row row-blank');
      blank.setAttribute('aria-hidden', 'true');
      return blank;
    }
    const text = JSON.stringify(look(call));
    const item = standing[call.id] || element('li', 'row arriving');
    if (item.dataset.look !== text) pieces.fill(item, row(call, say));
    item.dataset.call = call.id;
    item.dataset.look = text;
    item.className = classes('row arriving', call);
    return item;
  }

  function showRecent(list, calls, rows, say) {
    const standing = {};
    Array.prototype.forEach.call(list.children, function (item) {
      if (item.dataset.call) standing[item.dataset.call] = item;
    });
    for (let index = 0; index < rows; index += 1) {
      const item = place(calls[index], standing, say);
      if (list.children[index] !== item) list.insertBefore(item, list.children[index] || null);
    }
    while (list.children.length > rows) list.removeChild(list.lastChild);
  }

  function fit(hall) {
    pieces.fit(Array.prototype.slice.call(hall.querySelectorAll('.last-number, .row-number')));
  }

  return { showLast, showRecent, fit };
})();
