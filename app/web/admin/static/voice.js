// The voice of the lobby: who speaks, how words are said, any call to be heard, and the office's own recordings.
import { element } from "../element.js";
import { newest } from "../newest.js";
import { refusal } from "./hall_forms.js";
import { words } from "./language.js";
import { repaint } from "./painting.js";
import { openShell } from "./shell.js";
import { openDesk } from "./voice_desk.js";

const PARTS = ["name", "sound"];
const STYLES = ["digits", "words"];
const KINDS = { call: {}, recall: { recall: true }, short: { short: true }, short_recall: { recall: true, short: true } };
const at = (id) => document.getElementById(id);
const shell = openShell({ read: (ask) => ask("/voice"), paint, still: true });
const desk = openDesk({ shell, play: (bytes) => play(URL.createObjectURL(new Blob([bytes], { type: "audio/wav" }))), kept: take });
const answerTo = newest();
let told = null;
let place = null;
let shownIn = null;

at("voice-language").addEventListener("change", () => paint(told, place));
at("word-part").addEventListener("change", sayHelp);
at("try-form").addEventListener("submit", (event) => {
  event.preventDefault();
  tryCall();
});
at("word-form").addEventListener("submit", (event) => {
  event.preventDefault();
  setWord({ ...wordInForm(), language: chosen().language });
});
at("word-hear").addEventListener("click", hearWord);

function chosen() {
  return told.languages.find(({ language }) => language === at("voice-language").value) ?? told.languages[0];
}

function paint(data, site) {
  told = data;
  place = site;
  fillChoices(data, site);
  const voice = chosen();
  at("voice-engines").textContent = voice.engines.length
    ? words("voice_order", { engines: voice.engines.map((engine) => words(`voice_engine_${engine}`)).join(", ") })
    : words("voice_nobody");
  repaint(at("voice-troubles"), data.troubles, () => data.troubles.map((each) =>
    element("div", { class: "notice warning" }, element("p", {}, words("voice_trouble", { why: each })))));
  repaint(at("words"), voice.words, () => PARTS.map((part) => table(voice, part)));
  sayHelp();
  desk.show(voice);
}

// Choices keep what somebody has chosen; they are made anew when the site or the language of the page changes.
function fillChoices(data, site) {
  const counters = data.sites.find((each) => each.site === site)?.counters ?? [];
  const fresh = JSON.stringify([document.documentElement.lang, site, counters]);
  if (fresh === shownIn) return;
  shownIn = fresh;
  fill("voice-language", data.languages.map(({ language }) => [language, words(`voice_language_${language}`)]));
  fill("try-counter", counters.map((name) => [name, name]));
  fill("try-style", STYLES.map((style) => [style, words(`voice_style_${style}`)]), at("try-style").value || data.style);
  fill("try-form-of", Object.keys(KINDS).map((kind) => [kind, words(`voice_kind_${kind}`)]));
  fill("word-part", PARTS.map((part) => [part, words(`voice_part_${part}`)]));
}

function fill(id, options, value = at(id).value) {
  at(id).replaceChildren(...options.map(([key, text]) => element("option", { value: key, selected: key === value }, text)));
}

function sayHelp() {
  at("word-help").textContent = words(`voice_help_${at("word-part").value}`);
}

function table(voice, part) {
  const rows = voice.words.filter((word) => word.part === part);
  return element("table", {}, element("caption", {}, words(`voice_part_${part}`)), element("tbody", {}, rows.map((word) => row(voice, word))));
}

function row(voice, word) {
  const own = word.said !== word.written;
  return element("tr", {},
    element("th", { scope: "row" }, word.word),
    element("td", {}, word.said, own ? element("span", { class: "soft" }, ` (${words(word.written === null ? "voice_added" : "voice_changed", { written: word.written })})`) : null),
    element("td", {},
      element("button", { type: "button", class: "button quiet", id: `change-${word.part}-${word.word}`, "aria-label": words("voice_change_word", { word: word.word }), onclick: () => edit(word) }, words("voice_change")),
      own && element("button", {
        type: "button", class: "button quiet", "aria-label": words("voice_restore_word", { word: word.word }),
        onclick: () => setWord({ language: voice.language, part: word.part, word: word.word, said: null }),
      }, words(word.written === null ? "voice_remove" : "voice_restore"))));
}

function edit(word) {
  at("word-part").value = word.part;
  at("word-word").value = word.word;
  at("word-said").value = word.said;
  at("word-error").textContent = "";
  sayHelp();
  at("word-said").focus();
}

function wordInForm() {
  return { part: at("word-part").value, word: at("word-word").value.trim(), said: at("word-said").value.trim() };
}

async function setWord(wish) {
  at("word-error").textContent = "";
  const answer = await shell.put("/voice/words", wish);
  if (!answer.ok) {
    at("word-error").textContent = refusal(answer);
    at("word-said").focus();
    return;
  }
  take(answer.data, words("voice_word_saved", { word: wish.word }));
}

// The word alone, as it would be said if it were saved.
async function hearWord() {
  const word = { ...wordInForm(), language: chosen().language };
  at("word-error").textContent = "";
  if (!word.word || !word.said) {
    at("word-error").textContent = words("voice_word_wanted");
    return;
  }
  hear({ language: word.language, text: word.word, word }, "word-error");
}

function tryCall() {
  const kind = KINDS[at("try-form-of").value];
  const wish = { language: chosen().language, number: at("try-number").value.trim(), counter: at("try-counter").value, style: at("try-style").value, ...kind };
  hear(wish, "try-error");
}

async function hear(wish, errorAt) {
  at(errorAt).textContent = "";
  const answer = await answerTo(shell.post("/voice/trial", wish));
  if (!answer) return; // something else is to be heard by now
  if (!answer.ok) {
    at(errorAt).textContent = refusal(answer);
    return;
  }
  const { text, engine, clip, ipa } = answer.data;
  const lines = [["voice_sentence", text], ["voice_speaks", engine ? words(`voice_engine_${engine}`) : words("voice_nobody")], ["voice_ipa", engine === "pack" ? null : ipa]];
  at("try-told").replaceChildren(...lines.filter(([, value]) => value).flatMap(([name, value]) => [element("dt", {}, words(name)), element("dd", { id: name }, value)]));
  if (clip) play(clip);
}

// What the server knows now; `said` is told to whoever does not see the page.
function take(data, said) {
  at("voice-said").textContent = said;
  paint(data, place);
}

function play(source) {
  const audio = at("voice-audio");
  if (audio.src.startsWith("blob:")) URL.revokeObjectURL(audio.src);
  audio.src = source;
  audio.hidden = false;
  audio.play().catch((error) => console.warn("not heard:", error.message));
}
