// The public page of a site, made by the server: fetched anew once a minute while somebody looks.

const EVERY_MS = 60_000;

setInterval(() => document.hidden || refresh(), EVERY_MS);
document.addEventListener("visibilitychange", () => document.hidden || refresh());

async function refresh() {
  try {
    const response = await fetch(location.href, { cache: "no-store" });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    replace(page.getElementById("main"));
  } catch (error) {
    console.warn("the page could not be refreshed:", error.message);
    showStale();
  }
}

// Keeps the place of a person who reads or walks the page with the keyboard.
function replace(main) {
  const old = document.getElementById("main");
  if (old.contains(document.activeElement) && document.activeElement !== old) return refocus(old, main);
  old.replaceWith(main);
}

function refocus(old, main) {
  const place = [...old.querySelectorAll("a")].indexOf(document.activeElement);
  old.replaceWith(main);
  main.querySelectorAll("a")[place]?.focus({ preventScroll: true });
}

function showStale() {
  const stale = document.getElementById("stale");
  stale.textContent = stale.dataset.words;
  stale.hidden = false;
}
