// What the draft would change, what that does to people in the hall, what is wrong with it - and saving it.
import { element } from "../../element.js";
import { prepareQuestion } from "../asking.js";
import { words } from "../language.js";
import { repaint, state } from "../painting.js";
import { paintNotices } from "./bar.js";
import { changesOf } from "./draft.js";
import { openDesk } from "./desk.js";
import { addressOf } from "./tables.js";
import { plainText } from "./values.js";

const MOOD = { note: "", warning: "warning", danger: "danger" };
const at = (id) => document.getElementById(id);
const desk = openDesk({ paint, heard: paint });
let busy = false;
let undone = null; // the place in the list of the change that was undone last

at("review").addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
const ask = prepareQuestion({ refusal: () => "", told: discarded, late: say, after: () => {} });

at("discard").addEventListener("click", () => {
  if (busy) return; // what is being saved is saved
  ask({
    title: words("mall_discard"),
    text: words("mall_discard_sure"),
    confirm: words("mall_discard_yes"),
    from: "discard",
    deed: async () => {
      await desk.discard();
      return { ok: true };
    },
  });
});
at("disputes").addEventListener("submit", async (event) => {
  event.preventDefault();
  const chosen = desk.disputed.conflicts.map(({ path }, index) => ({ path, keep: at("disputes").querySelector(`[name="keep-${index}"]:checked`)?.value }));
  const open = chosen.findIndex(({ keep }) => !keep);
  at("disputes-error").textContent = open < 0 ? "" : words("mall_choose_each");
  if (open >= 0) return at(`keep-${open}-mine`).focus();
  await desk.settle(chosen);
  at("review-title").focus();
});

function paint() {
  paintNotices(desk);
  at("disputes").hidden = desk.disputed === null;
  repaint(at("disputes-list"), desk.disputed?.conflicts ?? [], () => (desk.disputed?.conflicts ?? []).map(drawDispute));
  const count = desk.disputed ? 0 : desk.count();
  const told = count ? desk.told : null;
  at("review").hidden = count === 0;
  at("review-none").hidden = count > 0 || desk.disputed !== null;
  const wrong = told?.mistakes ?? [];
  repaint(at("mistakes"), wrong, () => wrong.map((mistake) => element("li", {}, element("a", { href: addressOf(mistake.path) }, placedSentence(mistake)))));
  at("mistakes-part").hidden = wrong.length === 0;
  const effects = told?.effects ?? [];
  repaint(at("effects"), effects, () => effects.map(({ level, sentence }) => element("li", { class: `effect ${level}` }, state(MOOD[level], words(`mall_effect_${level}`)), element("span", {}, sentence))));
  at("effects-part").hidden = effects.length === 0;
  repaint(at("changes"), told?.changes ?? [], () => (told?.changes ?? []).map(drawChange));
  at("save").disabled = wrong.length > 0 || !told;
  at("save-help").textContent = words(wrong.length ? "mall_mend_first" : "mall_save_help", { count: wrong.length });
  keepPlace();
}

// The button that was pressed goes with its change: the keyboard goes to the next one, or to the page's heading.
function keepPlace() {
  if (undone === null || document.activeElement !== document.body) return;
  const left = [...at("changes").querySelectorAll("button")];
  (left[Math.min(undone, left.length - 1)] ?? at("review-title")).focus();
  undone = null;
}

// Beside its field a sentence says enough; in the list it is told of which field.
function placedSentence({ place, sentence }) {
  return place ? `${place}: ${sentence}` : sentence;
}

function drawChange({ path, kind, sentence }, index) {
  const undo = () => {
    if (busy) return; // what is being saved is saved as it stands
    undone = index;
    if (kind === "moved") desk.revertOrder(path.slice(0, -1));
    else desk.revert(path);
  };
  return element("li", {}, element("a", { href: addressOf(path) }, sentence), " ",
    element("button", { id: `undo-${index}`, class: "button quiet", type: "button", "aria-label": words("mall_undo_of", { change: sentence }), onclick: undo }, words("mall_undo_one")));
}

function drawDispute({ sentence, base, theirs, mine }, index) {
  const way = (keep, value) => element("label", { class: "choice", for: `keep-${index}-${keep}` },
    element("input", { id: `keep-${index}-${keep}`, type: "radio", name: `keep-${index}`, value: keep }),
    element("span", {}, element("strong", {}, words(`mall_keep_${keep}`)), " ", plainText(value, { say: words })));
  return element("fieldset", { class: "dispute card" }, element("legend", {}, sentence),
    element("p", { class: "soft" }, words("mall_was", { value: plainText(base, { say: words }) })), way("mine", mine), way("theirs", theirs));
}

async function save() {
  if (busy || at("save").disabled) return;
  busy = true;
  at("save").setAttribute("aria-busy", "true");
  const { draft, shell } = desk;
  const answer = await shell.post("/mall/changes", { base: draft.base, changes: changesOf(draft), comment: at("comment").value.trim() });
  at("save").removeAttribute("aria-busy");
  busy = false;
  at("save-error").textContent = answer.ok ? "" : (answer.problem?.detail ?? words("mall_unanswered"));
  if (answer.ok) {
    at("comment").value = "";
    const others = answer.data.merged.map(({ revision, author_name: name }) => words("mall_merged_one", { revision, name, comment: "" }));
    say([words("mall_saved", { revision: answer.data.revision }), others.length && words("mall_merged", { revisions: others.join("; ") })].filter(Boolean).join(" "));
  }
  if (answer.ok) await desk.saved();
  else if (answer.problem?.code === "mall_conflict") await shell.refresh();
  else if (answer.problem?.code === "bad_mall") {
    await desk.preview();
    paint();
  }
  if (answer.ok) at("review-said").focus();
}

function say(text) {
  at("review-said").textContent = text;
}

// True, as it takes the focus: the button that was pressed is gone with the changes.
function discarded() {
  say(words("mall_discarded"));
  at("review-title").focus();
  return true;
}
