// The people who work here: add one, give a temporary password, sign somebody out everywhere, let somebody go.
import { element } from "../element.js";
import { words } from "./language.js";
import { repaint, row, state } from "./painting.js";
import { openShell } from "./shell.js";

const at = (id) => document.getElementById(id);
const shell = openShell({ read: (ask) => ask("/staff"), paint });

at("staff-form").addEventListener("submit", add);

function paint(data) {
  repaint(at("people"), data.staff, () => data.staff.map(line));
  at("people-none").hidden = data.staff.length > 0;
}

function line(person) {
  const grants = person.grants.map(({ role, site, agencies }) => [words(`staff_${role}`), site, agencies?.join(", ")].filter(Boolean).join(" · "));
  const mood = person.disabled_at ? state("", words("staff_gone")) : state(person.must_change ? "warning" : "good", words(person.must_change ? "staff_temporary" : "staff_active"));
  return row(
    element("span", {}, person.name, element("span", { class: "beneath soft" }, person.username)),
    grants.join("; "), String(person.sessions),
    element("div", { class: "pair-buttons" }, mood, ...deeds(person)));
}

function deeds(person) {
  const deed = (name, press) => element("button", {
    id: `${name}-${person.id}`, class: "button quiet", type: "button", "aria-label": words(`${name}_of`, { name: person.name }), onclick: press,
  }, words(name));
  const path = `/staff/${encodeURIComponent(person.id)}`;
  if (person.disabled_at) return [deed("staff_back", () => change(person, { disabled: false }))];
  return [
    deed("staff_renew", () => send(() => shell.post(`${path}/password`))),
    deed("staff_out", () => send(() => shell.post(`${path}/sign-out`))),
    deed("staff_let_go", () => change(person, { disabled: true })),
  ];
}

function change(person, wish) {
  return send(() => shell.patch(`/staff/${encodeURIComponent(person.id)}`, wish));
}

async function add(event) {
  event.preventDefault();
  const value = (id) => at(id).value;
  const agencies = value("staff-agency") ? [value("staff-agency")] : null;
  const grant = { role: value("staff-role"), site: value("staff-site") || null, agencies };
  const done = await send(() => shell.post("/staff", { username: value("staff-username"), name: value("staff-name"), grants: [grant] }));
  if (done) at("staff-username").value = at("staff-name").value = "";
  at("staff-username").focus();
}

// A temporary password is told once, here, until the next deed.
async function send(deed) {
  const { ok, data, problem } = await deed();
  at("staff-error").textContent = ok ? "" : (problem?.detail ?? words("test_unanswered"));
  at("staff-said").textContent = ok && data.password ? words("staff_password", { name: data.staff.name, password: data.password }) : "";
  await shell.refresh();
  return ok;
}
