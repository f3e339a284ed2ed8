// Brings a part of the page up to date only when what it shows has changed, and keeps the focus there.

const painted = new WeakMap();

/** Rebuilds `place` with `build()` (an array of nodes) when `shown`, any plain value, differs from last time. */
export function repaint(place, shown, build) {
  const print = JSON.stringify(shown);
  if (painted.get(place) === print) return;
  painted.set(place, print);
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  place.replaceChildren(...build());
  if (focused) place.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
}

/** Sets a text only when it differs, so that screen readers are not told twice. */
export function setText(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
