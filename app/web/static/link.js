// The live link of a screen to a Socket.IO namespace, which heals itself.

import { knockAfter } from "./knocking.js";
import "./look.js";
import { EAGER, PATIENT, wayBack } from "./returning.js";
import { isNews } from "./words.js";

const CLIENT_RETRY_MS = 2_000;
const PULSE_MS = 500;
const SILENT_AFTER_MS = 7_500; // the server is heard from every 5 s
const BARRED = ["forbidden", "unknown_counter"]; // what the server says of a place that is not, or no longer, one's own
const THROWN_OUT = "io server disconnect"; // what the library says when the server ends a link

// `handlers` are named after the events; onState hears "connected", "lost" (it keeps trying) and "refused" (the token is
// not accepted; it stops). Whoever gives `onBarred` hears by it that the place is not for them, or gone, and the link
// stops, too. A `patient` link suits phones, of which there are many on slow networks.
export function connect(namespace, auth, { onState = () => {}, onBarred = null, patient = false, ...handlers } = {}) {
  const link = {
    socket: null, way: null, closed: false, refusals: 0, onState, onBarred,
    emit: (...message) => link.socket?.emit(...message),
    close: () => closeLink(link),
    renew: () => link.socket?.connected && link.socket.disconnect(), // whoever doubts it: a new one is opened at once
  };
  openLink(link, namespace, auth, patient ? PATIENT : EAGER, handlers);
  return link;
}

async function openLink(link, namespace, auth, pace, handlers) {
  const io = await loadClient(link);
  if (link.closed) return;
  const socket = io(namespace, {
    auth, forceNew: true, transports: ["websocket", "polling"], tryAllTransports: true, timeout: pace.link, reconnection: false,
  });
  link.socket = socket;
  link.way = wayBack(deeds(link), pace);
  socket.on("connect", () => stands(link));
  socket.on("disconnect", (reason) => lost(link, reason));
  socket.on("connect_error", ({ message }) => socket.active ? neverStood(link) : refused(link, message));
  socket.on("look", (told) => document.dispatchEvent(new CustomEvent("look", { detail: told })));
  feelPulse(link, socket);
  hurry(link, socket);
  listen(socket, handlers);
}

async function loadClient(link) {
  for (;;) {
    try {
      return (await import(document.documentElement.dataset.socketIo)).io;
    } catch {
      link.onState("lost");
      await sleep(CLIENT_RETRY_MS);
    }
  }
}

function sleep(wait) {
  return new Promise((resolve) => setTimeout(resolve, wait));
}

function deeds(link) {
  return {
    ask: async (within) => link.closed || answersWithin(within),
    sleep,
    open: (within) => {
      if (link.closed) return;
      link.socket.io.timeout(within);
      link.socket.connect();
    },
    now: () => performance.now(),
    chance: Math.random,
  };
}

async function answersWithin(within) {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), within);
  try {
    return (await fetch("/healthz?link", { cache: "no-store", signal: waiting.signal })).ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function stands(link) {
  link.refusals = 0;
  link.way.stands();
  link.onState("connected");
}

function lost(link, reason) {
  if (link.closed) return;
  link.onState("lost");
  if (reason === THROWN_OUT) link.way.refused(knockAfter(reason, 0, 0));
  else link.way.seek();
}

function neverStood(link) {
  if (link.closed) return;
  link.onState("lost");
  link.way.failed();
}

// `word` is the server's own.
function refused(link, word) {
  if (link.closed) return;
  if (link.onBarred && BARRED.includes(word)) {
    closeLink(link);
    return link.onBarred();
  }
  link.refusals = word === "crowded" ? link.refusals + 1 : 0;
  link.onState(word === "unauthenticated" ? "refused" : "lost");
  if (word === "unauthenticated") return closeLink(link);
  return link.way.refused(knockAfter(word, link.refusals, Math.random()));
}

// A link that was opened and never let in is given up, as one that was never opened is.
function hurry(link, socket) {
  let timer;
  const giveUp = () => {
    socket.disconnect();
    neverStood(link);
  };
  socket.io.on("open", () => { timer = setTimeout(giveUp, socket.io.timeout()); });
  for (const end of ["connect", "connect_error", "disconnect"]) socket.on(end, () => clearTimeout(timer));
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
    if (socket.connected && silence() > SILENT_AFTER_MS) socket.disconnect();
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

function closeLink(link) {
  link.closed = true;
  link.socket?.disconnect();
}
