// Pictures and films for the displays of a site: sending them, and the list that says when which display shows them.
import { element } from "../element.js";
import { clockText } from "../wire.js";
import { refusal } from "./hall_forms.js";
import { language, words } from "./language.js";
import { entryElement, film, picture } from "./media_entry.js";
import { entryOf, isSame, lengthText, moved, scheduleText, sizeText, wishOf, wrongIn } from "./media_reckoning.js";
import { sendings } from "./media_sending.js";
import { state } from "./painting.js";
import { openShell } from "./shell.js";

const LOOK_MS = 15_000; // for what plays now
const at = (id) => document.getElementById(id);
const { arrangement, playlist } = window.Antrean; // the display's own reckoning
const path = (site, what) => `/sites/${encodeURIComponent(site)}/${what}`;
const shell = openShell({ read, paint, still: true });
const draft = { site: null, version: null, saved: [], items: [], open: new Set() };
let told = null;
let askedAt = 0;
let forgetting = null;

async function read(ask, site) {
  const answers = await Promise.all(["media", "playlist", "displays"].map((what) => ask(path(site, what))));
  const failed = answers.find(({ ok }) => !ok);
  if (failed) return failed;
  const [media, list, displays] = answers.map(({ data }) => data);
  askedAt = performance.now();
  return { ...answers[0], data: { ...media, list, displays: displays.displays, layouts: displays.layouts } };
}

// What somebody has changed and not saved stays, whatever else is news; of another site it is gone.
function paint(data, site) {
  told = data;
  const isOwn = draft.site === site && isDirty();
  if (!isOwn) take(data.list, site);
  at("file-help").textContent = words("media_help", { size: sizeText(data.most, language()) });
  at("playlist-unseen").hidden = draft.items.length === 0 || data.displays.some(showsMedia);
  at("library-free").textContent = words("media_free", { size: sizeText(data.free, language()) });
  paintEntries();
  paintLibrary();
}

function take(list, site) {
  Object.assign(draft, { site, version: list.version, saved: list.items, items: list.items.map((item) => ({ ...item })), open: new Set() });
  at("playlist-error").textContent = "";
}

function isDirty() {
  return !isSame(draft.items, draft.saved);
}

function showsMedia({ layout }) {
  const found = told.layouts.find(({ code }) => code === layout);
  return Boolean(found) && arrangement.holds(found, "media");
}

function paintEntries() {
  const held = document.activeElement?.id;
  at("entries").replaceChildren(...draft.items.map((item, place) => entryElement(item, place, {
    media: mediaOf(item),
    displays: told.list.displays,
    count: draft.items.length,
    facts: factsOf(mediaOf(item)),
    isOpen: draft.open.has(item),
  }, deedsOf(item, place))));
  draft.items.forEach((item, place) => {
    at(`more-${place}`).ontoggle = ({ target }) => (target.open ? draft.open.add(item) : draft.open.delete(item));
  });
  at("entries-none").hidden = draft.items.length > 0;
  sayAll();
  if (held && document.activeElement?.id !== held) at(held)?.focus({ preventScroll: true });
}

function mediaOf({ media }) {
  return told.media.find(({ id }) => id === media) ?? { name: "?", kind: "image", url: "", size: 0, width: null, height: null, seconds: null };
}

function deedsOf(item, place) {
  return {
    move: (by) => {
      draft.items = moved(draft.items, place, place + by);
      paintEntries();
      const next = at(`${by < 0 ? "up" : "down"}-${place + by}`);
      (next.disabled ? at(`${by < 0 ? "down" : "up"}-${place + by}`) : next).focus();
    },
    remove: () => {
      draft.items = draft.items.filter((each) => each !== item);
      paintEntries();
      (at(`out-${Math.min(place, draft.items.length - 1)}`) ?? at("playlist-save")).focus();
    },
    change: (part) => {
      Object.assign(item, part);
      sayAll();
    },
  };
}

function sayAll() {
  const wall = playlist.wall(Date.parse(told.now) + performance.now() - askedAt, told.timezone);
  draft.items.forEach((item, place) => {
    const plays = playlist.plays(item, wall);
    at(`now-${place}`).replaceChildren(state(plays ? "good" : "", words(plays ? "playlist_now" : "playlist_not_now")));
    at(`when-${place}`).textContent = scheduleText(item, { say: words, dayText, clock, displayName });
    at(`wrong-${place}`).textContent = wrongIn(item).map((name) => words(`playlist_wrong_${name}`)).join(" ");
  });
  const dirty = isDirty();
  at("playlist-dirty").textContent = dirty ? words("playlist_dirty") : "";
  at("playlist-undo").hidden = !dirty;
  at("playlist-buttons").hidden = draft.items.length === 0 && !dirty;
  at("playlist-unseen").hidden = draft.items.length === 0 || told.displays.some(showsMedia);
}

function dayText(iso) {
  return new Intl.DateTimeFormat(language() === "id" ? "id-ID" : "en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));
}

function clock(text) {
  return language() === "id" ? text.replace(":", ".") : text;
}

function displayName(code) {
  return told.list.displays.find((display) => display.code === code)?.name ?? code;
}

function factsOf({ kind, width, height, seconds, size }) {
  const shape = width && height ? `${width} \u00d7 ${height}` : "";
  return [words(`media_${kind}`), shape, seconds && lengthText(seconds), sizeText(size, language())].filter(Boolean).join(" \u00b7 ");
}

function paintLibrary() {
  at("library").replaceChildren(...told.media.map((media) => element("li", { class: "card library-card" },
    preview(media),
    element("h3", { class: "library-name" }, media.name),
    element("p", { class: "soft" }, factsOf(media)),
    element("p", { class: "soft" }, words("media_added", { time: `${dayText(media.added_at.slice(0, 10))} ${clockText(media.added_at, language(), told.timezone)}` })),
    media.failed.map(({ display, at: moment }) => element("p", { class: "error" }, words("media_failed", { display: displayName(display), time: clockText(moment, language(), told.timezone) }))),
    element("div", { class: "media-buttons" },
      element("button", { id: `add-${media.id}`, class: "button", type: "button", "aria-label": `${words("playlist_add")}: ${media.name}`, onclick: () => add(media) }, words("playlist_add")),
      media.listed
        ? element("p", { class: "soft" }, words("media_listed"))
        : element("button", { id: `forget-${media.id}`, class: "button", type: "button", "aria-label": `${words("media_forget")}: ${media.name}`, onclick: () => ask(media) }, words("media_forget"))))));
  at("library-none").hidden = told.media.length > 0;
}

function preview(media) {
  if (media.kind === "image") return picture(media, "library-picture");
  return film(media, { class: "library-picture", controls: true, "aria-label": media.name });
}

function add(media) {
  draft.items = [...draft.items, entryOf(media.id)];
  paintEntries();
  at("media-said").textContent = words("playlist_added", { name: media.name });
  at(`add-${media.id}`).focus();
}

async function save() {
  const wrong = draft.items.findIndex((item) => wrongIn(item).length > 0);
  if (wrong >= 0) {
    at(`more-${wrong}`).open = true;
    return at(`more-${wrong}`).scrollIntoView({ block: "center" });
  }
  const button = at("playlist-save");
  if (button.getAttribute("aria-busy") === "true") return null;
  button.setAttribute("aria-busy", "true");
  const sent = draft.items.map(wishOf);
  const answer = await shell.put(path(draft.site, "playlist"), { version: draft.version, items: sent });
  button.removeAttribute("aria-busy");
  if (!answer.ok) return refused(answer);
  at("playlist-error").textContent = "";
  Object.assign(draft, { version: answer.data.version, saved: answer.data.items });
  at("media-said").textContent = words("playlist_saved");
  await shell.refresh();
  return at("playlist-save").focus();
}

// Somebody else was quicker: their list comes in place of this one, when whoever sits here wants it.
function refused(answer) {
  const newest = answer.problem?.code === "playlist_changed" && element("button", { id: "playlist-newest", class: "button", type: "button", onclick: undo }, words("playlist_newest"));
  at("playlist-error").replaceChildren(refusal(answer), ...(newest ? [" ", newest] : []));
}

async function undo() {
  draft.items = draft.saved;
  at("playlist-error").textContent = "";
  await shell.refresh();
  at("playlist-title").scrollIntoView({ block: "start" });
  at("playlist-save").focus({ preventScroll: true });
}

function ask(media) {
  forgetting = media;
  at("forget-title").textContent = words("media_forget_title", { name: media.name });
  at("forget-error").textContent = "";
  at("forget").showModal();
  at("forget-cancel").focus();
}

async function forget() {
  const media = forgetting;
  const answer = await shell.remove(path(draft.site, `media/${media.id}`));
  if (!answer.ok) {
    at("forget-error").textContent = refusal(answer);
    return;
  }
  at("forget").close();
  at("media-said").textContent = words("media_forgotten", { name: media.name });
  draft.items = draft.items.filter((item) => item.media !== media.id);
  await shell.refresh();
}

const send = sendings(at("sendings"), {
  send: (file, onProgress) => shell.upload(path(shell.site(), "media"), file, onProgress),
  limits: () => ({ most: told.most, free: told.free }),
  arrived: () => shell.refresh(),
});

at("send-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const files = [...at("file").files];
  at("file-error").textContent = files.length ? "" : words("media_no_file");
  send(files);
  at("file").value = "";
});
at("playlist-save").addEventListener("click", save);
at("playlist-undo").addEventListener("click", undo);
at("forget-confirm").addEventListener("click", forget);
at("forget-cancel").addEventListener("click", () => at("forget").close());
at("forget").addEventListener("close", () => at(`forget-${forgetting?.id}`)?.focus());
window.addEventListener("beforeunload", (event) => {
  if (told && isDirty()) event.preventDefault();
});
setInterval(() => told && !document.hidden && sayAll(), LOOK_MS);
