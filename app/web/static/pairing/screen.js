// A screen without a key: shows a code until an administrator gives it a place, then opens itself anew.
// Works on any screen whose page says data-pairs="<role>" and, while it has no key, data-unpaired.
// Televisions of 2018 run it too: no syntax younger than that.
import { sha256 } from "./sha256.js";

const SLOT = "antrean.pairing";
const WAIT_S = 20;
const REST_MS = 2000;
const page = document.documentElement;
let cover = null;

function random() {
  return Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The secret that waits to be known; a browser that forgets gets another code after a reload.
function pending(fresh) {
  try {
    const known = fresh ? null : localStorage.getItem(SLOT);
    const secret = known || random();
    localStorage.setItem(SLOT, secret);
    return secret;
  } catch (problem) {
    return random();
  }
}

// Only once the page has kept its key: a power cut before that finds the way back by the secret.
function forget() {
  try {
    if (localStorage.getItem(SLOT) === localStorage.getItem(`antrean.token.${page.dataset.pairs}`)) localStorage.removeItem(SLOT);
  } catch (problem) {
    console.warn("this browser keeps nothing:", problem.message);
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// Where the page sends no referrer, Chromium 64 would call itself nobody ("Origin: null") and be refused.
async function post(path, body) {
  const headers = { "Content-Type": "application/json", "Accept-Language": page.lang };
  const how = { method: "POST", referrerPolicy: "same-origin", headers, body: JSON.stringify(body) };
  const response = await fetch(`/api/v1/pairings${path}`, how);
  return { ok: response.ok, rest: Number(response.headers.get("Retry-After")) * 1000, data: await response.json() };
}

function ask(secret) {
  const hashes = { secret_hash: sha256(secret), key_hash: sha256(keyOf(secret)) };
  const name = `${window.screen.width} × ${window.screen.height}`;
  return post("", Object.assign({ role: page.dataset.pairs, name }, hashes));
}

function keyOf(secret) {
  return sha256(`antrean pairing:${secret}`);
}

// One code after another, until the screen is paired or has its key back.
async function pair(shown) {
  let secret = pending(false);
  let first = true;
  while (shown === cover) {
    try {
      const { ok, rest, data } = first ? await ask(secret) : await post("/poll", { key: keyOf(secret), wait: WAIT_S });
      if (ok && data.state === "paired") return open(data.role, secret);
      if (ok) showCode(shown, data);
      else if (data.code === "secret_used") secret = pending(true);
      else if (data.code !== "unknown_pairing") sayTrouble(shown, data.detail);
      first = !ok;
      await pause(Math.max(rest, REST_MS)); // also where the server answers at once
    } catch (problem) {
      sayTrouble(shown, shown.words.screen_trouble);
      first = true;
      await pause(REST_MS);
    }
  }
  return undefined;
}

// The page itself takes its key out of the address, as from any link.
function open(role, secret) {
  const here = role === page.dataset.pairs ? location.pathname + location.search : `/${role}`;
  history.replaceState(null, "", `${here}#token=${secret}`);
  location.reload();
}

function showCode(shown, { code, seconds }) {
  const blanks = { address: `${location.origin}/admin/devices`, minutes: Math.max(1, Math.round(seconds / 60)) };
  setText(shown.code, `${code.slice(0, 4)}-${code.slice(4)}`);
  setText(shown.what, shown.words.what_to_do.replace(/\{(\w+)\}/g, (whole, name) => blanks[name]));
}

function sayTrouble(shown, sentence) {
  setText(shown.code, "");
  setText(shown.what, sentence);
}

// Only what changed is told again by a screen reader.
function setText(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

function make(tag, name) {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}

async function show() {
  const shown = { root: make("section", "pairing-cover"), title: make("h1", "pairing-title"), code: make("p", "pairing-code"), what: make("p", "pairing-what") };
  cover = shown;
  shown.root.setAttribute("role", "status");
  shown.words = await wordsOf(page.lang);
  if (cover !== shown) return;
  shown.title.textContent = shown.words.screen_title;
  shown.root.append(shown.title, shown.code, shown.what);
  document.body.append(shown.root);
  await pair(shown);
}

async function wordsOf(language) {
  for (;;) {
    try {
      const response = await fetch(`/words/${language}/pairing.json`);
      if (response.ok) return await response.json();
    } catch (problem) {
      console.warn("no words yet:", problem.message);
    }
    await pause(REST_MS);
  }
}

function follow() {
  const wanted = "unpaired" in page.dataset;
  if (wanted && cover === null) show();
  if (!wanted && cover !== null) {
    cover.root.remove();
    cover = null;
  }
}

window.addEventListener("load", forget);
new MutationObserver(follow).observe(page, { attributes: true, attributeFilter: ["data-unpaired"] });
follow();
