// The public pages of a site, made by the server: fetched anew once a minute while somebody looks, and as one types.

const EVERY_MS = 60_000;
const PAUSE_MS = 250; // between two signs of a word
const at = (id) => document.getElementById(id);

let asking = null; // the request of the search that is on its way
let pause = null;

setInterval(() => document.hidden || refresh(), EVERY_MS);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
at("find")?.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(find, PAUSE_MS);
});
at("find-form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  find();
});

async function refresh() {
  try {
    show(await pageAt(location.href));
  } catch (error) {
    console.warn("the page could not be refreshed:", error.message);
    showStale();
  }
}

// The last word counts: an answer that comes later than the next question is not shown.
async function find() {
  asking?.abort();
  asking = new AbortController();
  const address = new URL(location.href);
  address.search = new URLSearchParams(at("find").value.trim() ? { find: at("find").value.trim() } : {});
  try {
    const page = await pageAt(address, asking.signal);
    history.replaceState(history.state, "", address);
    show(page);
    for (const link of document.querySelectorAll(".head-languages a")) {
      const kept = new URLSearchParams(address.search);
      kept.set("lang", link.lang);
      link.search = kept;
    }
  } catch (error) {
    if (error.name !== "AbortError") showStale();
  }
}

async function pageAt(address, signal) {
  const response = await fetch(address, { cache: "no-store", signal });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

// Only what is live is replaced; a field, a form and what is unfolded stay as the visitor left them.
function show(page) {
  at("stale").hidden = true;
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id);
    if (fresh && fresh.innerHTML !== part.innerHTML) replace(part, fresh);
  }
  const count = page.getElementById("find-count")?.textContent ?? "";
  if (at("find-count") && at("find-count").textContent !== count) at("find-count").textContent = count;
  document.title = page.title;
}

function replace(old, fresh) {
  const place = [...old.querySelectorAll("a, summary")].indexOf(document.activeElement);
  const unfolded = new Set([...old.querySelectorAll("details[open]")].map(nameOf));
  for (const details of fresh.querySelectorAll("details")) details.open = unfolded.has(nameOf(details));
  old.replaceWith(fresh);
  if (place >= 0) fresh.querySelectorAll("a, summary")[place]?.focus({ preventScroll: true });
}

const nameOf = (details) => details.querySelector("summary").textContent;

function showStale() {
  const stale = at("stale");
  stale.textContent = stale.dataset.words;
  stale.hidden = false;
}
