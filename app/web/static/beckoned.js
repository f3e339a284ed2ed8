// What an administrator tells this screen over its live link: show your name, load yourself anew.
import "./identity.js";

const LOOK_MS = 500;

// The handlers for a live link; the page is loaded anew as soon as `isFree()`, so that nobody loses what is being done.
// So it is when the mall says something in other words than when the page was loaded.
export function beckoned(isFree) {
  let waiting = null;
  const reload = () => {
    waiting ??= setInterval(() => isFree() && location.reload(), LOOK_MS);
  };
  document.addEventListener("look", ({ detail }) => {
    if (detail.words !== document.documentElement.dataset.ownWords) reload();
  });
  return { identify: (name) => document.dispatchEvent(new CustomEvent("identify", { detail: name })), reload };
}
