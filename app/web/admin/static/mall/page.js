// One table of the mall as a page: its list and the form of each entry, by the part of the address after #.
import { element } from "../../element.js";
import { language, words } from "../language.js";
import { repaint } from "../painting.js";
import { paintBar, paintNotices } from "./bar.js";
import { openDesk } from "./desk.js";
import { drawEntry, markEntry } from "./entry.js";
import { drawList } from "./list.js";
import { valueAt } from "./places.js";
import { drawSheet, markSheet } from "./sheet.js";
import { entriesOf, isList, listPath, living, parentOf } from "./tables.js";

const at = (id) => document.getElementById(id);
const table = at("mall").dataset.table;
const view = { archived: false, parent: new URLSearchParams(location.search).get("in"), left: null };
const desk = openDesk({ paint, heard: mark });

window.addEventListener("hashchange", () => {
  if (!desk.draft) return; // the first look is still under way, and paints what the address asks for
  paint();
  const title = at("entry-title");
  (title ?? at(`entry-${view.left}`) ?? at("mall-title")).focus();
});

// The steps after #: the code of the site or agency where there is one, then that of the entry.
function steps() {
  return location.hash.slice(1).split("/").filter(Boolean).map(decodeURIComponent);
}

function entryPath() {
  if (!isList(table)) return [table];
  const told = steps();
  const [parent, key] = parentOf(table) ? told : [null, ...told];
  const path = key === undefined ? null : [...listPath(table, parent), key];
  return path && valueAt(desk.draft.edited, path) ? path : null;
}

// The site or agency whose entries are listed: as the address says, else the first one.
function parent() {
  const over = parentOf(table);
  if (!over) return null;
  const codes = entriesOf(desk.draft.edited, over, null).map(({ key }) => key);
  const wanted = [steps()[0], view.parent].find((code) => codes.includes(code));
  return wanted ?? codes[0] ?? null;
}

function paint() {
  paintNotices(desk);
  const stuck = desk.disputed !== null;
  at("mall-place").hidden = stuck;
  if (stuck) return paintBar(desk);
  const path = entryPath();
  at("mall-title").hidden = path !== null && isList(table);
  at("mall-about").textContent = path && isList(table) ? "" : (desk.about[table]?.help[language()] ?? "");
  const shown = [path, parent(), view.archived, desk.editions];
  repaint(at("mall-place"), shown, () => draw(path).flat().filter(Boolean));
  if (path) view.left = path.at(-1);
  mark();
}

function draw(path) {
  if (path) return drawEntry(desk, path, isList(table) ? () => { location.hash = parentOf(table) ? encodeURIComponent(path[1]) : ""; } : null);
  if (table === "service") return drawSheet(desk, view, address);
  return [drawParents(), ...drawList(desk, { table, parent: parent() }, {
    archived: view.archived, address,
    showArchived: (archived) => {
      view.archived = archived;
      paint();
      at("show-archived")?.focus();
    },
    open: (entry) => { location.hash = address(entry); },
  })];
}

function address({ path, key }) {
  return `#${(parentOf(table) ? [path[1], key] : [key]).map(encodeURIComponent).join("/")}`;
}

// Which site it is about; nothing is asked where there is one.
function drawParents() {
  const over = parentOf(table);
  const found = over ? entriesOf(desk.draft.edited, over, null) : [];
  if (found.length < 2) return null;
  const places = living(found.map(({ row }) => row));
  return element("div", { class: "field mall-parent" }, element("label", { for: "mall-parent" }, words(`mall_in_${over}`)),
    element("select", { id: "mall-parent", onchange: ({ target }) => {
      view.parent = target.value;
      history.replaceState(history.state, "", `${location.pathname}?in=${encodeURIComponent(target.value)}`);
      paint();
      at("mall-parent").focus();
    } }, places.map(({ code, name }) => element("option", { value: code, selected: code === parent() }, name))));
}

// What can change without the form being drawn anew, so that whoever writes in it is not disturbed.
function mark() {
  paintBar(desk);
  paintNotices(desk);
  const path = desk.disputed ? null : entryPath();
  if (path) markEntry(desk, path, at("mall-place"));
  else if (table === "service") markSheet(desk);
}
