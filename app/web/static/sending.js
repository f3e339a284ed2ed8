// One deed on its way: tried again under the same key, so that it happens once however often it is sent. Pure
// but for what it is given.

const TRIES = 3;
const KEPT_MS = 60_000; // later the same wish is meant anew

/**
 * Makes `send(path, body)`, which answers as api() does. `post(path, body, key)` sends once, `newKey()` makes a key,
 * `meaning(answer)` tells whether an answer came, `pause(tries)` waits before the next try, and `now()` is a steady
 * clock in milliseconds. A deed that nobody answered keeps its key for a minute: pressed again with the same wish, it is
 * the same deed. `send.forget()` ends that: what comes next is meant for somebody else.
 */
export function sender({ post, newKey, meaning, pause, now = () => performance.now() }) {
  const unanswered = new Map();
  const keyOf = (wish) => {
    const kept = unanswered.get(wish);
    return kept && now() - kept.at < KEPT_MS ? kept.key : newKey();
  };
  const send = async (path, body) => {
    const wish = `${path} ${JSON.stringify(body)}`;
    const key = keyOf(wish);
    unanswered.set(wish, { key, at: now() });
    for (let tries = 1; ; tries += 1) {
      const answer = await post(path, body, key);
      if (meaning(answer) !== "unanswered") {
        unanswered.delete(wish);
        return answer;
      }
      if (tries === TRIES) return answer;
      await pause(tries);
    }
  };
  return Object.assign(send, { forget: () => unanswered.clear() });
}
