// Which moves a clerk has, which of them are possible now, and which one is likely. Pure.

/**
 * Every move of the console: its path in the API, its key, and the ticket action that allows it. Two moves share
 * a key where never both are possible.
 */
export const MOVES = [
  { name: "call-next", key: " ", action: null },
  { name: "call", key: " ", action: "call" },
  { name: "look", key: "F1", action: null },
  { name: "walk-up", key: "Insert", action: null },
  { name: "note", key: "Insert", action: null },
  { name: "cancel", key: "Delete", action: "cancel" },
  { name: "undo", key: "Backspace", action: null },
  { name: "recall", key: "F4", action: "recall" },
  { name: "serve", key: "F6", action: "serve" },
  { name: "finish", key: "F8", action: "finish" },
  { name: "miss", key: "F9", action: "miss" },
  { name: "hold", key: "F10", action: "hold" },
  { name: "transfer", key: "F3", action: "transfer" },
  { name: "return", key: "F7", action: "return" },
  { name: "open", key: "F2", action: null },
  { name: "break", key: null, action: null },
  { name: "close", key: null, action: null },
  { name: "closing/withdraw", key: null, action: null },
];

// From which state of the counter each move of its door starts. A visitor at the desk keeps it open, but who only
// asks to close may ask with one, and take that back.
const DOOR = { open: ["closed", "break", "closing"], break: ["open", "break"], close: ["open", "break"], "closing/withdraw": ["closing"] };

const mayAtDesk = (move, { ticket, rules }) => !ticket || move === "open" || move === "closing/withdraw"
  || (move === "close" && Boolean(rules?.closing_needs_approval));

/** Whether the counter calls visitors: one that asks to close goes on until somebody agrees. */
export function callsVisitors({ state, closing }) {
  return state === "open" || (state === "closing" && closing?.approved === false);
}

/**
 * The move that belongs to a key of the keyboard, or null: of two that share it, the one possible now. "reprint" is
 * of the paper, not of the ticket.
 */
export function moveOfKey(key, possible = new Set()) {
  if (key.toLowerCase() === "p") return "reprint";
  const moves = MOVES.filter((move) => move.key === key).map(({ name }) => name);
  return moves.find((name) => possible.has(name)) ?? moves[0] ?? null;
}

/**
 * The moves allowed by what the server said last. While the connection is lost the queue may have
 * grown unseen, so calling the next visitor stays allowed and the server decides.
 */
export function possibleMoves(desk, { lost = false } = {}) {
  if (!desk) return new Set();
  const allowed = new Set(desk.ticket?.possible ?? []);
  if (callsMissing(desk) > 0) allowed.delete("miss");
  const possible = MOVES.filter((move) => move.action && allowed.has(move.action)).map((move) => move.name);
  if (desk.ticket) possible.push("note");
  if (mayCallAgain(desk)) possible.push("walk-up");
  if (mayCallAgain(desk) && (desk.waiting > 0 || lost)) possible.push("call-next", "look");
  if (desk.undo) possible.push("undo");
  for (const [move, from] of Object.entries(DOOR)) {
    if (from.includes(desk.counter.state) && mayAtDesk(move, desk)) possible.push(move);
  }
  return new Set(possible);
}

/** How many calls the mall's rules still ask for before the visitor counts as missed. */
export function callsMissing({ ticket, rules }) {
  return ticket ? Math.max(0, (rules?.missed_after_calls ?? 1) - ticket.summons) : 0;
}

/** Whether the console may send a move: one that names its ticket is for the server to judge. */
export function mayPress(desk, move, body, { lost = false } = {}) {
  return body.ticket !== undefined || possibleMoves(desk, { lost }).has(move);
}

/**
 * What a press is about, for the server to compare when it arrives: the number in hand, or the move to be taken back.
 * A press may arrive late, and somebody else may stand at the counter by then.
 */
export function meantBy(move, desk, body = {}) {
  if (body.ticket !== undefined || !desk) return {};
  if (move === "undo") return desk.undo ? { move: desk.undo.move, ticket: desk.undo.ticket } : {};
  if (!desk.ticket || !(move === "note" || MOVES.some(({ name, action }) => name === move && action))) return {};
  return { ticket: desk.ticket.id, ...(["call", "recall"].includes(move) && { in_hand: true }) };
}

/** The one move a clerk makes most often from here; it is the big one even when it must wait. */
export function likelyMove(desk) {
  if (!desk) return "call-next";
  if (desk.ticket) return { looked: "call", serving: "finish" }[desk.ticket.state] ?? "serve";
  return callsVisitors(desk.counter) ? "call-next" : "open";
}

/** Whether a certain ticket (parked, or chosen from the queue) may be called to this counter now. */
export function mayCallAgain(desk) {
  return Boolean(desk) && callsVisitors(desk.counter) && !desk.ticket;
}
