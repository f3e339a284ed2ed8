// The first page: greeting, search, and every agency as a card; with the search open, results and the keyboard.

import { element } from "../element.js";
import { choiceList } from "./choice.js";
import { keyboard } from "./keyboard.js";
import { agencyOf, closedAgencyText, closedText, nameLanguage, nameOf, rangeText, serviceOf, waitingText } from "./phrases.js";
import { picture } from "./picture.js";
import { presenceSign } from "./presence.js";
import { scroller } from "./scroller.js";
import { search } from "./search.js";

export function startPage(act) {
  const heading = element("h1", { tabindex: "-1" });
  const lead = element("p", { class: "lead" });
  const notice = element("p", { class: "notice warning", hidden: true });
  const field = searchField(act);
  const cards = choiceList("cards");
  const results = choiceList("results", { id: "results" });
  const hint = element("p", { class: "hint", role: "status" });
  const browsing = scroller(cards.root);
  const presence = presenceSign();
  const booked = element("button", { type: "button", class: "button booked", onclick: () => act({ type: "booking_asked" }) });
  const finding = scroller(results.root);
  const keys = keyboard((key) => act({ type: "query_changed", query: typed(field.input.value, key) }));
  const root = element("section", { class: "page start" },
    element("div", { class: "told" }, heading, lead, notice),
    element("div", { class: "deeds" },
      field.root,
      element("div", { class: "browsing" }, browsing.view, element("div", { class: "foot" }, presence.root, booked, browsing.controls)),
      element("div", { class: "finding" },
        element("div", { class: "found" }, element("div", { class: "found-head" }, hint, finding.controls), finding.view),
        keys.root)));
  let shown = {};
  return { root, heading, show };

  function show(scene) {
    const { state, t, catalogue, language, words, index } = scene;
    field.show(state);
    presence.show(scene);
    booked.hidden = !catalogue.bookings;
    root.classList.toggle("searching", state.searching);
    const sameWords = shown.words === words && shown.language === language;
    const sameFigures = sameWords && shown.catalogue === catalogue;
    if (!sameWords) nameThings(t);
    if (!sameFigures) {
      notice.hidden = catalogue.agencies.some((agency) => agency.open);
      cards.show(catalogue.agencies.map((agency) => agencyCard(scene, agency, act)));
    }
    if (state.searching && !(sameFigures && shown.query === state.query && shown.searching)) showResults(scene);
    shown = { words, language, catalogue, index, query: state.query, searching: state.searching };
  }

  function nameThings(t) {
    heading.textContent = t("greeting");
    lead.textContent = t("lead");
    notice.textContent = t("closed_all");
    booked.textContent = t("booking");
    for (const part of [field, keys, browsing, finding]) part.name(t);
  }

  function showResults(scene) {
    const { state, t, index } = scene;
    const found = search(index, state.query);
    results.show(found.map((entry) => (entry.kind === "agency" ? agencyResult : serviceResult)(scene, entry, act)));
    hint.textContent = hintText(t, state.query, found.length);
    if (shown.query !== state.query) finding.top();
  }
}

function typed(text, key) {
  if (key === "clear") return "";
  return key === "delete" ? text.slice(0, -1) : text + key;
}

function hintText(t, query, count) {
  if (query.trim() === "") return t("search_start");
  return count === 0 ? `${t("search_none", { query })} ${t("search_ask")}` : `${t("search_count", { count })}. ${t("search_ask")}`;
}

function searchField(act) {
  const label = element("label", { class: "visually-hidden", for: "search" });
  const input = element("input", {
    id: "search", type: "text", inputmode: "none", autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: "60",
    "aria-controls": "results",
    onclick: () => act({ type: "search_opened" }),
    oninput: () => act({ type: "search_opened" }, { type: "query_changed", query: input.value }),
    onkeydown: (event) => { if (event.key === "Enter") document.querySelector("#results button")?.click(); },
  });
  const close = element("button", { type: "button", class: "button", hidden: true, onclick: () => act({ type: "search_closed" }) });
  const box = element("span", { class: "search-box" }, picture("search", "sign"), input);
  const root = element("div", { class: "search", role: "search" }, label, box, close);
  return {
    root, input,
    name(t) {
      label.textContent = t("search_label");
      input.placeholder = t("search_hint");
      close.textContent = t("search_close");
    },
    show(state) {
      if (input.value !== state.query) input.value = state.query;
      if (state.searching && close.hidden) input.focus({ preventScroll: true });
      close.hidden = !state.searching;
    },
  };
}

function agencyCard({ t, language, catalogue }, agency, act) {
  const lines = agency.open
    ? [waitingText(t, agency.waiting), rangeText(t, agency.waiting > 0 ? agency.estimate : null)]
    : [closedAgencyText(t, agency, catalogue.now, language, catalogue.timezone)];
  return {
    kind: "agency-card", code: agency.code, agency: markOf(agency), name: agency.short_name, lang: "id", lines, closed: !agency.open,
    choose: () => act({ type: "agency_chosen", agency: agency.code }),
  };
}

function agencyResult({ t, catalogue }, entry, act) {
  const agency = agencyOf(catalogue, entry.agency);
  return {
    kind: "row", code: `agency ${agency.code}`, agency: markOf(agency), name: agency.short_name, lang: "id", closed: !agency.open,
    lines: [`${agency.name} · ${t("services", { count: agency.services.length })}`],
    choose: () => act({ type: "agency_chosen", agency: agency.code }),
  };
}

function serviceResult({ t, language, catalogue }, entry, act) {
  const agency = agencyOf(catalogue, entry.agency);
  const service = serviceOf(catalogue, entry.agency, entry.code);
  const now = service.open ? waitingText(t, agency.waiting) : closedText(t, service, catalogue.now, language, catalogue.timezone);
  return {
    kind: "row", code: `service ${service.code}`, agency: markOf(agency), closed: !service.open,
    name: nameOf(service, language), lang: nameLanguage(service, language), lines: [`${agency.short_name} · ${now}`],
    choose: () => act({ type: "service_chosen", agency: agency.code, service: service.code }),
  };
}

function markOf({ code, hue }) {
  return { code, hue };
}
