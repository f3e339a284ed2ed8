// The server's time on a desk whose own clock may be wrong, and stretches of it in words. Pure.

/**
 * A clock set by the server: what it said (`now`, ISO 8601) and the steady reading (milliseconds
 * that only grow, as performance.now()) at that moment.
 */
export function setClock(now, steady) {
  return { said: Date.parse(now), steady };
}

/** The server's time in milliseconds since 1970 at a later steady reading. */
export function serverTime(clock, steady) {
  return clock.said + (steady - clock.steady);
}

/** Milliseconds since a moment of the server (ISO 8601); never negative, 0 without a moment. */
export function since(moment, now) {
  return moment ? Math.max(0, now - Date.parse(moment)) : 0;
}

/** Whole minutes of a stretch in milliseconds. */
export function minutesOf(stretch) {
  return Math.floor(stretch / 60_000);
}

/** A stopwatch: 00:24, 12:05, 1:02:03. */
export function stopwatch(stretch) {
  const seconds = Math.floor(stretch / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (figure) => String(figure).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
}
