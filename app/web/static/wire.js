// How a screen talks with the server: its token, the HTTP API, the live link and the words it shows.

import { knockAfter } from "./knocking.js";
import { isNews } from "./words.js";

export { clockText, dayText, hueClass, numberParts, say, zoneName } from "./words.js";

const ANSWER_WITHIN_MS = 10_000;
const RETRY_MS = 2_000;
const PULSE_MS = 500;
const UNATTENDED_MS = 60_000; // a page that asks by itself keeps no session alive
const EAGER = { timeout: 1_000, reconnectionDelay: 200, reconnectionDelayMax: 400 }; // right two seconds after a cut
const PATIENT = { timeout: 5_000, reconnectionDelay: 300, reconnectionDelayMax: 1_500 };
const ATTEMPTS_BETWEEN_LOOKS = 8;
const LONGEST_ATTEMPT_MS = 10_000;
const BARRED = ["forbidden", "unknown_counter"]; // what the server says of a place that is not, or no longer, one's own
const SILENT_AFTER_MS = 7_500; // the server is heard from every 5 s

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

// A live link to a Socket.IO namespace that heals itself. `handlers` are named after the events; onState hears
// "connected", "lost" (it keeps trying) and "refused" (the token is not accepted; it stops). Whoever gives `onBarred`
// hears by it that the place is not for them, or gone, and the link stops, too. A `patient` link suits phones, of which
// there are many on slow networks.
export function connect(namespace, auth, { onState = () => {}, onBarred = null, patient = false, ...handlers } = {}) {
  const link = {
    socket: null, closed: false, refusals: 0, onBarred, emit: (...message) => link.socket?.emit(...message), close: () => closeLink(link),
    renew: () => link.socket?.connected && link.socket.io.engine.close(), // whoever doubts it: a new one is tried at once
  };
  openLink(link, namespace, { auth, ...(patient ? PATIENT : EAGER) }, onState, handlers);
  return link;
}

async function openLink(link, namespace, options, onState, handlers) {
  const io = await loadClient(onState);
  if (link.closed) return;
  const socket = io(namespace, { ...options, forceNew: true, transports: ["websocket", "polling"], tryAllTransports: true });
  link.socket = socket;
  socket.on("connect", () => {
    link.refusals = 0;
    onState("connected");
  });
  feelPulse(link, socket);
  socket.io.on("reconnect_attempt", (attempt) => attempt % ATTEMPTS_BETWEEN_LOOKS === 0 && allowFor(socket.io, options.timeout));
  socket.on("disconnect", () => whenDown(link, "lost", onState));
  socket.on("connect_error", ({ message }) => whenRefused(link, message, onState));
  listen(socket, handlers);
}

// On a slow network short attempts never succeed: measures one answer, however long it takes, and allows for it.
async function allowFor(manager, timeout) {
  const asked = Date.now();
  try {
    await fetch("/healthz", { cache: "no-store" });
    manager.timeout(Math.min(LONGEST_ATTEMPT_MS, timeout + 4 * (Date.now() - asked)));
  } catch (error) {
    console.warn("no answer yet:", error.message);
  }
}

async function loadClient(onState) {
  for (;;) {
    try {
      return (await import(document.documentElement.dataset.socketIo)).io;
    } catch {
      onState("lost");
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

// A server that stands still, or a cut cable, closes nothing: silence says it sooner than the socket does. The silent
// link is given up, so that a new one is tried at once. By two clocks: the one on the wall may be set back, the steady
// one stands still while the machine sleeps.
function feelPulse(link, socket) {
  const readings = () => [Date.now(), performance.now()];
  let heard = readings();
  for (const sign of ["ping", "packet", "open"]) socket.io.on(sign, () => { heard = readings(); });
  const silence = () => Math.max(...readings().map((now, index) => now - heard[index]));
  const pulse = setInterval(() => {
    if (link.closed) return clearInterval(pulse);
    if (socket.connected && silence() > SILENT_AFTER_MS) socket.io.engine.close();
  }, PULSE_MS);
}

function listen(socket, handlers) {
  let cursor = null;
  for (const [name, handle] of Object.entries(handlers)) {
    socket.on(name, (payload) => {
      if (!isNews(cursor, name, payload)) return;
      cursor = payload?.cursor ?? cursor;
      handle(payload);
    });
  }
}

function whenRefused(link, message, onState) {
  const isBarred = link.onBarred && BARRED.includes(message);
  link.refusals = message === "crowded" ? link.refusals + 1 : 0;
  if (!isBarred) return whenDown(link, message === "unauthenticated" ? "refused" : "lost", onState, message);
  if (link.closed) return;
  closeLink(link);
  link.onBarred();
}

function whenDown(link, state, onState, word = "") {
  if (link.closed) return;
  onState(state);
  if (state === "refused") closeLink(link);
  else if (!link.socket.active) {
    setTimeout(() => link.closed || link.socket.connect(), knockAfter(word, link.refusals, Math.random()));
  }
}

function closeLink(link) {
  link.closed = true;
  link.socket?.disconnect();
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
