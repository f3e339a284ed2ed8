// Satellites: the sites that other servers keep, until when everything is known of each, and why no more.
import { element } from "../element.js";
import { clockOf, language, words } from "./language.js";
import { repaint, row, state } from "./painting.js";
import { momentText } from "./sentences.js";
import { openShell } from "./shell.js";

const at = (id) => document.getElementById(id);
openShell({ read: (ask) => ask("/admin/satellites"), paint });

function paint(data) {
  const day = (moment) => momentText(moment, { language: language(), zone: data.timezone, clock: clockOf(data.timezone) });
  repaint(at("satellites"), data.satellites, () => data.satellites.map((each) => line(each, day)));
  at("satellites-none").hidden = data.satellites.length > 0;
  at("keeping-own").textContent = words("keeping_own", { sites: data.own.join(", ") || "-" });
  at("keeping-elsewhere").hidden = data.elsewhere.length === 0;
  at("keeping-elsewhere").textContent = words("keeping_elsewhere", { sites: data.elsewhere.join(", ") });
}

function line(satellite, day) {
  return row(
    element("span", {}, satellite.site_name, element("span", { class: "beneath soft" }, satellite.url)),
    standing(satellite, day),
    satellite.as_of ? day(satellite.as_of) : "-",
    words("satellites_counts", { issued: satellite.issued, waiting: satellite.waiting, served: satellite.served }),
    String(satellite.cursor));
}

// What is wrong comes with what to do about it.
function standing({ trouble, since, fresh }, day) {
  if (!trouble) return state(fresh ? "good" : "warning", words(fresh ? "satellites_fine" : "satellites_waited_for"));
  return element("span", {},
    state("danger", words("satellites_trouble", { time: day(since) })),
    element("span", { class: "beneath" }, words(`satellites_${trouble}`)));
}
