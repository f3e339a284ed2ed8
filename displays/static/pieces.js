/* The pieces every part of the screen is made of: elements, ticket numbers, agency marks. */
var Antrean = Antrean || {};

Antrean.pieces = (function () {
  'use strict';

  /* element('p', 'soft', 'text', otherElement, null): text stays text, whatever a person wrote. */
  function element(name, className) {
    const made = document.createElement(name);
    if (className) made.className = className;
    Array.prototype.slice.call(arguments, 2).forEach(function (child) {
      if (child === null || child === undefined) return;
      made.appendChild(typeof child === 'object' ? child : document.createTextNode(String(child)));
    });
    return made;
  }

  /* A ticket number, the same on all screens. */
  function number(text) {
    const parts = Antrean.layout.number(text);
    return element(
      'span', 'number',
      parts.letter ? element('span', 'number-letter', parts.letter) : null,
      parts.letter ? element('span', 'number-hyphen', '-') : null,
      element('span', 'number-figures', parts.figures)
    );
  }

  /* An agency's mark; its name stands beside it, so that readers skip the mark. */
  function mark(code, hue) {
    const made = element('span', 'mark ' + Antrean.layout.hue(hue), code);
    made.setAttribute('aria-hidden', 'true');
    return made;
  }

  /* Loket 14: the word small, the figure as large as it can be. */
  function place(name) {
    const parts = Antrean.layout.place(name);
    const size = parts.figure && parts.word.length <= 8 ? ' place-counted' : name.length <= 16 ? ' place-named' : ' place-long';
    return element(
      'span', 'place' + size,
      element('span', 'place-word', parts.figure ? parts.word + ' ' : parts.word),
      parts.figure ? element('span', 'place-figure', parts.figure) : null
    );
  }

  /* Which of `count` pages is to be seen; a single page has no dots. */
  function dots(count, at) {
    const made = element('span', 'pages');
    for (let page = 0; count > 1 && page < count; page += 1) {
      made.appendChild(element('span', page === at ? 'page page-now' : 'page'));
    }
    return made;
  }

  function fill(parent, children) {
    while (parent.firstChild) parent.removeChild(parent.firstChild);
    children.forEach(function (child) { if (child) parent.appendChild(child); });
  }

  /* Figures are all equally wide: what fits one number fits every number of its shape. */
  function shape(text) {
    return text.replace(/\d/g, '0');
  }

  let shares = {};

  /* Sizes have to be measured anew: another window, or a typeface that came late. */
  function forgetSizes() {
    shares = {};
  }

  /* Makes a number that is wider than its box (W-019) just narrow enough. Measuring makes the browser lay the
   * page out at once, so it is done once for each shape; `occasion` names what else the boxes depend on. */
  function fit(boxes, occasion) {
    const keys = boxes.map(function (box) { return [occasion, box.className, shape(box.textContent)].join(' '); });
    const unknown = boxes.filter(function (box, index) { return shares[keys[index]] === undefined; });
    unknown.forEach(function (box) { box.firstChild.style.fontSize = ''; });
    const found = unknown.map(function (box) { return box.clientWidth / box.firstChild.offsetWidth; });
    unknown.forEach(function (box, index) {
      if (found[index] > 0) shares[keys[boxes.indexOf(box)]] = found[index]; // a hidden box has no size
    });
    boxes.forEach(function (box, index) {
      const share = shares[keys[index]];
      const size = share < 1 ? share * 0.99 + 'em' : '';
      if (box.firstChild.style.fontSize !== size) box.firstChild.style.fontSize = size;
    });
  }

  return { element, number, mark, place, dots, fill, fit, forgetSizes };
})();
