// Loads the displays' classic scripts as a page does and gives their namespace.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runInThisContext } from "node:vm";

export function classic(...names) {
  for (const name of names) {
    const path = fileURLToPath(new URL(`../../displays/static/${name}`, import.meta.url));
    runInThisContext(readFileSync(path, "utf8"), { filename: path });
  }
  return globalThis.Antrean;
}
