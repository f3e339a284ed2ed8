// One key press at a kiosk: the search of app/web/kiosk/static/search.js over the real mall, and as the yardstick
// a bare search for the typed text inside every name. Milliseconds, median and p95.

import { buildIndex, search } from "../../app/web/kiosk/static/search.js";
import { catalogue } from "../browser/kiosk_mall.mjs";

const QUERIES = ["surat izin mengemudi baru", "perpanjngan paspot", "akta kelahrian", "sertifkat tanah hilang", "kartu tanda penduduk"];
const ROUNDS = 20;

const mall = catalogue();
const index = buildIndex(mall);
const names = mall.agencies.flatMap(({ services }) => services.map(({ name }) => name.toLowerCase()));
const presses = QUERIES.flatMap((query) => [...query].map((_, at) => query.slice(0, at + 1)));

function timed(deed) {
  for (const press of presses) deed(press);
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const press of presses) {
      const begun = performance.now();
      deed(press);
      times.push(performance.now() - begun);
    }
  }
  times.sort((one, other) => one - other);
  return { median: times[Math.floor(times.length / 2)], p95: times[Math.floor(times.length * 0.95)] };
}

const ours = timed((press) => search(index, press));
const bare = timed((press) => names.filter((name) => name.includes(press)));
for (const [what, { median, p95 }] of [["search", ours], ["bare text inside names", bare]]) {
  console.log(`${what}: median ${median.toFixed(3)} ms, p95 ${p95.toFixed(3)} ms`);
}
console.log(`${names.length} services, ratio of p95 ${(ours.p95 / bare.p95).toFixed(1)} (the bar of a key press is 5 ms)`);
