// Of several questions under way at once, only the answer to the one that was asked last counts. Pure.

/**
 * Makes `answerTo(promise)`, which becomes what the promise becomes, or null when something newer was asked meanwhile;
 * `answerTo.forget()` makes whatever is still under way old news.
 */
export function newest() {
  let asked = 0;
  const answerTo = async (promise) => {
    asked += 1;
    const mine = asked;
    const answer = await promise;
    return mine === asked ? answer : null;
  };
  return Object.assign(answerTo, { forget: () => { asked += 1; } });
}
