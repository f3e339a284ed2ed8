// The counters: tiles by zone that never change their place, and the same as a table while it is open.
import { element, numberElement } from "../element.js";
import { alarmedCounters } from "./hall_reckoning.js";
import { clockOf, words } from "./language.js";
import { repaint, repaintEach, row } from "./painting.js";
import { staffedDesks } from "./reckoning.js";
import { deskState, deskText, waitText } from "./sentences.js";

const at = (id) => document.getElementById(id);

// Paints #zones; `openDesk(code, tile)` answers a press on a counter, `opened()` is the one that stands open.
export function prepareCounters({ openDesk, opened }) {
  at("zones").addEventListener("click", (event) => {
    const tile = event.target.closest("[data-counter]");
    if (tile) openDesk(tile.dataset.counter, tile);
  });
  return {
    paint(hall) {
      const clock = clockOf(hall.timezone);
      const alarmed = alarmedCounters(hall.alarms);
      const view = (desk) => ({ ...desk, ...shownOf(hall, desk, clock), alarmed: alarmed.has(desk.code), opened: opened() === desk.code });
      repaintEach(at("zones"), hall.zones, { key: ({ code }) => code, make: makeZone, fill: fillZone });
      for (const { code, counters } of hall.zones) {
        const place = document.querySelector(`[data-zone="${CSS.escape(code)}"] .tiles`);
        repaintEach(place, counters.map(view), { key: (desk) => desk.code, make: makeTile, fill: fillTile });
      }
      if (!at("counters-table").open) return;
      const desks = hall.zones.flatMap(({ counters }) => counters).map(view);
      repaint(at("counters"), desks, () => desks.map((desk) => deskRow(desk, clock)));
    },
  };
}

// What changes with the clock and the words, so that a tile is filled anew just when one of them did.
function shownOf(hall, desk, clock) {
  const person = desk.actor?.startsWith("staff:") ? hall.names[desk.actor] : null;
  return {
    who: desk.state === "closed" ? null : (person ?? null),
    text: deskText(words, desk, clock),
    word: words(`desk_${deskState(desk)}`),
    next: [
      desk.state === "break" && desk.returns_at && (overdue(desk, hall.now) || words("tile_until", { time: clock(desk.returns_at) })),
      desk.closing && words(desk.closing.approved ? "tile_closing_soon" : "tile_closing"),
      desk.helping.length > 0 && words("tile_helping"),
      desk.state === "closed" && desk.reopens_at && words("tile_reopens", { time: clock(desk.reopens_at) }),
    ].filter(Boolean).join(" · "),
  };
}

// A break that should be over.
function overdue({ state, returns_at: returns }, now) {
  const minutes = state === "break" && returns ? Math.floor((Date.parse(now) - Date.parse(returns)) / 60_000) : 0;
  return minutes > 0 && words("tile_overdue", { count: minutes });
}

function makeZone(zone) {
  return element("section", { class: "zone", "data-zone": zone.code, "aria-labelledby": `zone-${zone.code}` },
    element("h3", { id: `zone-${zone.code}` }), element("p", { class: "soft" }), element("ul", { class: "tiles", role: "list" }));
}

function fillZone(made, zone) {
  const [name, counted] = made.children;
  name.textContent = zone.name;
  counted.textContent = words("counters_open", { count: staffedDesks(zone), all: zone.counters.length });
}

function makeTile(desk) {
  return element("li", {}, element("button", { id: `tile-${desk.code}`, type: "button", "data-counter": desk.code }));
}

function fillTile(made, desk) {
  const button = made.firstElementChild;
  const busy = desk.number !== null;
  button.className = `tile tile-${desk.closing && !busy ? "closing" : deskState(desk)}${desk.alarmed ? " alarmed" : ""}`;
  button.setAttribute("aria-expanded", String(desk.opened));
  button.title = `${desk.name}: ${desk.agencies.join(", ")}`;
  button.replaceChildren(
    element("span", { class: "tile-top" },
      element("span", { class: "tile-name" }, desk.name), " ",
      busy && element("span", { class: "tile-minutes" }, words("minutes", { count: desk.minutes_here }))),
    element("span", { class: "tile-middle" }, busy ? numberElement(desk.number, { class: "tile-number" }) : element("span", { class: "tile-state" }, desk.word)),
    element("span", { class: "tile-foot" }, [busy && desk.word, desk.next, desk.who].filter(Boolean).join(" · ")));
  if (desk.alarmed) button.append(element("span", { class: "visually-hidden" }, words("tile_alarmed")));
}

function deskRow(desk, clock) {
  const since = desk.number_since ?? desk.since;
  return row(desk.name, desk.agencies.join(", "), [desk.text, desk.next].filter(Boolean).join(" · "), desk.number ?? "-",
    desk.minutes_here === null ? "-" : waitText(words, desk.minutes_here), desk.who ?? "-", clock(since), String(desk.served_today));
}
