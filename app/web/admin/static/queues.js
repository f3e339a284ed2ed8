// The agencies' queues: one table whose bars say the same as its figures.
import { element, markElement } from "../element.js";
import { words } from "./language.js";
import { repaint, row } from "./painting.js";
import { busyQueues, emptyQueues } from "./reckoning.js";
import { waitText } from "./sentences.js";

const at = (id) => document.getElementById(id);

export function paintQueues({ queues }) {
  const busy = busyQueues(queues);
  at("queues").closest(".wide").hidden = busy.length === 0;
  repaint(at("queues"), busy, () => busy.map(queueRow));
  const names = emptyQueues(queues).map(({ short_name: name }) => name).join(", ");
  const rest = names && words("queues_empty", { agencies: names });
  at("queues-empty").textContent = busy.length === 0 ? words("queues_none") : rest;
}

function queueRow(queue) {
  const staffed = words("staffed_of", { count: queue.staffed, all: queue.counters });
  return row(
    element("span", { class: "agency" }, markElement(queue), element("span", {}, queue.short_name)),
    element("span", { class: "measure" }, bar(queue.share), element("span", { class: "figure" }, String(queue.waiting))),
    waitText(words, queue.longest_wait),
    queue.staffed === 0 ? element("strong", { class: "warn" }, staffed) : staffed,
  );
}

// Set through the style object, which the page's policy allows; a style attribute it would not.
function bar(share) {
  const made = element("span", { class: "measure-bar", "aria-hidden": "true" });
  made.style.setProperty("--share", share.toFixed(3));
  return made;
}
