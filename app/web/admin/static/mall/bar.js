// The bar that says what is not saved yet, and the notices above every page of the mall.
import { element } from "../../element.js";
import { words } from "../language.js";
import { repaint } from "../painting.js";

const at = (id) => document.getElementById(id);

/** How many changes wait, how many mistakes are among them, and the way to the page where they are saved. */
export function paintBar(desk) {
  const count = desk.disputed ? desk.disputed.changes.length : desk.count();
  at("draft").hidden = count === 0;
  if (count === 0) return;
  const wrong = desk.told?.mistakes?.length ?? 0;
  at("draft-said").textContent = words(wrong ? "mall_unsaved_wrong" : "mall_unsaved", { count, wrong });
}

/** What others saved meanwhile, what is disputed, and what the server has against the draft. */
export function paintNotices(desk) {
  const told = desk.merged.map((each) => words("mall_merged_one", { revision: each.revision, name: each.author_name || each.author, comment: each.comment && ` (${each.comment})` }));
  repaint(at("mall-notices"), [desk.disputed?.conflicts.length, told, desk.trouble], () => [
    desk.disputed && element("div", { class: "notice warning" }, element("p", {}, words("mall_disputed", { count: desk.disputed.conflicts.length })),
      !document.getElementById("review") && element("p", {}, element("a", { class: "button", href: "/admin/mall/review" }, words("mall_disputed_way")))),
    told.length > 0 && element("p", { class: "notice" }, words("mall_merged", { revisions: told.join("; ") })),
    desk.trouble && element("p", { class: "notice danger" }, desk.trouble),
  ].filter(Boolean));
}
