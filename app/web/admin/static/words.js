// The words of the visitors' screens: found by what is seen, said in the mall's own way, in the draft of the mall.
import { element } from "../element.js";
import { newest } from "../newest.js";
import { refusal } from "./hall_forms.js";
import { language, words } from "./language.js";
import { holds, settledSentence, wrongWith } from "./look_reckoning.js";
import { paintBar, paintNotices } from "./mall/bar.js";
import { openDesk } from "./mall/desk.js";
import { valueAt } from "./mall/places.js";
import { repaint, state } from "./painting.js";

const MOST_SHOWN = 40;
const LANGUAGES = ["id", "en"];
const at = (id) => document.getElementById(id);
const answerTo = newest();
const page = { sections: null, spoken: null, open: null };
const desk = openDesk({ paint, heard: mark });

at("words-search").addEventListener("submit", (event) => event.preventDefault());
for (const id of ["words-find", "words-where", "words-own"]) at(id).addEventListener("input", () => paintList());

const own = (key, each) => valueAt(desk.draft.edited, ["words", each, key]);
const shown = (one, each) => own(one.key, each) ?? one[each];
const isOwn = (one) => LANGUAGES.some((each) => own(one.key, each) !== undefined);
const idOf = (key) => key.replace(".", "-");

async function paint() {
  paintNotices(desk);
  paintBar(desk);
  if (page.spoken !== language()) {
    const asked = language();
    const answer = await answerTo(desk.shell.get("/mall/words"));
    if (!answer) return; // the language was changed again meanwhile
    at("words-trouble").textContent = answer.ok ? "" : refusal(answer);
    if (!answer.ok) return;
    Object.assign(page, { sections: answer.data.sections, spoken: asked });
    const chosen = at("words-where").value;
    at("words-where").replaceChildren(element("option", { value: "" }, words("words_where_all")),
      ...page.sections.map(({ section, title }) => element("option", { value: section, selected: section === chosen }, title)));
  }
  paintList();
}

function found() {
  const where = at("words-where").value;
  const sought = at("words-find").value;
  return page.sections.filter(({ section }) => !where || section === where).flatMap(({ title, sentences }) => sentences
    .filter((one) => (!at("words-own").checked || isOwn(one)) && LANGUAGES.some((each) => holds(shown(one, each), sought)))
    .map((one) => ({ ...one, title })));
}

function paintList() {
  if (!page.sections) return;
  const all = found();
  const some = all.slice(0, MOST_SHOWN);
  at("words-count").textContent = all.length === 0 ? words("words_none")
    : words(all.length > some.length ? "words_more" : "words_count", { shown: some.length, count: all.length });
  repaint(at("words-list"), [some.map(({ key }) => key), page.open, language(), desk.editions], () => some.map(row));
  mark();
}

function row(one) {
  const open = page.open === one.key;
  return element("div", { class: "words-one", "data-key": one.key },
    element("div", {}, element("p", { lang: language(), class: "words-said" }, shown(one, language())), element("p", { class: "words-where soft" }, one.title, " ", element("span", { class: "words-mark" }))),
    element("button", { id: `words-edit-${idOf(one.key)}`, class: "button", type: "button", "aria-expanded": String(open),
      "aria-label": open ? words("words_done") : words("words_edit_one", { sentence: shown(one, language()) }), onclick: () => turn(one, !open) }, words(open ? "words_done" : "words_edit")),
    open && form(one));
}

function turn(one, open) {
  page.open = open ? one.key : null;
  paintList();
  at(open ? `words-id-${idOf(one.key)}` : `words-edit-${idOf(one.key)}`)?.focus();
}

function form(one) {
  return element("div", { class: "words-form" }, LANGUAGES.map((each) => {
    const id = `words-${each}-${idOf(one.key)}`;
    const area = element("textarea", { id, lang: each, rows: 3, "aria-describedby": `${id}-help ${id}-blanks ${id}-error`, oninput: () => change(one, each, area) });
    area.value = shown(one, each);
    return element("div", { class: "field" }, element("label", { for: id }, words(`words_in_${each}`)), area,
      element("p", { id: `${id}-help`, class: "help" }, words("words_shipped", { sentence: one[each] })),
      element("p", { id: `${id}-blanks`, class: "help" }, one.blanks.length ? words("words_blanks", { blanks: one.blanks.join(" ") }) : ""),
      element("p", { id: `${id}-error`, class: "error", role: "status" }),
      element("div", {}, element("button", { class: "button quiet", type: "button", onclick: () => {
        area.value = one[each];
        change(one, each, area);
        area.focus();
      } }, words("words_reset"))));
  }));
}

// What could not be said stays in the field with the reason, and out of the draft.
function change(one, each, area) {
  const settled = settledSentence(area.value, one[each]);
  const wrong = settled === null ? null : wrongWith(settled, one.blanks);
  sayWrong(area, wrong ? words(wrong.key, wrong) : "");
  if (!wrong) desk.edit(["words", each, one.key], settled);
}

function sayWrong(area, sentence) {
  at(`${area.id}-error`).textContent = sentence;
  area.setAttribute("aria-invalid", String(Boolean(sentence)));
}

// Beside every sentence whether it is the mall's own; beside an open one what the server has against it.
function mark() {
  paintBar(desk);
  paintNotices(desk);
  for (const place of at("words-list").querySelectorAll(".words-one")) {
    const { key } = place.dataset;
    const changed = LANGUAGES.some((each) => own(key, each) !== undefined);
    place.querySelector(".words-mark").replaceChildren(...(changed ? [state("good", words("words_changed"))] : []));
    for (const each of LANGUAGES) {
      const area = at(`words-${each}-${idOf(key)}`);
      const wrong = (desk.told?.mistakes ?? []).filter(({ path }) => path[0] === "words" && path[1] === each && path[2] === key);
      if (area && wrong.length) sayWrong(area, wrong.map(({ sentence }) => sentence).join(" "));
    }
  }
}
