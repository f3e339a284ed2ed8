// Reads pairs of documents and what the server thinks makes the one of the other; writes what the browser makes of them.
import { readFileSync, writeFileSync } from "node:fs";

import { applied, differences } from "../../app/web/admin/static/mall/changes.js";

const [asked, told] = process.argv.slice(2);
const pairs = JSON.parse(readFileSync(asked, "utf-8"));
writeFileSync(told, JSON.stringify(pairs.map(({ before, after, changes }) => ({
  changes: differences(before, after),
  document: applied(before, changes),
}))));
