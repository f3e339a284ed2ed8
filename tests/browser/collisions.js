/* What covers something else on this page, is cut off, or stands outside the window: a sentence each. ES2017, as
 * old engines run it too. What is compared is the ink of letters: the capitals of a line and not its box, which is
 * higher in our typeface. The value of this script is its list. */
(function () {
  'use strict';

  const ABOVE = 0.24, BELOW = 0.19; // of a line's box, in which no capital has ink
  const SLACK = 3; // dots
  const found = [];
  const root = document.documentElement;
  const view = { left: 0, top: 0, right: root.clientWidth, bottom: root.clientHeight };

  function common(a, b) {
    return { left: Math.max(a.left, b.left), top: Math.max(a.top, b.top), right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom) };
  }
  function width(box) { return Math.max(0, box.right - box.left); }
  function height(box) { return Math.max(0, box.bottom - box.top); }
  function area(box) { return width(box) * height(box); }

  /* What may shorten its text on purpose, or runs. */
  function mayCut(node) {
    return Boolean(node.closest('.ticker, .unseen, [hidden]')) || /-webkit-box/.test(getComputedStyle(node).display) ||
      getComputedStyle(node).textOverflow === 'ellipsis';
  }
  function seenPart(node, box) {
    let seen = common(box, view);
    for (let around = node; around && around !== document.body; around = around.parentElement) {
      if (getComputedStyle(around).overflowX !== 'visible') seen = common(seen, around.getBoundingClientRect());
    }
    return seen;
  }
  function isShown(node) {
    for (let around = node; around; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0') return false;
    }
    return !node.closest('.unseen, noscript, script, style');
  }
  function name(node) { return (node.className || node.tagName) + ' "' + node.textContent.trim().slice(0, 30) + '"'; }

  /* Something else that is not transparent is in front of the foot of the first or the last letter. */
  function isBehind(node, ink) {
    return [ink.left + 2, ink.right - 2].some(function (across) {
      let front = document.elementFromPoint(across, ink.bottom - 2);
      while (front && !front.contains(node) && !node.contains(front)) {
        if (!/transparent|, 0\)$/.test(getComputedStyle(front).backgroundColor)) return true;
        front = front.parentElement;
      }
      return false;
    });
  }

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !isShown(node)) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    Array.prototype.forEach.call(range.getClientRects(), function (line) {
      const ink = { left: line.left, right: line.right, top: line.top + ABOVE * line.height, bottom: line.bottom - BELOW * line.height };
      const seen = seenPart(node, ink);
      if (area(seen) === 0 && mayCut(node)) return;
      const isCut = width(ink) - width(seen) > SLACK || height(ink) - height(seen) > SLACK;
      if (isCut && !mayCut(node)) found.push('cut off: ' + name(node));
      if (area(seen) > 0 && isBehind(node, seen)) found.push('covered: ' + name(node));
      texts.push({ node: node, box: seen });
    });
  }
  texts.forEach(function (one, index) {
    texts.slice(index + 1).forEach(function (other) {
      if (one.node === other.node) return;
      const both = common(one.box, other.box);
      if (width(both) > SLACK && height(both) > SLACK) found.push(name(one.node) + ' covers ' + name(other.node));
    });
  });

  const parts = Array.prototype.filter.call(document.querySelectorAll('.head, .bar, .announcement, [data-area], .foot'), function (part) {
    return isShown(part) && area(part.getBoundingClientRect()) > 0;
  });
  parts.forEach(function (one, index) {
    const box = one.getBoundingClientRect();
    if (area(box) - area(common(box, view)) > SLACK * view.right) found.push('outside: ' + name(one));
    parts.slice(index + 1).forEach(function (other) {
      const both = common(box, other.getBoundingClientRect());
      if (width(both) > SLACK && height(both) > SLACK) found.push(one.className + ' covers ' + other.className);
    });
  });
  return found;
})()
