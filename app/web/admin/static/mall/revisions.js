// Every time the mall was saved: by whom, what differed, going back to one, and the mall as files out and in.
import { element } from "../../element.js";
import { newest } from "../../newest.js";
import { screenToken } from "../../wire.js";
import { prepareQuestion } from "../asking.js";
import { fetchFile } from "../fetching.js";
import { clockOf, language, words } from "../language.js";
import { repaint, row } from "../painting.js";
import { actorText, momentText } from "../sentences.js";
import { openShell } from "../shell.js";
import { prepareImport } from "./importing.js";
import "./ways.js";

const PAGE = 50;
const at = (id) => document.getElementById(id);
const answerTo = newest();
const held = { revisions: [], more: false, newest: 0, from: null, to: null, compared: null };
const shell = openShell({ read, paint, still: true });
const ask = prepareQuestion({ refusal, told: (answer) => tell(words("mall_saved", { revision: answer.data.revision })), late: tell, after: () => shell.refresh() });

prepareImport(shell, { newest: () => held.newest, saved: async (revision) => {
  await shell.refresh();
  tell(words("mall_saved", { revision }));
} });
at("export").addEventListener("click", () => download("/mall/export", "mall.zip", "export-error"));
for (const [name, path] of [["xlsx", "xlsx"], ["csv", "csv"], ["filled", "xlsx?filled=1"]]) {
  at(`template-${name}`).addEventListener("click", () => download(`/mall/template.${path}`, `antrean.${path.slice(0, 4)}`, "import-error"));
}
at("older").addEventListener("click", older);
at("compare").addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = held.from !== null && held.to !== null && held.from !== held.to;
  at("compare-error").textContent = chosen ? "" : words("mall_compare_two");
  if (chosen) compare(Math.min(held.from, held.to), Math.max(held.from, held.to));
});

async function read(asked) {
  const [mall, list] = await Promise.all([asked("/mall"), asked(`/mall/revisions?limit=${PAGE}`)]);
  if (!mall.ok) return mall;
  if (!list.ok) return list;
  Object.assign(held, { newest: mall.data.revision, revisions: list.data.revisions, more: list.data.revisions.length === PAGE });
  return { ...list, data: { ...list.data, now: new Date().toISOString() } };
}

async function older() {
  if (at("older").getAttribute("aria-busy")) return;
  at("older").setAttribute("aria-busy", "true");
  const first = held.revisions;
  const answer = await shell.get(`/mall/revisions?limit=${PAGE}&before=${held.revisions.at(-1).revision}`);
  at("older").removeAttribute("aria-busy");
  if (!answer.ok) return tell(refusal(answer));
  if (first !== held.revisions) return; // the list was read anew meanwhile
  held.revisions = [...first, ...answer.data.revisions];
  held.more = answer.data.revisions.length === PAGE;
  shell.repaint();
}

function paint({ timezone }) {
  const heads = ["mall_from", "mall_to", "mall_revision", "mall_when", "mall_who", "mall_why", "mall_deeds"];
  repaint(at("revisions-head"), heads, () => heads.map((key) => element("th", { scope: "col" }, words(key))));
  repaint(at("revisions"), held.revisions, () => held.revisions.map((each, index) => line(each, held.revisions[index + 1], timezone)));
  at("older").hidden = !held.more;
  paintCompared();
}

// Who is no person is named in the reader's language.
function authorText({ author, author_name: name }) {
  return name && name !== author ? name : actorText(words, author, []);
}

function line(each, before, zone) {
  const when = each.saved_at ? momentText(each.saved_at, { language: language(), zone, clock: clockOf(zone) }) : "-";
  const pick = (side, key) => element("td", {}, element("input", { type: "radio", name: `compare-${side}`, id: `${side}-${each.revision}`, checked: held[side] === each.revision, "aria-label": words(key, { revision: each.revision }), onchange: () => { held[side] = each.revision; } }));
  const made = row(String(each.revision), when, authorText(each), each.comment || words(`mall_kind_${each.kind}`), element("div", { class: "mall-order" },
    before && element("button", { id: `what-${each.revision}`, class: "button quiet", type: "button", "aria-label": words("mall_what_of", { revision: each.revision }), onclick: () => compare(before.revision, each.revision) }, words("mall_what")),
    each.revision !== held.newest && element("button", { id: `restore-${each.revision}`, class: "button quiet", type: "button", "aria-label": words("mall_restore_of", { revision: each.revision }), onclick: () => restore(each.revision) }, words("mall_restore"))));
  made.prepend(pick("from", "mall_compare_from"), pick("to", "mall_compare_to"));
  return made;
}

async function compare(from, to) {
  const answer = await answerTo(shell.get(`/mall/revisions/${from}/compare?to=${to}`));
  if (!answer) return; // two others were chosen meanwhile
  if (!answer.ok) return tell(refusal(answer));
  held.compared = answer.data;
  paintCompared();
  at("compared-title").focus();
}

// The sentences are the server's, in the language that was spoken when they were asked for.
function paintCompared() {
  at("compared").hidden = held.compared === null;
  if (!held.compared) return;
  const { before, after, changes } = held.compared;
  at("compared-title").textContent = words("mall_compared", { before, after });
  at("compared-none").hidden = changes.length > 0;
  repaint(at("compared-list"), changes, () => changes.map(({ sentence }) => element("li", {}, sentence)));
}

function restore(revision) {
  ask({
    title: words("mall_restore_of", { revision }),
    text: words("mall_restore_text", { revision }),
    confirm: words("mall_restore"),
    from: `restore-${revision}`,
    deed: () => shell.post(`/mall/revisions/${revision}/restore`, { base: held.newest, comment: words("mall_restored", { revision }) }),
  });
}

async function download(path, usual, wrong) {
  at(wrong).textContent = "";
  try {
    await fetchFile(path, { token: screenToken("admin"), language: language(), usual });
  } catch {
    at(wrong).textContent = words("mall_unanswered");
  }
}

function tell(text) {
  at("revisions-said").textContent = text;
}

function refusal({ ok, problem }) {
  return ok ? "" : (problem?.detail ?? words("mall_unanswered"));
}
