// The clerk's own settings of the screen: language, day or night, sound.
import { keep, recall } from "./drawer.js";
import { language, speak } from "./language.js";

const at = (id) => document.getElementById(id);

/** Prepares the switches once; `changed()` is called when the page must say everything anew. */
export function prepareSettings(changed) {
  const theme = recall("theme");
  if (theme) document.documentElement.dataset.theme = theme;
  at("night").addEventListener("click", () => setNight(!isNight()));
  at("sound").addEventListener("click", () => setSound(!wantsSound()));
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      speak(button.dataset.language);
      showSettings();
      changed();
    });
  }
  showSettings();
}

export function wantsSound() {
  return recall("sound") ?? true;
}

function setSound(wanted) {
  keep("sound", wanted);
  showSettings();
}

function isNight() {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function setNight(night) {
  const theme = night ? "dark" : "light";
  document.documentElement.dataset.theme = theme;
  keep("theme", theme);
  showSettings();
}

function showSettings() {
  at("night").setAttribute("aria-pressed", String(isNight()));
  at("sound").setAttribute("aria-pressed", String(wantsSound()));
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language()));
  }
}
