// The form of one person: name and roles, and at its end what saving will change.
import { element } from "../element.js";
import { prepareGrants } from "./grants_form.js";
import { words } from "./language.js";
import { differences, grantText, wrongAmong } from "./staff_reckoning.js";

const at = (id) => document.getElementById(id);

/** `save(person, wish)` sends it and gives {ok, text}; returns `open(person, data, site)`, `person` null for a new one. */
export function prepareEditor(save) {
  const form = { person: null, data: null, grants: null, save, busy: false, opened: 0 };
  form.grants = prepareGrants(at("grants"), () => summarize(form));
  at("editor-form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form);
  });
  at("staff-name").addEventListener("input", () => summarize(form));
  at("grant-add").addEventListener("click", () => form.grants.add(null));
  at("editor-cancel").addEventListener("click", () => at("editor").close());
  at("editor").addEventListener("close", () => focusAgain(form.person));
  return (person, data, site) => open(form, person, data, site);
}

/** The names of the places in the form, by code. */
export function placeNames() {
  const options = [...at("grant").content.querySelectorAll("#grant-site option")];
  const agencies = [...at("grant").content.querySelectorAll("[name=agency]")];
  return {
    site: Object.fromEntries(options.map(({ value, textContent }) => [value, textContent])),
    agency: Object.fromEntries(agencies.map(({ value, parentElement }) => [value, parentElement.textContent.trim()])),
  };
}

function open(form, person, data, site) {
  Object.assign(form, { person, data, opened: form.opened + 1 });
  at("editor-title").textContent = person ? words("edit_title", { name: person.name }) : words("add_title");
  at("editor-save").textContent = words(person ? "save" : "staff_add");
  at("editor-username-field").hidden = person !== null;
  at("editor-summary").hidden = person === null;
  at("staff-username").value = "";
  at("staff-name").value = person?.name ?? "";
  at("editor-error").textContent = "";
  form.grants.show(person ? person.grants : [{ role: "clerk", site, agencies: null, also: [] }], data);
  at("editor").showModal();
  at(person ? "staff-name" : "staff-username").focus();
}

function wished(form) {
  return { name: at("staff-name").value.trim(), grants: form.grants.read() };
}

function summarize(form) {
  const wish = wished(form);
  at("grants-none").hidden = wish.grants.length > 0;
  if (!form.person) return;
  const names = placeNames();
  const text = (grant) => grantText(words, grant, names, { full: true });
  const told = differences(form.person, { ...wish, name: wish.name || form.person.name });
  at("changes-none").hidden = told.length > 0;
  at("changes").replaceChildren(...told.map(({ key, name, grant, before }) => (
    element("li", {}, words(key, { name, grant: grant && text(grant), before: before && text(before) })))));
}

async function submit(form) {
  if (form.busy) return;
  const { person, opened } = form;
  const wish = wished(form);
  const wrong = wrongAmong(wish.grants);
  at("editor-error").textContent = wrong ? words(wrong.key, { role: words("role_of", { number: wrong.index + 1 }) }) : "";
  if (wrong) return at("grants").children[wrong.index].querySelector("select").focus();
  keepBusy(form, true);
  const { ok, text } = await form.save(person, person ? { ...wish, known: person.grants } : { ...wish, username: at("staff-username").value });
  keepBusy(form, false);
  if (opened !== form.opened) return; // somebody else's form is open by now
  if (ok) return at("editor").close();
  at("editor-error").textContent = text;
  if (!person) at("staff-username").focus();
}

function keepBusy(form, busy) {
  form.busy = busy;
  at("editor-save").setAttribute("aria-busy", String(busy));
}

function focusAgain(person) {
  at(person ? `edit-${person.id}` : "person-add")?.focus();
}
