// How the screens at work and the phones find back to a server that is away.

import assert from "node:assert/strict";
import { test } from "node:test";

import { EAGER, PATIENT, wayBack } from "../../app/web/static/returning.js";
import { outage, promises, REFUSED } from "./outage.mjs";

// With the longest pauses that chance can make.
function away(network, pace = EAGER, chance = 1) {
  return outage(network, (deeds) => wayBack({ ...deeds, chance: () => chance }, pace));
}

promises(away, EAGER.link);

test("phones that were sent away together come back one after the other", async () => {
  const places = [0, 0.5, 1].map((chance) => away((now) => (now < 5_000 ? REFUSED : 10), PATIENT, chance));
  for (const place of places) {
    place.way.seek();
    await place.until(10_000);
  }
  assert.equal(new Set(places.map(({ opened }) => opened[0].at)).size, 3);
});

test("whom the server refused comes when it was told to", async () => {
  const place = away(() => 10);
  place.way.refused(8_000);
  await place.until(20_000);
  assert.deepEqual(place.opened.map(({ at }) => at), [8_010]);
});
