// What the kiosk asks of the server on a visitor's behalf, again and again with the same key until it is answered.

import { api } from "../wire.js";

const PAUSES = [400, 800, 1_500, 3_000];
const TROUBLED_TRIES = 4;

// Sends one wish for a number. `still()` says whether it is still wanted; `tell(event)` hears how it ended:
// number_given, number_refused, or unpaired when the token is not accepted.
export async function takeNumber(paired, intent, still, tell) {
  const { path, body } = asked(paired, intent);
  for (let tries = 0; still(); tries += 1) {
    const reply = await api("POST", path, { token: paired.token, key: intent.key, language: intent.language, body });
    if (reply.ok && reply.data) return tell({ type: "number_given", key: intent.key, ticket: reply.data });
    if (reply.status === 401) return tell({ type: "unpaired" });
    if (isFinal(reply, tries)) return tell({ type: "number_refused", key: intent.key, problem: reply.problem });
    await pause(tries);
  }
}

// A number for a service, or the one of a booking.
function asked({ site }, { service, priority, booking, language }) {
  const place = `/sites/${encodeURIComponent(site)}`;
  if (booking) return { path: `${place}/arrivals`, body: { booking } };
  return { path: `${place}/tickets`, body: { service, language, ...(priority && { priority }) } };
}

// No answer may mean that the number was taken and only the reply was lost: that is asked again without end.
// An answer that the server is in trouble is believed after a few times.
function isFinal({ status, problem }, tries) {
  if (status === 0 || problem.code === "unreadable") return false;
  return (status !== 429 && status < 500) || tries >= TROUBLED_TRIES;
}

function pause(tries) {
  return new Promise((resolve) => setTimeout(resolve, PAUSES[Math.min(tries, PAUSES.length - 1)]));
}

// "I noted my number": true once the server has it.
export async function confirmNumber(paired, ticket) {
  const reply = await api("POST", `/tickets/${encodeURIComponent(ticket.token)}/confirm`, { token: paired.token });
  return reply.ok;
}

// The ticket as the server knows it now, or null: what was printed while the live link was down.
export async function seeTicket(paired, ticket) {
  const reply = await api("GET", `/tickets/${encodeURIComponent(ticket.token)}`, { token: paired.token });
  return reply.ok ? reply.data : null;
}

// Who this screen is: {site, mall, ...}; null when its token is not accepted. Waits until the server answers.
export async function whoAmI(token, onWaiting) {
  for (let tries = 0; ; tries += 1) {
    const reply = await api("GET", "/me", { token });
    if (reply.ok && reply.data) return reply.data;
    if (reply.status === 401 || reply.status === 403) return null;
    onWaiting();
    await pause(tries);
  }
}
