// Brings a part of the page up to date only when what it shows has changed, and keeps the focus there.

const painted = new WeakMap();

/**
 * Rebuilds `place` with `build()` (an array of nodes) when `shown`, any plain value, differs from last time. When
 * the number that the arrows had chosen is gone, its neighbour has the focus, and `place` tells so by "chosengone".
 */
export function repaint(place, shown, build) {
  const print = JSON.stringify(shown);
  if (painted.get(place) === print) return;
  painted.set(place, print);
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const index = focused ? chosenIn(place).indexOf(focused) : -1;
  place.replaceChildren(...build());
  if (!focused || focusAgain(place, focused.dataset.focus) || index < 0) return;
  chosenIn(place).at(Math.min(index, chosenIn(place).length - 1))?.focus();
  place.dispatchEvent(new CustomEvent("chosengone", { bubbles: true }));
}

const chosenIn = (place) => [...place.querySelectorAll("[data-walk]")];

function focusAgain(place, name) {
  const node = name ? place.querySelector(`[data-focus="${CSS.escape(name)}"]`) : null;
  node?.focus();
  return node;
}

/** Sets a text only when it differs, so that screen readers are not told twice. */
export function setText(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
