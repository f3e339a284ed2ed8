// Shows a state: the bar, the page of the step, and what covers them when something is the matter.

import { element } from "../element.js";
import { agencyPage } from "./agency.js";
import { bookingPage } from "./booking.js";
import { HOME_AFTER, RING, WARN_AFTER, isLost, secondsLeft } from "./flow.js";
import { cover, stillHere, topBar } from "./frame.js";
import { numberPage } from "./number.js";
import { agencyOf, serviceOf } from "./phrases.js";
import { servicePage } from "./service.js";
import { startPage } from "./start.js";
import { newKey, say } from "../wire.js";

export function stage(act, languages) {
  const bar = topBar(act, languages);
  const pages = {
    start: startPage(act), agency: agencyPage(act), service: servicePage(act, newKey), booking: bookingPage(act, newKey), number: numberPage(act),
  };
  const main = document.getElementById("main");
  const trouble = cover();
  const still = stillHere(() => act({ type: "touched" }));
  const thread = element("p", { class: "notice warning thread", role: "status", hidden: true });
  const dress = wardrobe();
  document.body.prepend(bar.root);
  document.body.append(thread, trouble.root, still.root);
  let shown = {};
  return { show };

  // Returns true when another page came up.
  function show(scene) {
    const { state, words, index } = scene;
    const page = pages[state.screen];
    showTrouble(scene);
    still.show(scene);
    if (shown.state === state && shown.words === words && shown.index === index && shown.presence === scene.presence) {
      if (index) page.pass?.(scene);
      return false;
    }
    shown = { state, words, index, presence: scene.presence };
    dress(state);
    document.title = scene.t("title");
    bar.show(scene);
    if (index) page.show(scene);
    return index ? turnTo(page) : false;
  }

  function turnTo(page) {
    if (main.firstElementChild === page.root) return false;
    const first = main.firstElementChild === null;
    main.replaceChildren(page.root);
    window.scrollTo(0, 0);
    if (!first) page.heading.focus({ preventScroll: true });
    return !first;
  }

  function showTrouble({ state, t, at, index, unpaired }) {
    const lost = isLost(state, at);
    const onNumber = state.screen === "number";
    const covered = coverFor({ t, unpaired, ready: index !== null, lost: lost && !onNumber, wish: state.intent !== null });
    trouble.show(covered);
    main.inert = covered !== null;
    bar.root.inert = covered !== null;
    const sentence = lost && onNumber ? t("lost_number") : "";
    if (thread.textContent !== sentence) thread.textContent = sentence;
    thread.hidden = sentence === "";
  }
}

function coverFor({ t, unpaired, lost, ready, wish }) {
  if (unpaired) return { title: t("unpaired_title"), words: t("unpaired_text") };
  if (lost) return { title: t("lost_title"), words: t(wish ? "lost_wish" : "lost_text"), picture: "lost" };
  return ready ? null : { title: t("starting") };
}

// Large type goes with high contrast by day; a page that was given a theme gets it back.
function wardrobe() {
  const page = document.documentElement;
  const theme = page.dataset.theme;
  return ({ language, large }) => {
    page.lang = language;
    page.toggleAttribute("data-large", large);
    const worn = large ? { contrast: "more", theme: "light" } : { contrast: undefined, theme };
    for (const [name, value] of Object.entries(worn)) {
      if (value === undefined) delete page.dataset[name];
      else page.dataset[name] = value;
    }
  };
}

// Everything a page needs to show a state.
export function sceneOf(state, { words, index, unpaired, at, presence = null }) {
  const { catalogue, language } = state;
  const seconds = secondsLeft(state, at);
  const span = state.leave_at === null ? HOME_AFTER - WARN_AFTER : RING;
  return {
    state, at, catalogue, language, index, unpaired, presence, seconds, words: words[language], siteName: catalogue?.name ?? "",
    t: (key, blanks) => say(words[language], key, blanks),
    agency: agencyOf(catalogue, state.agency),
    service: serviceOf(catalogue, state.agency, state.service),
    share: seconds === null ? 1 : (seconds * 1000) / span,
  };
}
