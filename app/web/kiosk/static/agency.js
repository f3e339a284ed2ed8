// The second page: an agency's services in groups of readable lines.

import { element, markElement } from "../element.js";
import { choiceList } from "./choice.js";
import { grouped } from "./groups.js";
import { closedAgencyText, closedText, nameLanguage, nameOf, reasonText } from "./phrases.js";
import { picture } from "./picture.js";
import { scroller } from "./scroller.js";

export function agencyPage(act) {
  const heading = element("h1", { tabindex: "-1", lang: "id" });
  const fullName = element("p", { class: "lead", lang: "id" });
  const title = element("div", { class: "agency-title" });
  const notice = element("p", { class: "notice warning", hidden: true });
  const jumps = element("nav", { class: "jumps" });
  const list = element("div", { class: "groups" });
  const scroll = scroller(list);
  const back = element("button", { type: "button", class: "button", onclick: () => act({ type: "went_back" }) });
  const root = element("section", { class: "page agency" },
    element("div", { class: "told" }, title, fullName, notice),
    element("div", { class: "deeds" }, jumps, scroll.view, element("div", { class: "foot" }, back, scroll.controls)));
  let shown = {};
  let groups = [];
  return { root, heading, show };

  function show(scene) {
    const { t, agency, language, words, catalogue } = scene;
    const sameList = shown.words === words && shown.language === language && shown.code === agency.code;
    if (sameList && shown.agency === agency) return;
    if (!sameList) lay(scene);
    notice.hidden = agency.open;
    notice.textContent = reasonText(agency, language) || closedAgencyText(t, agency, catalogue.now, language, catalogue.timezone);
    for (const group of groups) group.choices.show(group.services.map(({ code }) => serviceChoice(scene, code, act)));
    if (shown.code !== agency.code) scroll.top();
    shown = { words, language, code: agency.code, agency };
  }

  // Headings, jumps and empty groups; the figures come after.
  function lay({ t, agency }) {
    heading.textContent = agency.short_name;
    title.replaceChildren(markElement(agency), heading);
    fullName.textContent = agency.name;
    back.replaceChildren(picture("left", "sign"), t("back"));
    scroll.name(t);
    groups = grouped(agency.services).map((group) => ({ ...group, choices: choiceList("services") }));
    const sections = groups.map(({ code, choices }) => (
      element("section", { class: "group" }, code && element("h2", {}, t(`group_${code}`)), choices.root)));
    list.replaceChildren(...sections);
    jumps.hidden = groups.length < 3;
    jumps.setAttribute("aria-label", t("service_groups"));
    jumps.replaceChildren(...groups.map(({ code }, at) => code && jump(t(`group_${code}`), sections[at])).filter(Boolean));
  }
}

function jump(title, section) {
  const go = () => section.scrollIntoView({ behavior: "smooth", block: "start" });
  return element("button", { type: "button", class: "button jump", onclick: go }, title);
}

function serviceChoice({ t, agency, language, catalogue }, code, act) {
  const service = agency.services.find((one) => one.code === code);
  const brings = service.requirements.length > 0 ? t("bring", { list: service.requirements.join(", ") }) : t("bring_nothing");
  const why = closedText(t, service, catalogue.now, language, catalogue.timezone);
  return {
    kind: "row service", code, name: nameOf(service, language), lang: nameLanguage(service, language), closed: !service.open,
    lines: [service.open ? brings : why],
    choose: () => act({ type: "service_chosen", agency: agency.code, service: code }),
  };
}
