// The code by which visitors with a number from their phone check in: on the first page, small, and always the newest.

import { element } from "../element.js";

const SOONEST_MS = 2_000;
const LATEST_MS = 20_000; // a clock of the kiosk may be wrong: a code is good for 90 s after its own 90 s

/** Asks for the code while it is wanted, as often as it changes; `told` hears it, or null when there is none to show. */
export async function watchPresence({ isWanted, ask, told }) {
  let shown = null;
  for (;;) {
    const answer = isWanted() ? await ask() : null;
    const presence = answer?.ok ? answer.data : null;
    if (presence?.code !== shown?.code) told(presence);
    shown = presence;
    const left = presence ? Date.parse(presence.until) - Date.now() : SOONEST_MS;
    await new Promise((resolve) => setTimeout(resolve, Math.min(LATEST_MS, Math.max(SOONEST_MS, left))));
  }
}

/** The sign itself: what it is for, the code to type, and the same for a camera. */
export function presenceSign() {
  const title = element("p", { class: "presence-title" });
  const how = element("span");
  const code = element("strong", { class: "presence-code" });
  const picture = element("img", { alt: "", width: "96", height: "96" });
  const root = element("div", { class: "presence", hidden: true }, picture, element("div", {}, title, element("p", {}, how, " ", code)));
  return {
    root,
    show({ t, presence }) {
      root.hidden = presence === null;
      if (presence === null) return;
      title.textContent = t("presence");
      how.textContent = t("presence_how");
      if (code.textContent === spaced(presence.code)) return;
      code.textContent = spaced(presence.code);
      picture.src = `/${encodeURIComponent(presence.site)}/here/${encodeURIComponent(presence.code)}/qr.svg`;
    },
  };
}

const spaced = (code) => `${code.slice(0, 3)} ${code.slice(3)}`;
