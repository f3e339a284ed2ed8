// Many people out of one spreadsheet: an empty one to fill in, what a file would add, and all of them at once.
import { element } from "../element.js";
import { credentials, newKey, screenToken } from "../wire.js";
import { fetchFile } from "./fetching.js";
import { language, words } from "./language.js";
import { row } from "./painting.js";
import { grantText } from "./staff_reckoning.js";

const LARGEST = 512 * 1024; // bytes
const at = (id) => document.getElementById(id);

/**
 * `names()` are those of the places, `added(list)` gets everybody's temporary password. Returns `paint()`, to be called
 * when the language has changed.
 */
export function prepareImport(shell, { names, added }) {
  const form = { shell, names, added, sheet: null, found: null, said: null, language: language() };
  at("import-xlsx").addEventListener("click", () => download("xlsx"));
  at("import-csv").addEventListener("click", () => download("csv"));
  at("import-file").addEventListener("change", () => forget(form));
  at("import-form").addEventListener("submit", (event) => {
    event.preventDefault();
    busily("import-look", () => look(form));
  });
  at("import-save").addEventListener("click", () => busily("import-save", () => save(form)));
  at("import-cancel").addEventListener("click", () => {
    forget(form);
    at("import-file").value = "";
    at("import-file").focus();
  });
  return () => {
    if (form.language === language()) return;
    form.language = language();
    if (form.found) ask(form, false).then(({ stale }) => stale || show(form)); // the sentences come from the server
    else tell(form);
  };
}

async function busily(id, deed) {
  if (at(id).getAttribute("aria-busy") === "true") return;
  at(id).setAttribute("aria-busy", "true");
  await deed().finally(() => at(id).removeAttribute("aria-busy"));
}

async function look(form) {
  forget(form);
  const [file] = at("import-file").files;
  if (!file || file.size > LARGEST) return refuse(words(file ? "import_too_large" : "import_no_file"));
  const content = await encoded(file).catch(() => null); // it may be gone from the disk since it was chosen
  if (at("import-file").files[0] !== file) return; // another one was chosen meanwhile
  if (content === null) return refuse(words("import_unread"));
  form.sheet = { name: file.name, content };
  form.key = newKey(); // of saving this file, however often it takes until the answer with the passwords comes
  const { ok, stale, problem } = await ask(form, false);
  if (stale) return;
  if (!ok) return refuse(problem?.detail ?? words("test_unanswered"));
  show(form);
}

async function save(form) {
  const { ok, data, problem } = await ask(form, true);
  if (!ok) return refuse(problem?.detail ?? words("import_unanswered"));
  if (data.added.length === 0) return show(form);
  const count = data.added.length;
  forget(form);
  form.said = () => words("import_done", { count });
  tell(form);
  at("import-file").value = "";
  form.added(data.added);
  at("slips-print").focus();
  await form.shell.refresh();
}

// Not given up after seconds, as many passwords take their time.
async function ask(form, wanted) {
  const { sheet } = form;
  try {
    const who = credentials({ token: screenToken("admin"), language: language() });
    const headers = { ...who, "Content-Type": "application/json", "Idempotency-Key": wanted ? form.key : newKey() };
    const answer = await fetch("/api/v1/staff/import", { method: "POST", headers, body: JSON.stringify({ ...sheet, save: wanted }) });
    const data = await answer.json();
    const stale = form.sheet !== sheet; // it was put away, or another one chosen
    if (answer.ok && !stale) form.found = data;
    return { ok: answer.ok, stale, data, problem: data };
  } catch {
    return { ok: false, problem: null };
  }
}

function show(form) {
  const { people, mistakes } = form.found;
  const fine = mistakes.length === 0;
  form.said = () => words(fine ? "import_fine" : "import_wrong", { count: fine ? people.length : mistakes.length });
  tell(form);
  at("import-wrong").hidden = fine;
  at("mistakes").replaceChildren(...mistakes.map(({ cell, sentence }) => row(cell || words("import_whole"), sentence)));
  at("import-fine").hidden = !fine;
  at("import-save").textContent = words("import_save", { count: people.length });
  const names = form.names();
  at("newcomers").replaceChildren(...people.map((person) => row(
    element("span", {}, person.name, element("span", { class: "beneath soft" }, person.username)),
    element("div", { class: "grant-lines" }, ...person.grants.map((grant) => element("span", {}, grantText(words, grant, names)))))));
}

function forget(form) {
  Object.assign(form, { sheet: null, found: null, said: null });
  tell(form);
  refuse("");
  at("import-wrong").hidden = true;
  at("import-fine").hidden = true;
}

function tell({ said }) {
  at("import-said").textContent = said ? said() : "";
}

function refuse(sentence) {
  at("import-error").textContent = sentence;
}

function encoded(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

async function download(kind) {
  try {
    await fetchFile(`/staff/template.${kind}`, { token: screenToken("admin"), language: language(), usual: `antrean-staff.${kind}` });
  } catch {
    refuse(words("test_unanswered"));
  }
}
