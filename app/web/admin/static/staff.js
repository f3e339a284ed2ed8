// The people who work here: who may do what, a temporary password, signing somebody out, letting somebody go.
import { element } from "../element.js";
import { prepareQuestion } from "./asking.js";
import { clockOf, language, words } from "./language.js";
import { repaint, row, state } from "./painting.js";
import { momentText } from "./sentences.js";
import { openShell } from "./shell.js";
import { prepareSlips } from "./slips.js";
import { placeNames, prepareEditor } from "./staff_editor.js";
import { prepareImport } from "./staff_import.js";
import { grantText } from "./staff_reckoning.js";

const at = (id) => document.getElementById(id);
const shell = openShell({ read: (ask) => ask("/staff"), paint });
const openEditor = prepareEditor(save);
const slips = prepareSlips({ now: () => latest.now, zone: () => latest.timezone });
const paintImport = prepareImport(shell, { names: placeNames, added: slips.add });
let latest = null; // the list as it was read last
const ask = prepareQuestion({
  refusal,
  told: (done, { name, said }) => (done.data.password ? tellPassword(done.data) : tell(said?.(done.data) ?? words("saved", { name }))),
  late: tell,
  after: () => shell.refresh(),
});

at("everybody-out").addEventListener("click", () => ask({
  title: words("everybody_out_title"),
  text: words("everybody_out_text"),
  confirm: words("everybody_out"),
  from: "everybody-out",
  said: ({ ended }) => words("everybody_out_done", { count: ended }),
  deed: () => shell.post("/staff/sign-out"),
}));
at("person-add").addEventListener("click", () => openEditor(null, latest, shell.site()));

function paint(data) {
  latest = data;
  const names = placeNames();
  slips.paint();
  paintImport();
  repaint(at("people"), [data.staff, data.own], () => data.staff.map((person) => line(person, names, data.own)));
  at("people-none").hidden = data.staff.length > 0;
}

function line(person, names, own) {
  const mood = person.disabled_at ? state("", words("staff_gone")) : state(person.must_change ? "warning" : "good", words(person.must_change ? "staff_temporary" : "staff_active"));
  const beneath = person.id === own ? `${person.username} (${words("you")})` : person.username;
  return row(
    element("span", {}, person.name, element("span", { class: "beneath soft" }, beneath)),
    element("div", { class: "grant-lines" }, ...person.grants.map((grant) => element("span", {}, grantText(words, grant, names)))),
    String(person.sessions),
    person.seen_at ? momentText(person.seen_at, { language: language(), zone: latest.timezone, clock: clockOf(latest.timezone) }) : words("staff_unseen"),
    element("div", {}, mood, element("div", { class: "person-deeds" }, ...deeds(person))));
}

function deeds(person) {
  const button = (name, text, press) => element("button", {
    id: `${name}-${person.id}`, class: "button quiet", type: "button", "aria-label": words(`${text}_of`, { name: person.name }), onclick: press,
  }, words(text));
  const path = `/staff/${encodeURIComponent(person.id)}`;
  const change = (disabled) => () => shell.patch(path, { disabled });
  const question = (name, deed) => button(`staff_${name}`, `staff_${name}`, () => ask({
    title: words(`staff_${name}_of`, { name: person.name }),
    text: words(`confirm_${name}`, { name: person.name }),
    confirm: words(`staff_${name}`),
    name: person.name,
    from: `staff_${name}-${person.id}`,
    deed,
  }));
  if (person.disabled_at) return [button("staff_back", "staff_back", () => bringBack(change(false)))];
  return [
    button("edit", "edit", () => openEditor(person, latest)),
    question("renew", () => shell.post(`${path}/password`)),
    question("out", () => shell.post(`${path}/sign-out`)),
    question("let_go", change(true)),
  ];
}

// A new person is answered with a temporary password, told once, here, until the next deed.
async function save(person, wish) {
  const done = await (person ? shell.patch(`/staff/${encodeURIComponent(person.id)}`, wish) : shell.post("/staff", wish));
  if (done.ok && done.data.password) tellPassword(done.data);
  else if (done.ok) tell(words("saved", { name: done.data.name }));
  await shell.refresh();
  return { ok: done.ok, text: refusal(done) };
}

async function bringBack(deed) {
  const done = await deed();
  tell(done.ok ? words("saved", { name: done.data.name }) : refusal(done));
  await shell.refresh();
}

function tell(text) {
  at("staff-said").textContent = text;
}

// Said here once, and kept until it is printed or forgotten.
function tellPassword(made) {
  tell(passwordOf(made));
  slips.add([made]);
}

function passwordOf({ staff, password }) {
  return words("staff_password", { name: staff.name, password });
}

function refusal({ ok, problem }) {
  return ok ? "" : (problem?.detail ?? words("test_unanswered"));
}
