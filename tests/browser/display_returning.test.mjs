// How a display finds back to a server that is away, in a time of its own: no second of the machine counts.

import assert from "node:assert/strict";
import { test } from "node:test";

import { classic } from "./classic.mjs";

const { returning } = classic("returning.js");
const settled = () => new Promise((resolve) => { setImmediate(resolve); });

// A hall whose clock goes from one appointment to the next. `network(now)` gives the milliseconds until a question is
// answered, or null when it hangs; a negative number is how soon it is refused.
function hall(network) {
  const appointments = [];
  const seen = { asked: [], opened: [], now: 0 };
  const at = (when, what) => appointments.push({ when, what });
  const pause = (wait) => new Promise((resolve) => { at(seen.now + wait, resolve); });
  globalThis.Antrean.clocks = { watch: () => { const then = seen.now; return () => seen.now - then; } };
  const ask = async (within) => {
    seen.asked.push({ at: seen.now, within });
    const takes = network(seen.now);
    const answered = takes !== null && takes >= 0 && takes <= within;
    await pause(takes === null ? within : Math.min(within, Math.abs(takes)));
    return answered;
  };
  seen.way = returning.start({ ask, pause, open: (within) => seen.opened.push({ at: seen.now, within }) });
  seen.until = async (end) => {
    for (;;) {
      await settled();
      appointments.sort((one, other) => one.when - other.when);
      if (appointments.length === 0 || appointments[0].when > end) break;
      const next = appointments.shift();
      seen.now = next.when;
      next.what();
    }
    seen.now = end;
  };
  return seen;
}

const RIGHT_AGAIN_MS = 2_000;
const REFUSED = -1;

test("a server that is away is not troubled with links, and has one at once when it is back", async () => {
  for (const back of [5_000, 12_345, 29_000]) {
    const { way, until, opened } = await begun(hall((now) => (now < back ? REFUSED : 10)));
    await until(60_000);
    assert.equal(opened.length, 1);
    assert.ok(opened[0].at >= back && opened[0].at < back + RIGHT_AGAIN_MS / 2, `${opened[0].at - back} ms`);
    way.stands();
  }
});

test("a network that swallows everything is noticed within two seconds of its return", async () => {
  for (const back of [3_000, 9_500, 20_000]) {
    const { until, opened } = await begun(hall((now) => (now < back ? null : 10)));
    await until(60_000);
    assert.ok(opened[0].at < back + RIGHT_AGAIN_MS, `${opened[0].at - back} ms`);
  }
});

test("in a long outage a link is tried unasked, and far too seldom for the browser to delay them", async () => {
  const place = hall(() => REFUSED);
  place.way.seek();
  for (let minute = 0; minute < 6; minute += 1) {
    for (const end of [20_000, 40_000, 60_000]) {
      const before = place.opened.length;
      await place.until(minute * 60_000 + end);
      if (place.opened.length > before) place.way.failed();
    }
  }
  assert.ok(place.opened.length >= 6 && place.opened.length <= 12, `${place.opened.length} links`);
});

test("a slow network is allowed more, and no more once it is quick again", async () => {
  let takes = 1_800;
  const place = await begun(hall(() => takes));
  await place.until(30_000);
  assert.equal(place.opened.length, 1);
  assert.ok(place.opened[0].within > returning.LINK_MS);
  takes = 10;
  place.way.seek();
  await place.until(40_000);
  place.way.seek();
  await place.until(50_000);
  assert.ok(place.asked.at(-1).within < 1_100);
  assert.ok(place.opened.at(-1).within < returning.LINK_MS + 100);
});

test("links that fail although the server answers are tried less and less often, until one stands", async () => {
  const place = hall(() => 10);
  for (let second = 1; second <= 20; second += 1) {
    const before = place.opened.length;
    if (second === 1 || before > 0) place.way.failed();
    await place.until(second * 1_000);
  }
  const pauses = place.opened.slice(1).map(({ at }, index) => at - place.opened[index].at);
  assert.ok(pauses[0] <= 1_000 && pauses.at(-1) >= 2_000, pauses.join(" "));
  place.way.stands();
  place.way.failed();
  const before = place.now;
  await place.until(place.now + 1_000);
  assert.ok(place.opened.at(-1).at - before < 500);
});

test("whoever seeks is not sent out twice", async () => {
  const place = hall((now) => (now < 5_000 ? REFUSED : 10));
  place.way.seek();
  place.way.failed();
  place.way.seek();
  await place.until(10_000);
  assert.equal(place.opened.length, 1);
});

async function begun(place) {
  place.way.seek();
  await settled();
  return place;
}
