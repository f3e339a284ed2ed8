// What a page says of itself as it comes in by a key of its own, for the administrator's list of devices.
import { browserName } from "./entrance/browsers.js";

/** {version, width, height, engine}; the size in CSS pixels. */
export function aboutPage() {
  return {
    version: document.documentElement.dataset.edition,
    width: window.innerWidth,
    height: window.innerHeight,
    engine: browserName(navigator.userAgent),
  };
}
