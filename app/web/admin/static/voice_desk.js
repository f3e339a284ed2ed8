// The desk at which a voice is recorded: the words of this mall on the left, the one that is spoken now on the right.
import { element } from "../element.js";
import { refusal } from "./hall_forms.js";
import { words } from "./language.js";
import { repaint, state } from "./painting.js";
import { mayRecord, record, samplesOf } from "./voice_microphone.js";
import { fromBase64, heights, prepared, toBase64, wav } from "./voice_sound.js";

const GROUPS = ["sentence", "letter", "number", "counter"];
const USABLE = ["good", "noisy", "faint", "clipped"]; // the person decides; nothing and too much can not be kept
const at = (id) => document.getElementById(id);
const address = (voice, phrase) => `/voice/recordings/${encodeURIComponent(voice.language)}/${encodeURIComponent(phrase)}`;

/**
 * Opens the desk: `shell` asks and sends, `play(bytes)` is heard, `kept(document)` is told what the server answered.
 * Returns {show(voice)} for the language that is chosen.
 */
export function openDesk({ shell, play, kept }) {
  const desk = { shell, play, kept, voice: null, phrase: null, take: null, recording: null, busy: false };
  at("record-insecure").hidden = mayRecord();
  at("desk-record").addEventListener("click", () => (desk.recording ? finish(desk) : begin(desk)));
  at("desk-hear").addEventListener("click", () => hear(desk));
  at("desk-save").addEventListener("click", () => keep(desk));
  at("desk-delete").addEventListener("click", () => remove(desk));
  at("desk-file").addEventListener("change", () => read(desk));
  return { show: (voice) => show(desk, voice) };
}

function show(desk, voice) {
  if (desk.voice?.language !== voice.language) {
    choose(desk, null);
    at("desk-speaker").value = voice.speaker ?? "";
  }
  desk.voice = voice;
  if (!desk.phrase || !all(voice).some(({ words: each }) => each === desk.phrase)) desk.phrase = nextMissing(voice, null) ?? all(voice)[0]?.words ?? null;
  paint(desk);
}

// What calls need, and behind it what was recorded for calls of another time.
function all(voice) {
  return [...voice.phrases, ...voice.others.map((each) => ({ group: "other", words: each, recorded: true, covered: true }))];
}

function nextMissing(voice, after) {
  const list = voice.phrases;
  const from = list.findIndex(({ words: each }) => each === after) + 1;
  return [...list.slice(from), ...list.slice(0, from)].find(({ covered, words: each }) => !covered && each !== after)?.words ?? null;
}

function paint(desk) {
  const { voice } = desk;
  const done = voice.phrases.filter(({ covered }) => covered).length;
  at("record-count").textContent = words(done === voice.phrases.length ? "voice_complete" : "voice_progress", { done, wanted: voice.phrases.length });
  repaint(at("phrases"), [all(voice), desk.phrase], () => [...GROUPS, "other"].flatMap((group) => groupOf(desk, group)));
  paintDesk(desk);
}

function groupOf(desk, group) {
  const phrases = all(desk.voice).filter((each) => each.group === group);
  if (phrases.length === 0) return [];
  return [element("h3", {}, words(`voice_group_${group}`)), element("ul", {}, phrases.map((phrase) => element("li", {}, chip(desk, phrase))))];
}

function chip(desk, phrase) {
  const mood = phrase.covered ? "good" : "";
  return element("button", {
    type: "button", class: "button voice-phrase", id: `phrase-${phrase.words.replaceAll(" ", "-")}`,
    "aria-label": `${shown(phrase)}, ${stateOf(phrase)}`, "aria-pressed": String(phrase.words === desk.phrase),
    onclick: () => choose(desk, phrase.words),
  }, element("span", { class: `state ${mood}`.trim() }, shown(phrase)));
}

function shown({ group, words: text }) {
  return group === "letter" ? text.toUpperCase() : text;
}

function stateOf({ recorded, covered }) {
  return words(recorded ? "voice_recorded" : covered ? "voice_covered" : "voice_missing");
}

function paintDesk(desk) {
  const phrase = all(desk.voice).find(({ words: each }) => each === desk.phrase);
  at("desk-word").textContent = phrase ? shown(phrase) : "";
  at("desk-state").replaceChildren(phrase ? state(phrase.covered ? "good" : "warning", stateOf(phrase)) : "");
  at("desk-record").textContent = words(desk.recording ? "voice_stop" : desk.take ? "voice_again" : "voice_start");
  at("desk-record").disabled = !phrase || !mayRecord();
  at("desk-hear").disabled = !desk.take && !phrase?.recorded;
  at("desk-save").disabled = !desk.take || !USABLE.includes(desk.take.verdict);
  at("desk-delete").disabled = !phrase?.recorded;
  at("desk-verdict").replaceChildren(desk.take ? verdict(desk.take) : "");
  draw(desk.take?.sound ?? new Float32Array(0));
}

function verdict({ verdict: found, seconds }) {
  const mood = found === "good" ? "good" : USABLE.includes(found) ? "warning" : "danger";
  const length = seconds.toFixed(1).replace(".", words("decimal_sign"));
  return state(mood, words(`voice_verdict_${found}`, { seconds: length }));
}

function draw(sound) {
  const canvas = at("desk-wave");
  const pen = canvas.getContext("2d");
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = getComputedStyle(canvas).color;
  const middle = canvas.height / 2;
  heights(sound, canvas.width).forEach((height, x) => pen.fillRect(x, middle - height * middle, 1, Math.max(1, 2 * height * middle)));
}

function choose(desk, phrase) {
  desk.recording?.stop();
  Object.assign(desk, { phrase, take: null, recording: null });
  at("desk-error").textContent = "";
  at("desk-file").value = "";
  if (!phrase || !desk.voice) return;
  paint(desk);
  at("desk-word").scrollIntoView({ block: "nearest" }); // on a narrow page the desk stands above the list
}

async function begin(desk) {
  if (desk.busy) return;
  desk.busy = true;
  at("desk-error").textContent = "";
  try {
    desk.take = null;
    desk.recording = await record({ over: () => finish(desk) });
  } catch (error) {
    console.warn("no microphone:", error.message);
    at("desk-error").textContent = words("voice_no_microphone");
  }
  desk.busy = false;
  paintDesk(desk);
}

async function finish(desk) {
  const { recording, phrase } = desk;
  if (!recording) return;
  desk.recording = null;
  const samples = await recording.stop();
  if (phrase !== desk.phrase) return; // it was of another word
  desk.take = prepared(samples);
  paintDesk(desk);
}

async function read(desk) {
  const [file] = at("desk-file").files;
  if (!file || !desk.phrase) return;
  at("desk-error").textContent = "";
  const { phrase } = desk;
  const samples = await samplesOf(file).catch((error) => console.warn("no sound:", error.message));
  if (phrase !== desk.phrase || at("desk-file").files[0] !== file) return; // another word, or another file, by now
  desk.take = samples ? prepared(samples) : null;
  if (!samples) at("desk-error").textContent = words("voice_wrong_file");
  paintDesk(desk);
}

async function hear(desk) {
  if (desk.take) return desk.play(wav(desk.take.sound));
  const answer = await desk.shell.get(address(desk.voice, desk.phrase));
  if (answer.ok) return desk.play(fromBase64(answer.data.sound));
  at("desk-error").textContent = refusal(answer);
  return null;
}

async function keep(desk) {
  const speaker = at("desk-speaker").value.trim();
  if (!speaker) {
    at("desk-error").textContent = words("voice_speaker_wanted");
    at("desk-speaker").focus();
    return;
  }
  const { phrase } = desk;
  if (desk.busy) return;
  desk.busy = true;
  const sound = toBase64(wav(desk.take.sound));
  const answer = await desk.shell.put("/voice/recordings", { language: desk.voice.language, phrase, speaker, sound });
  desk.busy = false;
  if (!answer.ok) return sayRefused(answer);
  desk.kept(answer.data, words("voice_kept", { word: phrase }));
  if (desk.phrase !== phrase) return; // whoever went on to another word stays there
  choose(desk, nextMissing(desk.voice, phrase) ?? phrase);
  at("desk-record").focus();
}

async function remove(desk) {
  const { phrase } = desk;
  const answer = await desk.shell.remove(address(desk.voice, phrase));
  if (!answer.ok) return sayRefused(answer);
  desk.take = null;
  desk.kept(answer.data, words("voice_deleted", { word: phrase }));
  at("desk-record").focus();
}

function sayRefused(answer) {
  at("desk-error").textContent = refusal(answer);
}
