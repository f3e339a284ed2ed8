// One deed of the desk on its way: tried again under the same key, so that it happens once however often it is sent. Pure
// but for what it is given.

const TRIES = 3;

/**
 * Makes `send(path, body)`, which answers as api() does. `post(path, body, key)` sends once, `newKey()` makes a key,
 * `meaning(answer)` tells whether an answer came, and `pause(tries)` waits before the next try. A deed that nobody
 * answered keeps its key: pressed again with the same wish, it is the same deed.
 */
export function sender({ post, newKey, meaning, pause }) {
  const unanswered = new Map();
  return async (path, body) => {
    const wish = `${path} ${JSON.stringify(body)}`;
    const key = unanswered.get(wish) ?? newKey();
    unanswered.set(wish, key);
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
}
