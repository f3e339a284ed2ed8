// The board of a hall on a phone: what the server told in, what is to be seen out. Pure; `now` is the server's
// clock in milliseconds.

const LIT_MS = 12_000; // a call stands out while its visitor is on the way
const ROWS = 7; // below the last call
const FOLLOWS_MS = 60_000; // a phone that slept longer does not know when something was said meanwhile

/** The whole board; what was `known` tells since when a call has been heard of. */
export function whole(board, now, known = null) {
  const follows = known !== null && now - known.toldAt < FOLLOWS_MS;
  return { ...board, heard: heard(board.calls, known, follows ? now : null), toldAt: now };
}

/** The board after news: {calls, agencies: what is new or reads differently, gone: {calls, agencies}, notice}. */
export function changed(known, news, now) {
  const calls = merged(known.calls, news.calls, news.gone.calls);
  const agencies = merged(known.agencies, news.agencies, news.gone.agencies);
  return { calls, agencies, notice: news.notice, heard: heard(calls, known, now), toldAt: now };
}

function merged(things, fresh, gone) {
  const all = { ...things, ...fresh };
  for (const key of gone) delete all[key];
  return all;
}

// A call is told with the moment of its first; one that is repeated for a number known here counts as made at
// `repeated`, where that can be told.
function heard(calls, known, repeated) {
  const numbers = new Set(Object.values(known?.calls ?? {}).map((call) => call.number));
  const isNow = (call) => repeated !== null && call.recall && numbers.has(call.number);
  const moment = (call) => (isNow(call) ? repeated : Date.parse(call.at));
  return Object.fromEntries(Object.values(calls).map((call) => [call.id, known?.heard[call.id] ?? moment(call)]));
}

/** What is to be seen of one agency, or of all (""): {last, recent: [call], queues: [agency]}. */
export function shown(known, agency, now) {
  const isWanted = (code) => agency === "" || agency === code;
  const calls = Object.values(known.calls)
    .filter((call) => isWanted(call.agency))
    .sort((one, other) => known.heard[other.id] - known.heard[one.id])
    .map((call) => ({ ...call, lit: call.state === "called" && now - known.heard[call.id] < LIT_MS, of: known.agencies[call.agency] ?? null }));
  const queues = Object.entries(known.agencies)
    .map(([code, queue]) => ({ code, ...queue }))
    .filter(({ code }) => isWanted(code))
    .sort((one, other) => one.place - other.place);
  return { last: calls[0] ?? null, recent: calls.slice(1, ROWS + 1), queues };
}
