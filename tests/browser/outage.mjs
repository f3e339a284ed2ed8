// A network that fails, in a time of its own: the clock goes from one appointment to the next, and no second of the
// machine counts. And what every way back through it promises.

import assert from "node:assert/strict";
import { test } from "node:test";

const RIGHT_AGAIN_MS = 2_000;
const settled = () => new Promise((resolve) => { setImmediate(resolve); });

export const REFUSED = -1;

// `network(now)` gives the milliseconds until a question is answered, REFUSED, or null when it hangs; `begin` starts the
// way back from its deeds {ask, sleep, open, now}. Returns {way, asked, opened, now(), until(end)}.
export function outage(network, begin) {
  const appointments = [];
  let now = 0;
  const sleep = (wait) => new Promise((resolve) => { appointments.push({ when: now + wait, resolve }); });
  const asked = [];
  const opened = [];
  const ask = async (within) => {
    asked.push({ at: now, within });
    const takes = network(now);
    await sleep(takes === null ? within : Math.min(within, Math.abs(takes)));
    return takes !== null && takes !== REFUSED && takes <= within;
  };
  const until = async (end) => {
    for (;;) {
      await settled();
      appointments.sort((one, other) => one.when - other.when);
      if (appointments.length === 0 || appointments[0].when > end) break;
      const next = appointments.shift();
      now = next.when;
      next.resolve();
    }
    now = end;
  };
  const open = (within) => opened.push({ at: now, within });
  return { way: begin({ ask, sleep, open, now: () => now }), asked, opened, until, now: () => now };
}

// `away(network)` gives an outage; `link` is how long a link may take on a quick network, in milliseconds.
export function promises(away, link) {
  test("a server that is away is not troubled with links, and has one at once when it is back", async () => {
    for (const back of [5_000, 12_345, 29_000]) {
      const place = away((now) => (now < back ? REFUSED : 10));
      place.way.seek();
      await place.until(60_000);
      assert.equal(place.opened.length, 1);
      assert.ok(place.opened[0].at >= back && place.opened[0].at < back + RIGHT_AGAIN_MS / 2, `${place.opened[0].at - back} ms`);
    }
  });

  test("a network that swallows everything is noticed within two seconds of its return", async () => {
    for (const back of [3_000, 9_500, 20_000]) {
      const place = away((now) => (now < back ? null : 10));
      place.way.seek();
      await place.until(60_000);
      assert.ok(place.opened[0].at < back + RIGHT_AGAIN_MS, `${place.opened[0].at - back} ms`);
    }
  });

  test("in a long outage a link is tried unasked, and far too seldom for the browser to delay them", async () => {
    const place = away(() => REFUSED);
    place.way.seek();
    for (let end = 1_000; end <= 360_000; end += 1_000) {
      const before = place.opened.length;
      await place.until(end);
      if (place.opened.length > before) place.way.failed();
    }
    assert.ok(place.opened.length >= 6 && place.opened.length <= 12, `${place.opened.length} links`);
  });

  test("a slow network is allowed more, and no more once it is quick again", async () => {
    let takes = 1_800;
    const place = away(() => takes);
    place.way.seek();
    await place.until(30_000);
    assert.equal(place.opened.length, 1);
    assert.ok(place.opened[0].within > link + 1_800);
    takes = 10;
    for (const end of [40_000, 50_000]) {
      place.way.seek();
      await place.until(end);
    }
    assert.ok(place.asked.at(-1).within < 1_100);
    assert.ok(place.opened.at(-1).within < link + 100);
  });

  test("links that fail although the server answers are tried less and less often, until one stands", async () => {
    const place = away(() => 10);
    place.way.failed();
    for (let end = 100; end <= 20_000; end += 100) {
      const before = place.opened.length;
      await place.until(end);
      if (place.opened.length > before) place.way.failed();
    }
    const pauses = place.opened.slice(1).map(({ at }, index) => at - place.opened[index].at);
    assert.ok(pauses[0] < 1_000 && pauses.at(-1) >= 2_000, pauses.join(" "));
    await place.until(25_000);
    place.way.stands();
    place.way.failed();
    await place.until(26_000);
    assert.ok(place.opened.at(-1).at >= 25_000);
  });

  test("whoever seeks is not sent out twice", async () => {
    const place = away((now) => (now < 5_000 ? REFUSED : 10));
    place.way.seek();
    place.way.failed();
    place.way.seek();
    await place.until(10_000);
    assert.equal(place.opened.length, 1);
  });
}
