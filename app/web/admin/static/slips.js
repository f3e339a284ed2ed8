// Temporary passwords as slips of paper that are folded and glued; they are kept on this page alone until printed.
import { element } from "../element.js";
import { clockOf, language, words } from "./language.js";
import { repaint } from "./painting.js";
import { momentText } from "./sentences.js";
import { lines } from "./stations_reckoning.js";

const at = (id) => document.getElementById(id);

/** `now()` and `zone()` are the server's. Returns {add(list of {staff, password}), paint()}. */
export function prepareSlips({ now, zone }) {
  const held = new Map(); // by user name: a newer password takes the place of an older one
  const day = () => momentText(now(), { language: language(), zone: zone(), clock: clockOf(zone()) });
  const paint = () => show([...held.values()], day);
  at("slips-print").addEventListener("click", () => window.print());
  at("slips-forget").addEventListener("click", () => {
    held.clear();
    paint();
    at("staff-said").textContent = words("slips_forgotten");
    at("person-add").focus();
  });
  window.addEventListener("beforeunload", (event) => {
    if (held.size > 0) event.preventDefault();
  });
  return {
    add: (made) => {
      for (const each of made) held.set(each.staff.username, each);
      paint();
    },
    paint,
  };
}

function show(made, day) {
  at("slips-ready").hidden = made.length === 0;
  const count = made.length;
  at("slips-said").textContent = words("slips_ready", { count });
  at("slips-print").textContent = words("slips_print", { count });
  repaint(at("slips"), made, () => made.map((each) => slip(each, day())));
}

// Three panels: the first is folded over the second, on which the password stands, the third behind both.
function slip({ staff, password }, day) {
  const { mall, address } = at("slips").dataset;
  const text = words("slip_steps", { address });
  return element("article", { class: "slip" },
    element("div", { class: "slip-panel slip-cover" },
      element("ol", {}, ...lines(text).map((step) => element("li", {}, step))),
      element("p", { class: "slip-fold" }, words("slip_fold_in"))),
    element("div", { class: "slip-panel slip-inside" },
      element("dl", {}, fact("slip_username", staff.username), fact("slip_password", password)),
      element("p", {}, words("slip_days", { day })),
      element("p", { class: "slip-fold" }, words("slip_fold_back"))),
    element("div", { class: "slip-panel slip-outside" },
      element("p", { class: "slip-sealed" }, words("slip_sealed")),
      element("p", { class: "slip-name" }, words("slip_for", { name: staff.name })),
      element("p", {}, mall),
      element("p", {}, words("slip_opens"))));
}

function fact(key, text) {
  return element("div", {}, element("dt", {}, words(key)), element("dd", {}, text));
}
