// What the hook of one partner was sent: each message, those that were given up, and sending again.
import { element } from "../element.js";
import { newest } from "../newest.js";
import { clockOf, words } from "./language.js";
import { repaint, row, state } from "./painting.js";
import { MOODS, momentOf } from "./partner_reckoning.js";

const at = (id) => document.getElementById(id);

export function openDeliveries(shell) {
  let partner = null;
  let latest = null;
  const answerTo = newest();
  const path = () => `/partners/${encodeURIComponent(partner.id)}`;

  at("deliveries-close").addEventListener("click", () => {
    const { id } = partner;
    partner = latest = null;
    at("deliveries-part").hidden = true;
    at(`partner_deliveries-${id}`)?.focus();
  });
  at("deliveries-ping").addEventListener("click", () => deed(`${path()}/ping`, {}, () => words("partner_ping_sent")));
  at("replay").addEventListener("submit", (event) => {
    event.preventDefault();
    const since = momentOf(at("replay-since").value);
    if (!since) return say(words("replay_when"));
    deed(`${path()}/replay`, { since, all: at("replay-all").checked }, ({ count }) => words("replay_done", { count }));
  });

  async function deed(where, body, told) {
    const done = await shell.post(where, body);
    say(done.ok ? told(done.data) : (done.problem?.detail ?? words("test_unanswered")));
    await shell.refresh();
  }

  function say(text) {
    at("deliveries-said").textContent = text;
  }

  function line(delivery, zone) {
    const clock = clockOf(zone);
    const again = delivery.state === "due" ? null : element("button", {
      id: `again-${delivery.id}`, class: "button quiet", type: "button", "aria-label": words("delivery_again_of", { id: delivery.id }),
      onclick: () => deed(`${path()}/deliveries/${delivery.id}/again`, {}, () => words("replay_done", { count: 1 })),
    }, words("delivery_again"));
    const next = delivery.next_at ? words("delivery_next", { time: clock(delivery.next_at) }) : delivery.last_error;
    return row(
      clock(delivery.created_at), element("code", {}, delivery.kind), delivery.site || "-", String(delivery.attempts),
      element("div", {}, state(MOODS[delivery.state], words(`delivery_${delivery.state}`)), next && element("span", { class: "beneath soft" }, next), again));
  }

  return {
    open(chosen) {
      partner = chosen;
      latest = null;
      say("");
      shell.refresh().then(() => at("deliveries-title").focus());
    },
    // What comes belongs to the partner it was asked for, not to one that was opened since.
    async read(ask) {
      if (!partner) return;
      const answer = await answerTo(ask(`${path()}/deliveries`));
      if (answer?.ok && answer.data.partner.id === partner?.id) latest = answer.data;
    },
    paint(zone) {
      at("deliveries-part").hidden = !partner || !latest;
      if (!partner || !latest) return;
      at("deliveries-title").textContent = words("deliveries_of", { name: latest.partner.name });
      at("deliveries-counts").textContent = words("deliveries_counts", latest.counts);
      at("deliveries-none").hidden = latest.deliveries.length > 0;
      repaint(at("deliveries"), latest.deliveries, () => latest.deliveries.map((each) => line(each, zone)));
    },
  };
}
