// The receptionist's own settings of the screen: language, day or night.
import { keep, recall } from "./drawer.js";
import { speak } from "./language.js";

const night = () => document.getElementById("night");

/** Prepares the switches once; `changed()` is called when the page must say everything anew. */
export function prepareSettings(changed) {
  const theme = recall("theme");
  if (theme) document.documentElement.dataset.theme = theme;
  night().addEventListener("click", turn);
  show();
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      speak(button.dataset.language);
      changed();
    });
  }
}

function isNight() {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function turn() {
  const theme = isNight() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  keep("theme", theme);
  show();
}

function show() {
  night().setAttribute("aria-pressed", String(isNight()));
}
