// One choice from a long list: found by typing, marked with the arrows or by a click.
import { element } from "../element.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

/**
 * Makes a picker of a search field and its list. `find(typed)` gives the hits, `line(hit)` the nodes of one,
 * `changed(hit, count)` hears which is marked (undefined: none was found). A double click is `choose()`.
 */
export function makePicker({ search, list, find, line, changed, choose }) {
  const view = { search, list, find, line, changed, choose, hits: [], marked: 0 };
  search.addEventListener("input", () => fill(view));
  search.addEventListener("keydown", (event) => {
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    mark(view, view.marked + STEPS[event.key]);
  });
  return {
    /** Empties the search, and begins with the first. */
    begin() {
      search.value = "";
      fill(view);
      search.focus();
    },
    /** Looks again for what is typed, in a catalogue that has come meanwhile. */
    refresh: () => fill(view),
    chosen: () => view.hits[view.marked],
  };
}

function fill(view) {
  view.hits = view.find(view.search.value);
  view.list.replaceChildren(...view.hits.map((hit, index) => option(view, hit, index)));
  mark(view, 0);
}

function option(view, hit, index) {
  return element("li", {
    id: `${view.list.id}-${index}`, role: "option", class: "pick",
    onclick: () => mark(view, index), ondblclick: view.choose,
  }, ...view.line(hit));
}

function mark(view, index) {
  view.marked = Math.max(0, Math.min(index, view.hits.length - 1));
  for (const [place, node] of [...view.list.children].entries()) {
    node.setAttribute("aria-selected", String(place === view.marked));
    if (place === view.marked) node.scrollIntoView({ block: "nearest" });
  }
  if (view.hits.length) view.search.setAttribute("aria-activedescendant", `${view.list.id}-${view.marked}`);
  else view.search.removeAttribute("aria-activedescendant");
  view.changed(view.hits[view.marked], view.hits.length);
}
