// The screens in small, made of the components and the words of the real ones, in the colours of a preview.
import { element, markElement, numberElement } from "../element.js";
import { words } from "./language.js";

const SHOWN_AGENCIES = 3;
const NUMBER = "A-007";

/** `seen` = {mall, agencies, logo, say(section, key, blanks)}; the figures of what each screen looks like. */
export function mocks(seen) {
  return [["kiosk", kiosk(seen)], ["display", display(seen)], ["phone", phone(seen)]].map(([name, screen]) =>
    element("figure", { class: "mock" }, screen, element("figcaption", { class: "soft" }, words(`look_mock_${name}`))));
}

/** Lays the roles over every screen of a preview. */
export function paintMocks(place, roles) {
  for (const screen of place.querySelectorAll(".mock-screen")) {
    for (const [role, colour] of Object.entries(roles)) screen.style.setProperty(`--${role}`, colour);
  }
}

const logoOf = ({ logo }) => logo && element("img", { class: "logo", src: logo, alt: "" });

function kiosk(seen) {
  const { mall, agencies, say } = seen;
  return element("div", { class: "mock-screen", inert: true },
    element("p", { class: "mock-head" }, logoOf(seen), mall.name),
    element("p", { class: "mock-title" }, say("kiosk", "greeting")),
    agencies.slice(0, SHOWN_AGENCIES).map((agency) => element("p", { class: "mock-head" }, markElement(agency), agency.short_name)),
    element("p", {}, element("span", { class: "button primary" }, say("kiosk", "take"))),
    element("p", { class: "mock-link" }, say("kiosk", "booking")));
}

function display(seen) {
  const { mall, agencies, say } = seen;
  return element("div", { class: "mock-screen", inert: true },
    element("p", { class: "mock-head" }, logoOf(seen), mall.name),
    element("p", { class: "mock-call" }, numberElement(NUMBER), element("span", {}, agencies[0]?.short_name ?? "")),
    [["B-012", 5], ["C-004", 2]].map(([number, counter]) => element("p", { class: "mock-row" }, numberElement(number), element("span", { class: "soft" }, `${say("display", "counter")} ${counter}`))),
    element("p", { class: "mock-foot" }, say("display", "please_wait")));
}

function phone(seen) {
  return element("div", { class: "mock-screen mock-phone", inert: true },
    element("p", { class: "mock-head" }, logoOf(seen), seen.mall.name),
    numberElement(NUMBER),
    element("p", { class: "mock-title" }, seen.say("visitor", "called")),
    element("p", { class: "mock-counter" }, `${seen.say("display", "counter")} 3`));
}
