// A file that becomes the mall, its services or its holidays: first what it would change, then saving it.
import { element } from "../../element.js";
import { words } from "../language.js";
import { state } from "../painting.js";

const MOOD = { note: "", warning: "warning", danger: "danger" };
const at = (id) => document.getElementById(id);

/** Prepares the form; `newest()` is the revision that is looked at, `saved(revision)` follows when it was saved. */
export function prepareImport(shell, { newest, saved }) {
  let looked = null; // {file, what} of the file whose effect is shown
  let busy = false;

  at("import").addEventListener("submit", (event) => {
    event.preventDefault();
    if (busy) return;
    hide();
    looked = { file: at("import-file").files[0] ?? null, what: at("import-what").value };
    if (looked.file) send("preview", at("import-look"), show);
    else wrong(words("mall_import_no_file"));
  });
  for (const id of ["import-file", "import-what"]) at(id).addEventListener("change", () => {
    looked = null;
    hide();
  });
  at("import-save").addEventListener("click", () => send("save", at("import-save"), async ({ revision }) => {
    hide();
    at("import-file").value = "";
    await saved(revision);
    at("revisions-said").focus();
  }));

  async function send(mode, button, done) {
    if (busy) return;
    const mine = looked;
    busy = true;
    wrong("");
    button.setAttribute("aria-busy", "true");
    const answer = await shell.upload(address(mode, mine), mine.file, () => {}).done;
    button.removeAttribute("aria-busy");
    busy = false;
    if (mine !== looked && mode === "preview") return; // another file was chosen meanwhile
    if (answer.ok) return done(answer.data);
    wrong(answer.problem?.detail ?? words("mall_unanswered"));
    if (answer.problem?.mistakes) show({ mistakes: answer.problem.mistakes, changes: [], effects: [] });
  }

  function address(mode, { what }) {
    const asked = new URLSearchParams({ mode });
    if (what) asked.set("what", what);
    if (mode === "save") {
      asked.set("base", newest());
      asked.set("comment", at("import-comment").value.trim());
    }
    return `/mall/import?${asked}`;
  }
}

function show({ mistakes = [], changes = [], effects = [] }) {
  at("import-told").hidden = false;
  at("import-told-title").textContent = mistakes.length ? words("mall_import_wrong", { count: mistakes.length }) : words(changes.length ? "mall_import_would" : "mall_import_same", { count: changes.length });
  at("import-mistakes").replaceChildren(...mistakes.map((mistake) => element("li", {}, placeOf(mistake), mistake.sentence)));
  at("import-effects").replaceChildren(...effects.map(({ level, sentence }) => element("li", { class: `effect ${level}` }, state(MOOD[level], words(`mall_effect_${level}`)), element("span", {}, sentence))));
  at("import-changes").replaceChildren(...changes.map(({ sentence }) => element("li", {}, sentence)));
  at("import-saving").hidden = mistakes.length > 0 || changes.length === 0;
  at("import-told-title").focus();
}

// Where it stands in a spreadsheet; a mistake of a folder says its place itself.
function placeOf({ sheet, cell }) {
  return cell && element("strong", {}, sheet ? `${sheet} ${cell}: ` : `${cell}: `);
}

function hide() {
  at("import-told").hidden = true;
  wrong("");
}

function wrong(text) {
  at("import-error").textContent = text;
  at("import-file").setAttribute("aria-invalid", String(Boolean(text)));
}
