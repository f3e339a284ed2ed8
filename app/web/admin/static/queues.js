// The agencies' queues: one table whose bars, with the norm marked on them, say the same as its figures.
import { element, markElement } from "../element.js";
import { measured } from "./hall_reckoning.js";
import { words } from "./language.js";
import { isHeld, repaintEach } from "./painting.js";
import { steady } from "./steady.js";

const at = (id) => document.getElementById(id);

// Paints #queues; `openAgency(code, button)` answers a press on an agency, `opened()` is the one that stands open.
export function prepareQueues({ openAgency, opened }) {
  let last = [];
  at("queues").addEventListener("click", (event) => {
    const button = event.target.closest("[data-agency]");
    if (button) openAgency(button.dataset.agency, button);
  });
  return {
    paint({ site, queues }) {
      const view = (queue) => ({ ...queue, site, opened: opened() === queue.code });
      const held = isHeld(at("queues")) && last[0]?.site === site;
      last = steady(last, measured(queues).map(view), { key: ({ code }) => code, held });
      repaintEach(at("queues"), last, { key: ({ code }) => code, make: () => element("tr"), fill });
      at("queues-norm").textContent = queues.length ? words("queues_norm", { count: queues[0].norm }) : "";
    },
  };
}

function fill(made, queue) {
  const staffed = words("staffed_of", { count: queue.staffed, all: queue.counters });
  made.className = queue.waiting === 0 ? "quiet" : "";
  const name = made.querySelector("button") ?? element("button", { id: `agency-${queue.code}`, class: "agency", type: "button", "data-agency": queue.code });
  name.setAttribute("aria-expanded", String(queue.opened));
  name.title = queue.short_name;
  name.replaceChildren(markElement(queue), element("span", {}, queue.short_name));
  const alone = queue.waiting > 0 && queue.staffed === 0;
  const cells = [
    element("td", { class: "figure" }, String(queue.waiting)),
    element("td", {}, element("span", { class: "measure" }, bar(queue), element("span", { class: queue.late ? "late" : "" }, words("minutes", { count: queue.longest_wait })))),
    element("td", {}, alone ? element("strong", { class: "warn" }, staffed) : staffed),
  ];
  if (name.isConnected) {
    while (made.children.length > 1) made.lastElementChild.remove();
    made.append(...cells);
  } else made.replaceChildren(element("th", { scope: "row" }, name), ...cells);
}

// Set through the style object, which the page's policy allows; a style attribute it would not.
function bar({ share, mark, late }) {
  const made = element("span", { class: late ? "measure-bar beyond" : "measure-bar", "aria-hidden": "true" });
  made.style.setProperty("--share", share.toFixed(3));
  made.style.setProperty("--norm", mark.toFixed(3));
  return made;
}
