// What an administrator tells this screen over its live link: show your name, load yourself anew.
import "./identity.js";

const LOOK_MS = 500;

// The handlers for a live link; the page is loaded anew as soon as `isFree()`, so that nobody loses what is being done.
export function beckoned(isFree) {
  let waiting = null;
  return {
    identify: (name) => document.dispatchEvent(new CustomEvent("identify", { detail: name })),
    reload: () => {
      waiting ??= setInterval(() => isFree() && location.reload(), LOOK_MS);
    },
  };
}
