// Set-up sheets: one page of paper for each kiosk, display, agent and printer of a site.
import { element } from "../element.js";
import { words } from "./language.js";
import { repaint } from "./painting.js";
import { openShell } from "./shell.js";
import { choices, chosen, entry, isLocal, lines, stationName } from "./stations_reckoning.js";

const at = (id) => document.getElementById(id);
let latest = null; // what the server said of the stations, and where
openShell({ read: (ask, site) => ask(`/sites/${encodeURIComponent(site)}/stations`), paint, still: true });

at("which").addEventListener("change", () => paintSheets());
at("sheets-print").addEventListener("click", () => window.print());

function paint(found) {
  latest = found;
  const { stations, address, site } = found;
  at("sheets-back").search = `?site=${encodeURIComponent(site)}`;
  at("sheets-local").hidden = !isLocal(address);
  at("sheets-local").textContent = words("sheets_local", { address });
  at("sheets-none").hidden = stations.length > 0;
  repaint(at("which"), [stations], () => choices(stations).map((choice) => (
    element("option", { value: choice.value, selected: choice.value === at("which").value }, choiceText(choice, stations)))));
  paintSheets();
}

function choiceText({ kind, count, station }, stations) {
  if (station) return `${words(`sheet_${station.kind}`)} ${stationName(words, station)}`;
  return kind ? `${words(`stations_${kind}`)} (${count})` : words("sheets_all", { count: stations.length });
}

function paintSheets() {
  const wanted = chosen(latest.stations, at("which").value);
  at("sheets-print").textContent = words("sheets_print", { count: wanted.length });
  at("sheets-print").disabled = wanted.length === 0;
  repaint(at("sheets"), [wanted, latest.address], () => wanted.map((station) => sheet(station, latest)));
}

function sheet(station, { mall, site, site_name: siteName, address }) {
  const name = stationName(words, station);
  const { key, text } = entry(station, address);
  const code = new URLSearchParams({ kind: station.kind, site, place: station.code });
  return element("article", { class: "sheet", "aria-label": `${words(`sheet_${station.kind}`)} ${name}` },
    element("p", { class: "sheet-mall" }, `${mall} · ${siteName}`),
    element("h3", {}, words(`sheet_${station.kind}`), element("span", { class: "sheet-name" }, name)),
    element("figure", { class: "sheet-code" },
      element("img", { src: `/admin/devices/code.svg?${code}`, alt: words("sheet_qr", { name }), width: 168, height: 168 }),
      element("figcaption", {}, words(station.kind === "printer" ? "sheet_qr_printer" : "sheet_qr_help"))),
    element("dl", { class: "sheet-facts" }, ...facts(station, { key, text, address })),
    element("h4", {}, words("sheet_steps")),
    element("ol", {}, ...lines(stepsOf(station)).map((step) => element("li", {}, step))),
    element("p", { class: "sheet-trouble" }, words("sheet_trouble", { address })),
    element("p", { class: "sheet-signed" }, element("span", {}, `${words("sheet_done")}:`), element("span", {}, `${words("sheet_date")}:`)));
}

function facts({ kind }, { key, text, address }) {
  const screen = kind === "kiosk" || kind === "display";
  return [screen && fact("sheet_open", `${address}/${kind}`), fact(key, text)].filter(Boolean);
}

function fact(key, text) {
  return element("div", {}, element("dt", {}, words(key)), element("dd", {}, text));
}

function stepsOf({ kind, code, printers }) {
  const bare = kind === "kiosk" && printers.length === 0;
  return words(bare ? "steps_kiosk_bare" : `steps_${kind}`, { code: code || words("agent_own"), printers: printers.join(", ") });
}
