// Choosing the counter: by zone, found by typing, the state of each in words.
import { element } from "../element.js";
import { words } from "./language.js";
import { repaint, setText } from "./painting.js";
import { byZone } from "./search.js";

const at = (id) => document.getElementById(id);
const DOTS = { open: "good", break: "warning", closing: "warning", closed: "" };

/** Prepares the page once; `choose(counter)` and `move(siteCode)` are what the clerk's choices do. */
export function prepareChooser({ choose, move }) {
  const view = { counters: [], current: null, choose };
  at("chooser-search").addEventListener("input", () => paint(view));
  at("chooser-search").addEventListener("keydown", (event) => {
    const [zone] = byZone(view.counters, at("chooser-search").value);
    if (event.key === "Enter" && zone) choose(zone.counters[0]);
  });
  at("chooser-site").addEventListener("change", () => move(at("chooser-site").value));
  return {
    /** Shows the counters of a site; `sites` are the ones a token of the whole mall may pick. */
    show({ counters, current, sites, site }) {
      say("");
      Object.assign(view, { counters, current });
      at("chooser-site-field").hidden = sites.length < 2;
      repaint(at("chooser-site"), sites, () => sites.map(({ code, name }) => element("option", { value: code }, name)));
      at("chooser-site").value = site;
      at("chooser-search").value = "";
      paint(view);
      at("chooser-search").focus();
    },
    say,
    repaint: () => paint(view),
  };
}

// Why the clerk is asked, or why the list does not come.
function say(text) {
  setText(at("chooser-said"), text);
  at("chooser-said").hidden = !text;
}

function paint(view) {
  const zones = byZone(view.counters, at("chooser-search").value);
  const count = zones.reduce((sum, zone) => sum + zone.counters.length, 0);
  setText(at("chooser-found"), count ? words("choose_found", { count }) : words("choose_none"));
  const none = element("p", { class: "soft" }, words("choose_none"));
  at("chooser-zones").replaceChildren(...(count ? zones.map((zone) => zoneBlock(zone, view)) : [none]));
}

function zoneBlock(zone, view) {
  return element("section", { class: "zone" },
    element("h2", {}, zone.name),
    element("ul", { role: "list", class: "zone-counters" }, zone.counters.map((counter) => element("li", {}, choice(counter, view)))));
}

function choice(counter, view) {
  return element("button", {
    class: "button choice", type: "button", "aria-current": counter.code === view.current ? "true" : null,
    onclick: () => view.choose(counter),
  },
  element("strong", {}, counter.name),
  element("span", { class: "soft choice-agencies" }, counter.agencies.join(", ")),
  element("span", { class: `state ${DOTS[counter.state]}` }, words(`state_${counter.state}`)));
}
