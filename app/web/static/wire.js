// How a screen talks with the server: its token, the HTTP API, the live link and the words it shows.

export { connect } from "./link.js";
export { clockText, dayText, hueClass, numberParts, say, zoneName } from "./words.js";

const ANSWER_WITHIN_MS = 10_000;
const UNATTENDED_MS = 60_000; // a page that asks by itself keeps no session alive

// The token of this screen: from the link that opened it (#token=..., taken out of the address bar), else remembered.
export function screenToken(role) {
  const slot = `antrean.token.${role}`;
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) {
    keep(slot, given);
    history.replaceState(history.state, "", location.pathname + location.search);
    return given;
  }
  return recall(slot);
}

// For whoever signs in: from now on this browser speaks for the person, and not with a screen's key.
export function forgetTokens(roles) {
  for (const role of roles) {
    for (const drawer of ["sessionStorage", "localStorage"]) {
      try {
        window[drawer].removeItem(`antrean.token.${role}`);
      } catch (error) {
        console.warn("this browser keeps nothing:", error.message);
      }
    }
  }
}

// To the entrance, and back to this page afterwards.
export function goSignIn() {
  location.replace(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
}

// Whether whoever was here is signed out now: a page that only looks so would leave the next one in their name.
export async function signOut() {
  const { ok, status } = await api("DELETE", "/session");
  if (ok || status === 401) location.assign("/login");
  return ok || status === 401;
}

function keep(slot, value) {
  for (const drawer of ["sessionStorage", "localStorage"]) {
    try {
      window[drawer].setItem(slot, value);
    } catch (error) {
      console.warn("this browser keeps nothing:", error.message);
    }
  }
}

function recall(slot) {
  try {
    return window.sessionStorage.getItem(slot) ?? window.localStorage.getItem(slot);
  } catch {
    return null;
  }
}

// A fresh Idempotency-Key: one for each thing a person means to do.
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

let csrf = null; // of the session in this browser, as /me told it
let person; // whom this page was opened for
let touched = Date.now();
for (const sign of ["pointerdown", "pointermove", "keydown"]) {
  document.addEventListener(sign, () => { touched = Date.now(); }, { capture: true, passive: true });
}

// One call of /api/v1. Never throws: no answer in time is {status: 0, problem: {code: "unreachable"}}. Without a token
// it speaks for whoever is signed in; after signing in anew in another tab, its deeds are proven anew. When that was
// somebody else, nothing is done in their name: the page begins anew for them, and this never answers.
export async function api(method, path, options = {}) {
  const told = await call(method, path, options);
  if (path === "/me" && told.ok && !options.token) return recognised(told.data) ? told : new Promise(() => {});
  if (told.problem?.code !== "csrf_missing") return told;
  const { token, language } = options;
  const me = await call("GET", "/me", { token, language });
  if (!me.ok) return me;
  return recognised(me.data) ? call(method, path, options) : new Promise(() => {});
}

function recognised(me) {
  csrf = me.csrf;
  const same = person === undefined || person === me.username;
  person = me.username;
  if (!same) location.reload();
  return same;
}

// What proves to the server who speaks.
export function credentials({ token, language }) {
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  else if (csrf) headers["X-CSRF-Token"] = csrf;
  if (language) headers["Accept-Language"] = language;
  return headers;
}

async function call(method, path, { token, body, key, language }) {
  const headers = credentials({ token, language });
  if (Date.now() - touched > UNATTENDED_MS) headers["X-Unattended"] = "1";
  if (key) headers["Idempotency-Key"] = key;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), ANSWER_WITHIN_MS);
  try {
    const response = await fetch(`/api/v1${path}`, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: waiting.signal, cache: "no-store",
    });
    return answer(response.status, await read(response));
  } catch {
    return { status: 0, ok: false, data: null, problem: { code: "unreachable" } };
  } finally {
    clearTimeout(timer);
  }
}

async function read(response) {
  const text = await response.text();
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function answer(status, document) {
  const ok = status >= 200 && status < 300;
  const problem = ok ? null : (document ?? { code: "unreadable" });
  return { status, ok, data: ok ? document : null, problem };
}

// The words of one table in each language: {id: {key: sentence}, en: {...}}; tries again until they come.
export async function loadWords(section, languages) {
  const version = document.documentElement.dataset.wordsVersion;
  const asked = version ? `?v=${version}` : "";
  const tables = await Promise.all(languages.map((language) => fetchUntilItComes(`/words/${language}/${section}.json${asked}`)));
  return Object.fromEntries(languages.map((language, index) => [language, tables[index]]));
}

async function fetchUntilItComes(url) {
  for (let pause = 500; ; pause = Math.min(pause * 2, 5_000)) {
    try {
      const response = await fetch(url);
      if (response.ok) return await response.json();
    } catch (error) {
      console.warn(url, error.message);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
