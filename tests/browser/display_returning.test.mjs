// How a display finds back to a server that is away.

import { classic } from "./classic.mjs";
import { outage, promises } from "./outage.mjs";

const { returning } = classic("returning.js");

function away(network) {
  return outage(network, ({ ask, sleep, open, now }) => {
    globalThis.Antrean.clocks = { watch: () => { const then = now(); return () => now() - then; } };
    return returning.start({ ask, pause: sleep, open });
  });
}

promises(away, returning.LINK_MS);
