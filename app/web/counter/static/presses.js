// The life of one press: sent, tried again with the same key, answered, or honestly unanswered. Pure.

/** A second press of the same kind within this many milliseconds is the same press. */
export const SAME_PRESS_MS = 600;

/** After this long the console stops trying by itself and asks the clerk. */
export const PERSISTENCE_MS = 45_000;

const PAUSES_MS = [400, 800, 1_500, 3_000];

/**
 * A new press; `at` is wall-clock time in milliseconds, so that it survives a reload of the page, and `meant` what it
 * was about when it was pressed.
 */
export function newPress({ move, key, body = {}, meant = {}, at }) {
  return { move, key, body, meant, at, tries: 1, phase: "sent" };
}

/** Whether a move is the very same as that of a press: a second note with other words is not. */
export function isSame(press, move, body = {}) {
  return Boolean(press) && press.move === move && JSON.stringify(press.body) === JSON.stringify(body);
}

/** Whether a press is only the echo of the one before (a double click, a bouncing key). */
export function isEcho(before, move, at, body = {}) {
  return isSame(before, move, body) && apart(before.at, at) < SAME_PRESS_MS;
}

/** What an answer of the server means: "done", "refused", or "unanswered" (nobody knows yet). */
export function meaning(answer) {
  if (answer.ok) return "done";
  return answer.status >= 400 && answer.status < 500 && answer.status !== 408 ? "refused" : "unanswered";
}

/** Milliseconds to pause before the next try. */
export function pauseBefore(press) {
  return PAUSES_MS[Math.min(press.tries, PAUSES_MS.length) - 1];
}

/** Whether the console may still try by itself: an old press must not call somebody by surprise. */
export function mayTryAgain(press, at) {
  return apart(press.at, at) < PERSISTENCE_MS;
}

// The desk's clock may be set back meanwhile: that must neither silence a key nor keep an old press young.
const apart = (one, other) => Math.abs(other - one);

/** The press after a try that nobody answered: tried again, or left for the clerk to decide. */
export function afterSilence(press, at) {
  return mayTryAgain(press, at) ? { ...press, tries: press.tries + 1, phase: "trying" } : { ...press, phase: "asking" };
}
