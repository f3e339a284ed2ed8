// What stands around every page: the name of the mall, languages and size above; covers for trouble and silence.

import { element } from "../element.js";
import { picture, ring } from "./picture.js";

export function topBar(act, languages) {
  const name = element("span", { class: "mall-name" });
  const buttons = languages.map((language) => languageButton(language, () => act({ type: "language_chosen", language })));
  const group = element("div", { class: "switches", role: "group" }, languages.length > 1 ? buttons : []);
  const size = element("button", { type: "button", class: "button switch", onclick: () => act({ type: "size_switched" }) }, "A+");
  const { logo } = document.documentElement.dataset;
  const sign = element("img", { class: "logo", alt: "", "data-logo": "", hidden: !logo, ...(logo && { src: logo }) });
  const root = element("header", { class: "bar" }, element("div", { class: "mall-sign" }, sign, name), element("div", { class: "bar-right" }, group, size));
  return {
    root,
    show({ state, t, siteName }) {
      name.textContent = siteName;
      group.setAttribute("aria-label", t("languages"));
      languages.forEach((language, at) => buttons[at].setAttribute("aria-pressed", String(language === state.language)));
      size.setAttribute("aria-label", `A+ ${t("size")}`);
      size.setAttribute("aria-pressed", String(state.large));
    },
  };
}

const LANGUAGE_NAMES = { id: "Bahasa Indonesia", en: "English" };

function languageButton(language, choose) {
  return element("button", { type: "button", class: "button switch", lang: language, onclick: choose },
    element("span", { "aria-hidden": "true" }, language.toUpperCase()),
    element("span", { class: "visually-hidden" }, LANGUAGE_NAMES[language] ?? language));
}

// A full page that says what is going on and hides everything else.
export function cover() {
  const title = element("h1");
  const words = element("p");
  const drawing = element("div", { class: "cover-picture" });
  const root = element("section", { class: "cover", role: "alert", hidden: true }, drawing, title, words);
  return {
    root,
    show(shown) {
      root.hidden = shown === null;
      if (shown === null || root.dataset.shown === JSON.stringify(shown)) return;
      root.dataset.shown = JSON.stringify(shown);
      title.textContent = shown.title;
      words.textContent = shown.words ?? "";
      drawing.replaceChildren(...(shown.picture ? [picture(shown.picture, "picture huge")] : []));
    },
  };
}

// "Are you still here?" with a ring that empties; a touch anywhere is a yes. It goes away with the end of the touch,
// so that the finger does not land on what lies beneath.
export function stillHere(stay) {
  const circle = ring();
  const title = element("h2", { id: "still-here" });
  const words = element("p");
  const yes = element("button", { type: "button", class: "button primary" });
  const root = element("dialog", { class: "still-here", "aria-labelledby": "still-here" },
    element("div", { class: "still-picture" }, circle.root, picture("here", "picture")), title, words, yes);
  root.addEventListener("click", stay);
  root.addEventListener("cancel", (event) => {
    event.preventDefault();
    stay();
  });
  return {
    root,
    show({ state, t, seconds, share }) {
      if (!state.warned && root.open) root.close();
      if (!state.warned) return;
      title.textContent = t("idle_title");
      words.textContent = t("idle_text", { seconds });
      yes.textContent = t("idle_stay");
      circle.show(share);
      if (!root.open) root.showModal();
    },
  };
}
