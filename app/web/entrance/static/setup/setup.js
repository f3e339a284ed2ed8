// The guided first set-up: one step after another, each looked at by the server before the next; saved once at the end.
import { say } from "../../words.js";
import { element } from "../../element.js";
import { newest } from "../../newest.js";
import { api, goSignIn, loadWords } from "../../wire.js";
import { addAgency, paintAgencies, search } from "./agencies.js";
import { answersOf, DAYS, heldBy, placeOf, stepsOf, sumOf, zonesOf } from "./answers.js";
import { forgetDraft, keepDraft, recallDraft } from "./keeping.js";
import { lookIntoFolder, readLogo, saveFolder, sendSheet } from "./files.js";
import { printerTrial } from "./printer.js";
import { paintNext, paintSummary } from "./telling.js";

const answerTo = { sheet: newest(), folder: newest(), colours: newest() };
const MOST_TOLD = 5; // mistakes of a file at once
const at = (id) => document.getElementById(id);
const form = at("setup");
const language = document.documentElement.lang;
const draft = { step: "begin", values: {}, own: [], sheet: null, logo: null, ...recallDraft() };
let table = {};
let catalogue = [];
let folder = null; // {file, document} of another mall; a browser keeps no file for later
let busy = false;
const words = (key, blanks) => say(table, key, blanks);

begin();

async function begin() {
  const [told, me] = await Promise.all([loadWords("setup", [language]), api("GET", "/me", { language })]);
  table = told[language];
  const found = me.ok ? await state() : me;
  if (found.status === 401) return goSignIn();
  if (!found.ok) return tell(found.problem.detail ?? words("unanswered"));
  if (!found.data.open) return tell(words("over"), element("a", { href: "/admin" }, words("to_hall")));
  catalogue = found.data.catalogue;
  if (draft.step === "next" || draft.values.beginning === "folder") draft.step = "begin";
  fill();
  at("setup-state").hidden = true;
  form.hidden = false;
  if (draft.step === "review") await lookAgain();
  show(draft.step);
}

// Whether there is still something to set up, and the catalogue with the new mall's place in its names.
function state() {
  return api("GET", `/setup?${new URLSearchParams({ name: draft.values.name ?? "" })}`, { language });
}

// Whoever comes back to the last look sees it as it is now.
async function lookAgain() {
  const { ok, data } = await api("POST", "/setup/preview", { body: answersOf(draft, catalogue), language });
  if (ok) review(data);
  else draft.step = "agencies";
}

function tell(...parts) {
  at("setup-state").replaceChildren(...parts.flatMap((part) => [part, " "]));
}

// What was answered before goes into the fields; what was not keeps the value that the page came with.
function fill() {
  for (const input of form.querySelectorAll("[name]")) {
    const known = draft.values[input.name];
    if (known === undefined) continue;
    if (input.type === "checkbox") input.checked = known;
    else if (input.type === "radio") input.checked = input.value === known;
    else input.value = known;
  }
  if (draft.own.length === 0) addAgency(draft);
  gather();
  paintAgencies({ draft, catalogue, words, changed: repaintAgencies });
  paintFiles();
}

function gather() {
  for (const input of form.querySelectorAll("[name]")) {
    if (input.type === "radio" && !input.checked) continue;
    draft.values[input.name] = input.type === "checkbox" ? input.checked : input.value;
  }
  for (const input of form.querySelectorAll("[data-own]")) {
    if (draft.own[input.dataset.own]) draft.own[input.dataset.own][input.dataset.key] = input.value;
  }
  keepDraft(draft);
}

function repaintAgencies() {
  keepDraft(draft);
  paintAgencies({ draft, catalogue, words, changed: repaintAgencies });
}

function paintFiles() {
  const sheet = draft.values.beginning === "sheet";
  at("sheet-box").hidden = !sheet;
  at("folder-box").hidden = draft.values.beginning !== "folder";
  at("own-agencies").hidden = draft.values.beginning !== "empty";
  at("add-agency").hidden = draft.values.beginning !== "empty";
  if (draft.sheet) at("sheet-told").textContent = words("sheet_read", draft.sheet.told);
  if (draft.logo) at("logo-told").textContent = words("logo_chosen", { name: draft.logo.name });
}

function show(step) {
  draft.step = step;
  keepDraft(draft);
  if (step === "agencies") repaintAgencies();
  for (const section of form.querySelectorAll("[data-step]")) section.hidden = section.dataset.step !== step;
  at("steps").replaceChildren(...stepsOf(draft).slice(0, -1).map((each) => element("li", { "aria-current": each === step ? "step" : null }, words(`step_${each}`))));
  at("steps").hidden = step === "next";
  at("back").hidden = step === "begin" || step === "next";
  at("forward").hidden = step === "next";
  at("forward").textContent = words(step === "review" ? "save" : "forward");
  at("setup-error").textContent = "";
  at(`step-${step}`).focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (busy) return;
  busy = true;
  at("forward").setAttribute("aria-busy", "true");
  gather();
  await (draft.step === "review" ? save() : forward());
  at("forward").removeAttribute("aria-busy");
  busy = false;
});
form.addEventListener("input", () => { gather(); paintFiles(); });
at("back").addEventListener("click", () => {
  if (busy) return; // the way on is being looked at
  gather();
  clear();
  show(stepsOf(draft)[stepsOf(draft).indexOf(draft.step) - 1]);
});
at("search").addEventListener("input", search);
at("search").addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
at("add-agency").addEventListener("click", () => {
  gather();
  addAgency(draft);
  repaintAgencies();
  at(`own-${draft.own.length - 1}-short_name`).focus();
});
at("same-hours").addEventListener("click", () => {
  for (const day of DAYS) at(`hours-${day}`).value = at("hours-mon").value;
  gather();
});
for (const id of ["primary", "accent"]) at(id).addEventListener("change", judgeColours);
for (const [id, chosen] of [["sheet", chosenSheet], ["folder", chosenFolder], ["logo", chosenLogo]]) {
  at(id).addEventListener("change", async () => {
    const [file] = at(id).files;
    await chosen(file);
    if (at(id).files[0] === file) at(id).value = ""; // the same file, mended, can be chosen again
  });
}

// What the screens will make of the colours, before anything is saved.
async function judgeColours() {
  const asked = new URLSearchParams({ primary: at("primary").value, accent: at("accent").value });
  const answer = await answerTo.colours(api("GET", `/mall/look?${asked}`, { language }));
  if (answer) at("look-told").textContent = answer.ok ? answer.data.verdicts.map(({ sentence }) => sentence).join(" ") : "";
}

async function chosenSheet(file) {
  if (!file) return;
  draft.sheet = null; // whatever was read before, another one is meant now
  at("sheet-error").textContent = "";
  at("sheet-mistakes").replaceChildren();
  at("sheet-told").textContent = words("sheet_reading");
  const answer = await answerTo.sheet(sendSheet(file, language));
  if (!answer) return; // yet another one was chosen
  const { ok, data, problem } = answer;
  at("sheet-error").textContent = ok ? "" : problem.detail ?? words("unanswered");
  const wrong = ok ? data.mistakes : [];
  at("sheet-mistakes").replaceChildren(...wrong.map(({ sheet, cell, sentence }) => element("li", {}, [sheet, cell].filter(Boolean).join(" "), sheet || cell ? ": " : "", sentence)));
  at("sheet-told").textContent = "";
  draft.sheet = ok && wrong.length === 0 ? { ...data, told: { agencies: data.agencies.length, services: data.agencies.reduce((sum, { service }) => sum + (service?.length ?? 0), 0) } } : null;
  if (wrong.length) at("sheet-error").textContent = words("sheet_wrong", { count: wrong.length });
  keepDraft(draft);
  paintFiles();
}

async function chosenFolder(file) {
  if (!file) return;
  folder = null;
  at("folder-error").textContent = "";
  at("folder-told").textContent = words("sheet_reading");
  const answer = await answerTo.folder(lookIntoFolder(file, language));
  if (!answer) return; // another one was chosen meanwhile
  const { ok, data, problem } = answer;
  const wrong = ok ? data.mistakes.map(({ sentence }) => sentence) : [problem.detail ?? words("unanswered")];
  at("folder-told").textContent = "";
  at("folder-error").textContent = wrong.slice(0, MOST_TOLD).join(" ");
  if (wrong.length) return;
  folder = { file, document: data.document };
  clear();
  at("folder-told").textContent = words("folder_read", { name: data.document.mall.name });
}

async function chosenLogo(file) {
  const { logo, wrong } = await readLogo(file);
  at("logo-error").textContent = wrong ? words(wrong) : "";
  at("logo-told").textContent = "";
  draft.logo = logo;
  keepDraft(draft);
  paintFiles();
}

function clear() {
  for (const place of form.querySelectorAll(".error")) place.textContent = "";
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
}

async function forward() {
  clear();
  if (draft.step === "begin" && draft.values.beginning === "sheet" && !draft.sheet) return refuse([{ field: "sheet", sentence: words("sheet_missing") }]);
  if (draft.values.beginning === "folder") {
    if (!folder) return refuse([{ field: "folder", sentence: words("sheet_missing") }]);
    review({ mistakes: [], document: folder.document });
    return show("review");
  }
  if (draft.step === "place" && zonesOf(draft.values).length === 0) return refuse([{ field: "zones", sentence: words("zones_missing") }]);
  const body = answersOf(draft, catalogue);
  if (draft.step === "agencies" && body.agencies.length === 0) return refuse([{ field: "agencies", sentence: words("agencies_missing") }]);
  const { ok, data, problem } = await api("POST", "/setup/preview", { body, language });
  if (!ok) return fail(problem);
  const held = heldBy(draft.step, data.mistakes);
  if (held.length) return refuse(held.map(({ path, sentence }) => ({ ...placeOf(path), sentence, path })));
  if (draft.step === "mall") catalogue = (await state()).data?.catalogue ?? catalogue;
  const next = stepsOf(draft)[stepsOf(draft).indexOf(draft.step) + 1];
  if (next === "review") review(data);
  show(next);
}

function review({ mistakes, document, advice = [] }) {
  at("review-wrong").hidden = mistakes.length === 0;
  at("review-advice").hidden = advice.length === 0;
  at("advice").replaceChildren(...advice.map((sentence) => element("li", {}, sentence)));
  at("mistakes").replaceChildren(...mistakes.map(({ path, sentence }) => element("li", {}, sentence, " ",
    element("button", { class: "button quiet", type: "button", onclick: () => show(placeOf(path).step) }, words("to_step", { step: words(`step_${placeOf(path).step}`) })))));
  at("summary").replaceChildren(...(document ? paintSummary(sumOf(document), words) : []));
}

async function save() {
  if (draft.values.beginning === "folder") return saveWhole();
  const body = answersOf(draft, catalogue);
  const { ok, data, problem } = await api("POST", "/setup/mall", { body, language });
  if (problem?.code === "bad_mall") return review({ mistakes: problem.mistakes, document: null });
  if (!ok) return fail(problem);
  done(data.site, body);
}

async function saveWhole() {
  const { ok, problem } = await saveFolder(folder.file, language);
  if (!ok) return fail(problem);
  done(folder.document.site[0].code, { kiosk: true, displays: true, printer: true });
}

function done(site, body) {
  at("what-next").replaceChildren(...paintNext({ site, body, words }));
  const tried = typeof body.printer === "string" && body.printer !== "";
  const place = { site, printer: "P1", profile: body.profile, address: body.printer };
  at("trial").replaceChildren(...(tried ? [printerTrial(place, { words, language })] : []));
  show("next");
  forgetDraft();
}

function fail(problem) {
  if (problem.code === "unauthenticated") return goSignIn(); // what was answered is kept until one is back
  const told = (problem.mistakes ?? []).slice(0, MOST_TOLD).map(({ sentence }) => sentence);
  at("setup-error").textContent = [problem.detail ?? words("unanswered"), ...told].join(" ");
}

// Each sentence stands beside its field, and the cursor in the first.
function refuse(wrong) {
  for (const { field, sentence, path } of wrong) {
    const place = field && at(`${field}-error`);
    const text = path?.[0] === "agency" ? `${path[1]}: ${sentence}` : sentence;
    if (place && !place.textContent.includes(text)) place.textContent = [place.textContent, text].filter(Boolean).join(" ");
    if (!place) at("setup-error").textContent = text;
    const input = field && at(field);
    if (input) input.setAttribute("aria-invalid", "true");
  }
  const first = wrong.map(({ field }) => field && at(field)).find(Boolean);
  const box = first?.closest("details");
  if (box) box.open = true;
  first?.focus();
}
