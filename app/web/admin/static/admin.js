// The live hall: asks the server every five seconds, or when told to, and paints what changed.
import { element } from "../element.js";
import { newest } from "../newest.js";
import { prepareAlarms } from "./alarms.js";
import { prepareCounters } from "./counters.js";
import { prepareAgency } from "./hall_agency.js";
import { prepareClosings, prepareSwitches } from "./hall_decisions.js";
import { prepareDesk } from "./hall_desk.js";
import { paintNotice, prepareNotice } from "./hall_notice.js";
import { preparePanel } from "./hall_panel.js";
import { placeOf } from "./hall_reckoning.js";
import { words } from "./language.js";
import { paintFacts, paintTotals, paintUnheard } from "./lists.js";
import { prepareQueues } from "./queues.js";
import { openShell } from "./shell.js";

const at = (id) => document.getElementById(id);
const shell = openShell({ read: (ask, site) => ask(`/sites/${encodeURIComponent(site)}/hall`), paint });
const answerTo = newest();
const offered = { site: null, agencies: [] };
const catalogue = () => (offered.site === shell.site() ? offered.agencies : []);

const panel = preparePanel({
  kinds: {
    desk: prepareDesk({ shell, catalogue }),
    agency: prepareAgency({ shell, catalogue, look }),
    notice: prepareNotice({ shell }),
  },
  changed: shell.repaint,
});
const openDesk = (code, opener, form) => panel.open("desk", code, opener, form);
const openAgency = (code, opener) => panel.open("agency", code, opener);
const counters = prepareCounters({ openDesk, opened: () => panel.opened("desk") });
const queues = prepareQueues({ openAgency, opened: () => panel.opened("agency") });
const closings = prepareClosings({ shell, openDesk });
const switches = prepareSwitches({ shell, changed: () => Promise.all([look(), shell.refresh()]) });
const alarms = prepareAlarms(shell, { lead });

at("counters-table").addEventListener("toggle", shell.repaint);
at("notice-open").addEventListener("click", () => panel.open("notice", "", at("notice-open")));

function paint(hall) {
  at("place").textContent = hall.site_name;
  if (offered.site !== hall.site) look();
  paintTotals(hall);
  paintNotice(hall, { opened: panel.opened("notice") !== null });
  const open = closings.paint(hall) + alarms.paint(hall) + paintUnheard(hall);
  at("calm").hidden = open > 0;
  for (const part of [counters, queues, switches, panel]) part.paint(hall);
  paintFacts(hall);
}

// What the site offers, with each service's own word; asked for when somebody is about to change it.
async function look() {
  const site = shell.site();
  if (offered.site !== site) Object.assign(offered, { site, agencies: [] });
  const answer = await answerTo(shell.get(`/sites/${encodeURIComponent(site)}`));
  if (!answer?.ok || site !== shell.site()) return;
  offered.agencies = answer.data.agencies;
  shell.repaint();
}

// The way from an alarm to the counter or the queue that it is about.
function lead(alarm) {
  const place = placeOf(alarm);
  if (!place) return null;
  const button = element("button", { id: `see-${alarm.id}`, class: "button quiet", type: "button", "aria-label": words("alarm_see_label", { name: alarm.detail }) }, words("alarm_see"));
  button.addEventListener("click", () => (place.counter ? openDesk(place.counter, button) : openAgency(place.agency, button)));
  return button;
}
