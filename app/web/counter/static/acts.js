// What a key or a button of a move does: most moves go out at once, some ask something first.
import { mayDo } from "../grants.js";
import { api } from "../wire.js";
import { prepareAsking } from "./asking.js";
import { language, words } from "./language.js";
import { prepareReprint } from "./reprint.js";
import { prepareTransfer } from "./transfer.js";
import { prepareWalkUp } from "./walkup.js";

const HOLD_REASONS = ["copies", "papers", "payment", "system"];
const CANCEL_REASONS = ["left", "wrong", "double"];

/**
 * Prepares the dialogs once. `seat()` is {desk, site, me, token}: the open line to the counter, where it is, and who
 * sits there; `press(move, body)` sends a move, `note(text)` says something, `notNow(move)` that it is not possible.
 * Returns {move: deed}, for the moves that ask first.
 */
export function prepareActs({ seat, press, note, notNow }) {
  const hands = { seat, press, note, notNow, ask: prepareAsking() };
  hands.transfer = prepareTransfer({ choose: (ticket, body) => pressFor(hands, "transfer", ticket, body) });
  hands.walkUp = prepareWalkUp({ choose: (body) => press("walk-up", body) });
  hands.reprint = prepareReprint({
    send: (ticket, wish) => sendReprint(hands, ticket, wish),
    printers: () => seat().desk.printers(),
    refusedLate: (ticket, text) => seat().desk?.complain({ move: "reprint", ticket: ticket.number, text }),
  });
  const QUESTIONS = { hold: askHold, return: askReturn, cancel: askCancel, note: askNote };
  const about = Object.entries(QUESTIONS).map(([move, question]) => [move, (desk) => askAbout(hands, move, desk.ticket, question)]);
  return {
    ...Object.fromEntries(about),
    transfer: (desk) => chooseDestination(hands, desk),
    "walk-up": (desk) => chooseService(hands, desk),
    reprint: (desk) => (desk?.ticket ? hands.reprint.open(desk.ticket) : notNow("reprint")),
  };
}

// The visitor may have gone on while the question stood: in another window, by a supervisor.
function pressFor({ seat, press, notNow }, move, ticket, body) {
  if (seat().desk?.state().desk?.ticket?.id === ticket.id) press(move, body);
  else notNow(move);
}

function askAbout(hands, move, ticket, question) {
  hands.ask({ ...question(ticket), answer: (body) => pressFor(hands, move, ticket, body) });
}

const withReason = (label) => ({ label, body: { reason: label } });
const reasonOf = (reason) => ({ reason });

function askHold({ number }) {
  return {
    title: words("hold_title", { number }),
    help: words("hold_help"),
    choices: HOLD_REASONS.map((reason) => withReason(words(`hold_${reason}`))),
    own: { label: words("ask_own"), send: words("move_hold"), body: reasonOf },
  };
}

function askReturn({ number }) {
  return {
    title: words("return_title", { number }),
    help: words("return_help"),
    choices: [
      { label: words("return_counted"), body: { count: true } },
      { label: words("return_uncounted"), body: { count: false } },
    ],
  };
}

function askCancel({ number }) {
  return {
    title: words("cancel_title", { number }),
    help: words("cancel_help"),
    choices: CANCEL_REASONS.map((reason) => withReason(words(`cancel_${reason}`))),
    own: { label: words("ask_own"), send: words("move_cancel"), body: reasonOf },
  };
}

function askNote({ number, note }) {
  return {
    title: words("note_title", { number }),
    help: words("note_help"),
    own: { label: words("note_label"), send: words("note_save"), value: note ?? "", mayBeEmpty: true, body: (text) => ({ text }) },
  };
}

function chooseDestination({ seat, transfer }, { ticket, counter }) {
  const lists = Promise.all([catalogue(seat().site), counterList(seat())]).then(([agencies, counters]) => ({ agencies, counters }));
  transfer.open(ticket, { own: counter.code, lists });
}

function chooseService({ seat, walkUp }, { counter }) {
  const { site, me } = seat();
  const may = (agency) => mayDo(me, "call", { site, agency });
  walkUp.open({ catalogue: catalogue(site), serves: counter.serves, may });
}

async function catalogue(site) {
  const { ok, data } = await api("GET", `/sites/${encodeURIComponent(site)}`, { language: language() });
  return ok ? data.agencies : null;
}

async function counterList({ site, token }) {
  const { ok, data } = await api("GET", `/counters?site=${encodeURIComponent(site)}`, { token, language: language() });
  return ok ? data.counters : null;
}

// The paper of the ticket in hand once more: what the server says of it, as {ok, text}.
async function sendReprint({ seat, note }, ticket, wish) {
  const { ok, problem } = await seat().desk.reprint(ticket, wish);
  if (ok) note(words("reprinted", { number: ticket.number }));
  return { ok, text: problem?.detail ?? words("error_unknown") };
}
