// When did this phone last hear from the server, and is that too long ago? Pure.

// A dead link is noticed within 10 seconds; a page that never got one waits as long.
const PATIENCE_MS = 10_000;

/** A page that the server made at `at` (milliseconds) and that has no live link yet. */
export function loaded(at) {
  return { link: "connecting", heardAt: at };
}

/** The live link became "connected" or "lost" at `at`. */
export function linked(hearing, link, at) {
  const good = link === "connected" || hearing.link === "connected";
  return { link, heardAt: good ? at : hearing.heardAt };
}

/** The moment of the last word from the server: now while connected. */
export function lastHeard(hearing, at) {
  return hearing.link === "connected" ? at : hearing.heardAt;
}

/** Whether to say that the page may be behind. */
export function isStale(hearing, at) {
  return hearing.link === "lost" || (hearing.link === "connecting" && at - hearing.heardAt >= PATIENCE_MS);
}
