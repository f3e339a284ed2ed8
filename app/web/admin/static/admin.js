// A hall at a glance: asks the server every five seconds, or when told to, and paints what changed.
import { prepareAlarms } from "./alarms.js";
import { paintCounters } from "./counters.js";
import { paintFacts, paintPrinters, paintScreens, paintTotals, paintUnheard } from "./lists.js";
import { paintQueues } from "./queues.js";
import { openShell } from "./shell.js";

const shell = openShell({ read, paint });
const alarms = prepareAlarms(shell);

document.getElementById("counters-table").addEventListener("toggle", shell.repaint);

// The overview, with the alarms that are open at its site.
async function read(ask, site) {
  const place = encodeURIComponent(site);
  const [overview, open] = await Promise.all([ask(`/admin/overview?site=${place}`), ask(`/sites/${place}/alarms`)]);
  return overview.ok && open.ok ? { ...overview, data: { ...overview.data, alarms: open.data.alarms } } : overview;
}

function paint(overview, site) {
  document.getElementById("place").textContent = overview.site_name;
  alarms.paint(overview, site);
  for (const part of [paintTotals, paintUnheard, paintCounters, paintQueues, paintPrinters, paintScreens, paintFacts]) part(overview);
}
