// Devices and programs: how every place of the site is, pair one by its code, end one's permission.
import { element } from "../element.js";
import { clockOf, language, words } from "./language.js";
import { repaint, row, state } from "./painting.js";
import { preparePairing } from "./pair_form.js";
import { devicesAt } from "./pairing_reckoning.js";
import { actorText, momentText } from "./sentences.js";
import { openShell } from "./shell.js";
import { paintStations } from "./stations.js";
import { askedPlace, stationName } from "./stations_reckoning.js";

const SCREENS = ["kiosk", "display", "counter"]; // whose live link can be told something
const at = (id) => document.getElementById(id);
const shell = openShell({ read, paint });
const pairing = preparePairing(shell, askedPlace(location.search));
let asking = null; // {device, busy} of the dialog that is open

at("revoke-cancel").addEventListener("click", () => at("revoke").close());
at("revoke-confirm").addEventListener("click", revoke);
at("revoke").addEventListener("close", leave);

// Who may enter, and how the places of the site are.
async function read(ask, site) {
  const [devices, found] = await Promise.all([ask("/admin/devices"), ask(`/sites/${encodeURIComponent(site)}/stations`)]);
  return devices.ok && found.ok ? { ...devices, data: { ...devices.data, found: found.data } } : devices.ok ? found : devices;
}

function paint(data, site) {
  pairing.paint(data);
  const day = (moment) => momentText(moment, { language: language(), zone: data.timezone, clock: clockOf(data.timezone) });
  paintStations(data.found, { moment: day, pair: (station) => pairing.aim(station, stationName(words, station)) });
  const devices = devicesAt(data.devices, site);
  repaint(at("devices"), [devices, data.own], () => devices.map((device) => line(device, { day, own: data.own })));
  at("facts-none").hidden = data.facts.length > 0;
  repaint(at("facts"), [data.facts, data.devices], () => data.facts.map((fact) => row(
    day(fact.at), words(`fact_${fact.kind}`, { role: words(`role_${fact.data.role}`), name: fact.data.name }), actorText(words, fact.actor, data.devices))));
}

function line(device, { day, own }) {
  const tags = [device.demo && words("device_demo"), device.id === own && words("device_own")].filter(Boolean).join(", ");
  return row(
    element("span", {}, device.name, tags && element("span", { class: "beneath soft" }, tags)),
    words(`role_${device.role}`),
    [device.site ?? words("place_all"), device.code].filter(Boolean).join(" · "),
    day(device.created_at),
    device.seen_at ? day(device.seen_at) : words("device_unseen"),
    device.screen ? screenLines(device, day) : "",
    device.revoked_at ? state("", words("screen_revoked", { time: day(device.revoked_at) })) : deeds(device, own));
}

// The sound of a display first, as that is what may need somebody; then its picture, its browser and its version.
function screenLines({ role, screen: { sound, sound_since: since, width, height, engine, rows, current } }, day) {
  const mood = { ok: "good", blocked: "danger" }[sound] ?? "";
  const picture = [width && height && words("device_picture", { width, height }), engine, rows && words("device_rows", { count: rows })];
  return element("span", { class: "device-screen" },
    role === "display" && state(mood, words(`sound_${sound}`, { time: day(since) })),
    element("span", { class: "soft" }, picture.filter(Boolean).join(" · ")),
    state(current ? "" : "warning", words(current ? "device_current" : "device_old")));
}

function deeds(device, own) {
  const beckoned = SCREENS.includes(device.role) && device.site ? ["identify", "reload"].map((deed) => beckonButton(device, deed)) : [];
  return element("span", { class: "device-deeds" }, ...beckoned, revokeButton(device, own));
}

function beckonButton(device, deed) {
  const label = words(`${deed}_label`, { name: device.name });
  return element("button", { id: `${deed}-${device.id}`, class: "button", type: "button", "aria-label": label, onclick: ({ currentTarget }) => beckon(device, deed, currentTarget) }, words(deed));
}

async function beckon({ id, name }, deed, button) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const { ok, problem } = await shell.post(`/admin/devices/${encodeURIComponent(id)}/${deed}`);
  button.removeAttribute("aria-busy");
  at("device-said").textContent = ok ? words(`${deed}_done`, { name }) : `${name}: ${problem?.detail ?? words("test_unanswered")}`;
}

function revokeButton(device, own) {
  const label = words("revoke_label", { name: device.name });
  return element("button", { id: `revoke-${device.id}`, class: "button", type: "button", "aria-label": label, onclick: () => ask(device, own) }, words("revoke"));
}

function ask(device, own) {
  asking = { device, busy: false };
  showBusy(asking);
  at("revoke-title").textContent = words("revoke_title", { name: device.name });
  at("revoke-text").textContent = words(device.id === own ? "revoke_own" : "revoke_text");
  at("revoke-error").textContent = "";
  at("revoke").showModal();
  at("revoke-cancel").focus();
}

function leave() {
  if (at("revoke").open || !asking) return;
  at(`revoke-${asking.device.id}`)?.focus();
  asking = null;
}

// What the server says belongs to the dialog that asked, not to one that was opened since.
async function revoke() {
  const mine = asking;
  if (!mine || mine.busy) return;
  mine.busy = true;
  showBusy(mine);
  const { id, name } = mine.device;
  const { ok, problem } = await shell.post(`/admin/devices/${encodeURIComponent(id)}/revoke`);
  mine.busy = false;
  const refusal = problem?.detail ?? words("test_unanswered");
  if (asking === mine) {
    showBusy(mine);
    at("revoke-error").textContent = ok ? "" : refusal;
    if (ok) at("revoke").close();
  }
  if (ok) at("device-said").textContent = words("revoke_done", { name });
  else if (asking !== mine) at("device-said").textContent = `${name}: ${refusal}`;
  if (ok) await shell.refresh();
}

function showBusy({ busy }) {
  at("revoke-confirm").setAttribute("aria-busy", String(busy));
}
