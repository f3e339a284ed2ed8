// What the pages of the mall have in common: the newest revision, this browser's draft on it, and what the server says to it.
import { meaning } from "../../counter/presses.js";
import { words } from "../language.js";
import { openShell } from "../shell.js";
import { begin, changesOf, edit, keptText, move, readKept, rebased, revert, revertOrder } from "./draft.js";
import "./ways.js";

const SLOT = "antrean.mall.draft."; // and whose it is
const PAUSE_MS = 500; // between the last change and the question what it would do
const FAILED = { ok: false, status: 0, data: null, problem: null };

/**
 * Opens a page of the mall. `paint(desk)` draws it anew, `heard(desk)` follows when the draft changed or the server said
 * what it would do. The desk holds `draft`, `tables` (the fields by table), `told` (the newest preview, or null),
 * `disputed` ({conflicts, base, changes, older} where others changed the same), `merged` and `trouble` (a sentence).
 */
export function openDesk({ paint, heard }) {
  const desk = { draft: null, tables: null, newest: null, told: null, disputed: null, merged: [], trouble: "", editions: 0, timer: null, asked: 0 };
  const shell = openShell({ read: (ask) => read(desk, shell, ask), paint: () => paint(desk), still: true });
  const changed = () => {
    keep(desk, shell);
    heard(desk);
    askSoon(desk, shell, heard);
  };
  const act = (draft) => {
    desk.draft = draft;
    changed();
  };
  return Object.assign(desk, {
    shell,
    edit: (path, value) => act(edit(desk.draft, path, value)),
    editAll: (pairs) => act(pairs.reduce((draft, [path, value]) => edit(draft, path, value), desk.draft)),
    move: (path, before) => act(move(desk.draft, path, before)),
    revert: (path) => act(revert(desk.draft, path)),
    revertOrder: (list) => act(revertOrder(desk.draft, list)),
    redraw: () => redraw(desk, shell),
    discard: () => discard(desk, shell),
    saved: () => saved(desk, shell),
    settle: (chosen) => settle(desk, shell, chosen),
    preview: () => preview(desk, shell),
    count: () => changesOf(desk.draft).length,
  });
}

async function read(desk, shell, ask) {
  const [mall, fields] = await Promise.all([ask("/mall"), desk.tables ? { ok: true, data: null } : ask("/mall/fields")]);
  if (!mall.ok) return mall;
  if (!fields.ok) return fields;
  if (fields.data) {
    desk.tables = Object.fromEntries(fields.data.tables.map((table) => [table.table, table.keys]));
    desk.about = Object.fromEntries(fields.data.tables.map(({ table, label, help }) => [table, { label, help }]));
  }
  const known = desk.newest?.revision === mall.data.revision;
  const { newest, draft, disputed, merged, trouble } = desk;
  if (!known && !(await adopt(desk, shell, ask, mall.data))) {
    Object.assign(desk, { newest, draft, disputed, merged, trouble }); // asked again, with the draft that is kept
    return FAILED;
  }
  if (!known) desk.editions += 1; // who is writing in a form goes on in it
  return { ok: true, status: 200, data: { now: new Date().toISOString(), timezone: mall.data.document.mall.timezone } };
}

// The draft of this browser, on the revision that is newest now; false where nothing answered.
async function adopt(desk, shell, ask, newest) {
  const kept = readKept(recall(shell), who(shell));
  Object.assign(desk, { newest, disputed: null, merged: [], trouble: "" });
  desk.draft = begin(newest, kept && kept.base === newest.revision ? kept.changes : []);
  if (!kept) return true;
  if (kept.base !== newest.revision) return await catchUp(desk, shell, ask, kept);
  await preview(desk, shell);
  return true;
}

// Others saved something since: what they left alone goes with it, what both changed is asked.
async function catchUp(desk, shell, ask, kept) {
  const told = await shell.post("/mall/preview", { base: kept.base, changes: kept.changes });
  if (meaning(told) === "unanswered") return false; // what was kept stays kept until somebody answers
  if (!told.ok) {
    desk.trouble = told.problem?.detail ?? words("mall_lost");
    return true;
  }
  if (told.data.conflicts.length) {
    const older = await ask(`/mall/revisions/${kept.base}`);
    if (!older.ok) return false;
    desk.disputed = { conflicts: told.data.conflicts, older: older.data.document, ...kept };
    return true;
  }
  desk.draft = begin(desk.newest, kept.changes);
  desk.merged = told.data.merged ?? [];
  keep(desk, shell);
  await preview(desk, shell);
  return true;
}

/** What somebody chose where both changed the same becomes the draft on the newest revision. */
async function settle(desk, shell, chosen) {
  desk.draft = rebased(desk.newest, desk.disputed, chosen);
  desk.disputed = null;
  keep(desk, shell);
  await preview(desk, shell);
  redraw(desk, shell);
}

/** Asks what the draft would do; the newest answer counts. */
async function preview(desk, shell) {
  clearTimeout(desk.timer);
  desk.asked += 1;
  const mine = desk.asked;
  const changes = changesOf(desk.draft);
  if (changes.length === 0) {
    desk.told = null;
    return;
  }
  const answer = await shell.post("/mall/preview", { base: desk.draft.base, changes });
  if (mine !== desk.asked) return;
  desk.trouble = answer.ok ? "" : (answer.problem?.detail ?? words("mall_unanswered"));
  if (answer.ok) desk.told = answer.data;
}

function askSoon(desk, shell, heard) {
  clearTimeout(desk.timer);
  desk.timer = setTimeout(async () => {
    const mine = desk.asked + 1;
    await preview(desk, shell);
    if (mine === desk.asked) heard(desk);
  }, PAUSE_MS);
}

async function discard(desk, shell) {
  forget(shell);
  leavePreview(desk);
  Object.assign(desk, { draft: begin(desk.newest), told: null, disputed: null, trouble: "" });
  redraw(desk, shell);
}

/** What was saved is no draft any more; the newest revision is read. */
async function saved(desk, shell) {
  forget(shell);
  leavePreview(desk);
  Object.assign(desk, { draft: begin(desk.newest), told: null });
  await shell.refresh();
}

// What is still to be told is about a draft that is gone.
function leavePreview(desk) {
  clearTimeout(desk.timer);
  desk.asked += 1;
}

function redraw(desk, shell) {
  desk.editions += 1;
  shell.repaint();
}

const who = (shell) => shell.me().username ?? "";

const slot = (shell) => SLOT + who(shell);

function recall(shell) {
  try {
    return window.sessionStorage.getItem(slot(shell));
  } catch {
    return null;
  }
}

function keep(desk, shell) {
  if (changesOf(desk.draft).length === 0) return forget(shell);
  try {
    window.sessionStorage.setItem(slot(shell), keptText(desk.draft, who(shell)));
  } catch (error) {
    console.warn("this browser keeps nothing:", error.message);
  }
}

function forget(shell) {
  try {
    window.sessionStorage.removeItem(slot(shell));
  } catch (error) {
    console.warn("this browser keeps nothing:", error.message);
  }
}
