// The third page: what to bring, how long it may take, and the one large button.

import { element, markElement } from "../element.js";
import { PRIORITIES } from "./flow.js";
import { closedText, nameLanguage, nameOf, peopleText, rangeText, reasonText, unbroken } from "./phrases.js";
import { picture } from "./picture.js";

export function servicePage(act, newKey) {
  const heading = element("h1", { tabindex: "-1" });
  const agencyLine = element("p", { class: "agency-line", lang: "id" });
  const facts = element("dl", { class: "facts" });
  const bring = element("div", { class: "bring" });
  const refusal = element("p", { class: "notice danger", role: "alert", hidden: true });
  const closed = element("p", { class: "notice warning", hidden: true });
  const wish = () => act({ type: "number_wanted", key: newKey() });
  const take = element("button", { type: "button", class: "button primary take", onclick: wish });
  const priority = priorityChoice(act);
  const back = element("button", { type: "button", class: "button", onclick: () => act({ type: "went_back" }) });
  const root = element("section", { class: "page service" },
    element("div", { class: "told" }, agencyLine, heading, facts, bring),
    element("div", { class: "deeds" }, refusal, closed, take, priority.root, element("div", { class: "foot" }, back)));
  return { root, heading, show };

  function show({ state, t, agency, service, language, catalogue }) {
    agencyLine.replaceChildren(markElement(agency), element("span", {}, agency.short_name));
    heading.textContent = unbroken(nameOf(service, language));
    heading.lang = nameLanguage(service, language);
    facts.replaceChildren(...factsOf(t, agency, service));
    bring.replaceChildren(...bringOf(t, service.requirements));
    refusal.hidden = state.refusal === null;
    refusal.textContent = state.refusal ? (state.refusal.detail ?? t("refused")) : "";
    closed.hidden = service.open;
    closed.textContent = reasonText(service, language) || closedText(t, service, catalogue.now, language, catalogue.timezone);
    take.hidden = !service.open;
    take.textContent = state.intent ? t("taking") : t(state.priority ? "take_priority" : "take");
    take.setAttribute("aria-busy", String(state.intent !== null));
    priority.show(state, t, service.open);
    back.replaceChildren(picture("left", "sign"), t("back"));
    back.disabled = state.intent !== null;
  }
}

function factsOf(t, agency, service) {
  const rows = [[t("waiting_title"), peopleText(t, agency.waiting)]];
  const range = rangeText(t, service.estimate, "range_text");
  if (service.open && range) rows.push([t("range_title"), range]);
  if (agency.zone_name) rows.push([t("place_title"), agency.zone_name]);
  return rows.map(([name, value]) => element("div", { class: "fact" }, element("dt", {}, name), element("dd", {}, value)));
}

function bringOf(t, requirements) {
  if (requirements.length === 0) return [element("p", { class: "bring-nothing" }, t("bring_nothing"))];
  return [element("h2", {}, t("bring_title")), element("ul", { lang: "id", class: requirements.length > 5 ? "many" : null }, requirements.map((paper) => element("li", {}, paper)))];
}

function priorityChoice(act) {
  const unfold = () => act({ type: "priority_asked" });
  const ask = element("button", { type: "button", class: "button quiet", "aria-controls": "priorities", onclick: unfold });
  const lead = element("p", { class: "soft" });
  const choices = PRIORITIES.map((priority) => {
    const choose = () => act({ type: "priority_chosen", priority });
    return element("button", { type: "button", class: "button priority", onclick: choose });
  });
  const box = element("div", { class: "priorities", id: "priorities" }, lead, element("div", { class: "priority-choices" }, choices));
  const root = element("div", { class: "priority-ask" }, ask, box);
  return { root, show };

  function show(state, t, open) {
    root.hidden = !open;
    ask.textContent = t("priority_ask");
    ask.setAttribute("aria-expanded", String(state.prioritising));
    lead.textContent = t("priority_lead");
    box.hidden = !state.prioritising;
    choices.forEach((button, at) => {
      button.textContent = t(`priority_${PRIORITIES[at]}`);
      button.setAttribute("aria-pressed", String(state.priority === PRIORITIES[at]));
      button.disabled = state.intent !== null;
    });
  }
}
