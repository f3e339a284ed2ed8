// The form that pairs a device: first its code, then its place. It keeps what was found until it is done.
import { element } from "../element.js";
import { clockOf, words } from "./language.js";
import { placesAt, rolesFor, takenBy, typedCode } from "./pairing_reckoning.js";

const at = (id) => document.getElementById(id);

/**
 * `shell` is the page's, `aimed` {role, place} what the page was opened for, else null. Returns `paint(data)`, to be
 * called whenever the language or the devices changed, and `aim(station, name)`: the next code is for that place.
 */
export function preparePairing(shell, aimed) {
  const form = { shell, aimed, code: "", found: null, devices: [], timezone: "UTC", done: null }; // done(): what was, in words
  at("code-form").addEventListener("submit", (event) => send(event, () => find(form)));
  at("place-form").addEventListener("submit", (event) => send(event, () => confirm(form)));
  at("pair-cancel").addEventListener("click", () => begin(form));
  at("code").addEventListener("input", () => typeAnew(form));
  for (const id of ["pair-role", "pair-site"]) at(id).addEventListener("change", () => offerPlaces(form));
  at("pair-place").addEventListener("change", () => choosePlace(form));
  at("pair-forget").addEventListener("click", () => forget(form));
  return {
    paint: (data) => {
      Object.assign(form, { devices: data.devices, timezone: data.timezone });
      sayDone(form);
      if (form.found) paintFound(form);
    },
    aim: ({ kind, code }, name) => {
      Object.assign(form, { aimed: { role: kind, place: code }, done: () => words("station_pair_said", { name }) });
      sayDone(form);
      at("code").focus();
      at("code").scrollIntoView({ block: "center" });
    },
  };
}

// Another code is another device: what was found by the first is not to be paired any more.
function typeAnew(form) {
  sayCode("");
  closeSecond(form);
}

function send(event, deed) {
  event.preventDefault();
  const button = event.target.querySelector("button:not([type])");
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  deed().finally(() => button.removeAttribute("aria-busy"));
}

async function find(form) {
  form.done = null;
  sayDone(form);
  const code = typedCode(at("code").value);
  if (!code) return refuse(words("code_wrong"));
  at("code").value = code;
  const { ok, data, problem } = await form.shell.post("/admin/pairings/find", { code });
  if (at("code").value !== code) return;
  if (!ok) return refuse(problem?.detail ?? words("test_unanswered"));
  Object.assign(form, { code, found: data });
  sayCode("");
  at("place-error").textContent = "";
  offerChoices(form);
  paintFound(form);
  openSecond(true);
  at("found-title").focus();
}

// Where the second step is open, its button is the one that leads on.
function openSecond(open) {
  at("place-form").hidden = !open;
  at("pair-find").classList.toggle("primary", !open);
}

function closeSecond(form) {
  Object.assign(form, { code: "", found: null });
  openSecond(false);
}

function refuse(sentence) {
  sayCode(sentence);
  at("code").focus();
}

function sayCode(sentence) {
  at("code-error").textContent = sentence;
  if (sentence) at("code").setAttribute("aria-invalid", "true");
  else at("code").removeAttribute("aria-invalid");
}

async function confirm(form) {
  const place = { role: at("pair-role").value, site: at("pair-site").value, place: at("pair-place").value };
  const wish = { ...place, code: form.code, name: at("pair-name").value, replace: at("pair-replace").checked };
  const { ok, data, problem } = await form.shell.post("/admin/pairings/confirm", wish);
  if (!ok) {
    at("place-error").textContent = problem?.detail ?? words("test_unanswered");
    await form.shell.refresh(); // perhaps somebody else was given the place
    return;
  }
  form.aimed = null;
  if (form.code === wish.code) begin(form);
  form.done = () => words("pair_done", { name: data.name, role: words(`role_${data.role}`) });
  sayDone(form);
  await form.shell.refresh();
}

function begin(form) {
  closeSecond(form);
  at("code").value = "";
  at("code").focus();
}

function sayDone({ done }) {
  const text = done ? done() : "";
  if (at("pair-said").textContent !== text) at("pair-said").textContent = text; // told once, not at every look
}

function offerChoices(form) {
  const { role, name, places } = form.found;
  const roles = rolesFor(role);
  const likely = roles.includes(form.aimed?.role) ? form.aimed.role : role;
  at("pair-role").replaceChildren(...roles.map((each) => option(each, words(`role_${each}`), each === likely)));
  at("role-field").hidden = roles.length === 1;
  at("pair-site").replaceChildren(...places.map((each) => option(each.site, each.name, each.site === form.shell.site())));
  at("pair-site-field").hidden = places.length === 1;
  at("pair-name").value = name;
  offerPlaces(form);
}

function offerPlaces(form) {
  const role = at("pair-role").value;
  const places = placesAt(form.found, { role, site: at("pair-site").value });
  const aimed = (code) => form.aimed?.role === role && form.aimed.place === code;
  at("pair-place").replaceChildren(...places.map(({ code, name }) => option(code, placeText(role, code, name), aimed(code))));
  choosePlace(form);
}

function choosePlace(form) {
  at("pair-replace").checked = false;
  at("place-error").textContent = "";
  sayTaken(form);
}

function placeText(role, code, name) {
  if (role !== "agent") return `${code} · ${name}`;
  return code ? words("agent_named", { code, printers: name }) : words("agent_nameless", { printers: name });
}

function sayTaken(form) {
  const place = { role: at("pair-role").value, site: at("pair-site").value, place: at("pair-place").value };
  const { key, names, asks, stays } = takenBy(form.devices, place);
  const none = at("pair-place").options.length === 0;
  at("place-help").textContent = none ? words("places_none") : key ? words(key, { names }) : "";
  at("pair-replace-field").hidden = none || !asks;
  at("pair-replace").required = !none && asks;
  at("pair-replace-text").textContent = words("agent_replace", { names });
  at("pair-confirm").disabled = none || stays;
}

async function forget(form) {
  const button = at("pair-forget");
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const { ok, data, problem } = await form.shell.post("/admin/pairings/forget");
  button.removeAttribute("aria-busy");
  form.done = () => (ok ? words("pair_forgotten", { count: data.forgotten }) : (problem?.detail ?? words("test_unanswered")));
  sayDone(form);
}

function option(value, text, selected) {
  return element("option", { value, selected }, text);
}

function paintFound(form) {
  const { role, name, address, asked_at: asked } = form.found;
  const clock = clockOf(form.timezone);
  const rows = { asked_role: words(`role_${role}`), asked_name: name || words("asked_name_none"), asked_from: address, asked_at: clock(asked) };
  at("found").replaceChildren(...Object.entries(rows).map(([key, text]) =>
    element("div", {}, element("dt", {}, words(key)), element("dd", {}, text))));
  for (const each of at("pair-role").options) each.textContent = words(`role_${each.value}`);
  sayTaken(form);
}
