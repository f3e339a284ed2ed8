// A hall at a glance: asks the server every five seconds, or when told to, and paints what changed.
import { prepareAlarms } from "./alarms.js";
import { paintCounters } from "./counters.js";
import { paintFacts, paintPrinters, paintScreens, paintTotals, paintUnheard } from "./lists.js";
import { paintQueues } from "./queues.js";
import { openShell } from "./shell.js";

const shell = openShell({ read, paint });
const alarms = prepareAlarms(shell);
const heard = new Map(); // the alarms of each site as they were read last

document.getElementById("counters-table").addEventListener("toggle", shell.repaint);

// The overview, with the alarms that are open at its site; where these cannot be read now, with the last ones that could.
async function read(ask, site) {
  const place = encodeURIComponent(site);
  const [overview, open] = await Promise.all([ask(`/admin/overview?site=${place}`), ask(`/sites/${place}/alarms`)]);
  if (!overview.ok) return overview;
  if (open.ok) heard.set(site, { alarms: open.data.alarms, alarms_at: overview.data.now });
  const last = heard.get(site) ?? { alarms: [], alarms_at: null };
  return { ...overview, data: { ...overview.data, ...last, alarms_old: !open.ok } };
}

function paint(overview, site) {
  document.getElementById("place").textContent = overview.site_name;
  alarms.paint(overview);
  for (const part of [paintTotals, paintUnheard, paintCounters, paintQueues, paintPrinters, paintScreens, paintFacts]) part(overview);
}
