// The last page: the number, at once; the code to follow it; what the paper is doing; and the way home.

import { element, numberElement } from "../element.js";
import { isUncertain } from "./flow.js";
import { aheadText, paperText, rangeText } from "./phrases.js";
import { picture, ring, turnPicture } from "./picture.js";

export function numberPage(act) {
  const heading = element("h1", { tabindex: "-1" });
  const figure = element("p", { class: "figure" });
  const service = element("p", { class: "number-service" });
  const place = element("p", { class: "soft" });
  const paper = paperState();
  const code = element("figure", { class: "code" });
  const confirm = confirmation(act);
  const leave = leaving(act);
  const root = element("section", { class: "page number-page" },
    element("div", { class: "told" }, heading, figure, service, place),
    element("div", { class: "deeds" },
      element("div", { class: "beside" }, code, element("div", { class: "beside-text" }, paper.root, confirm.root)),
      leave.root));
  let drawn = null;
  return { root, heading, show, pass: leave.show };

  function show(scene) {
    const { state, t, agency, language } = scene;
    const { ticket } = state;
    heading.replaceChildren(t("your_number"), element("span", { class: "visually-hidden" }, ` ${ticket.number}`));
    service.textContent = [serviceName(ticket, language), ticket.agency_name ?? agency?.short_name].filter(Boolean).join(" · ");
    place.textContent = placeText(t, ticket, agency);
    drawTicket(t, ticket);
    paper.show(t, state);
    confirm.show(t, state);
    leave.show(scene);
  }

  function drawTicket(t, ticket) {
    if (drawn !== ticket.id) {
      figure.replaceChildren(numberElement(ticket.number, { "aria-hidden": "true", class: ticket.number.length > 5 ? "long" : "" }));
      code.replaceChildren(...(ticket.token ? [codeImage(ticket.token), element("figcaption")] : []));
      drawn = ticket.id;
    }
    if (code.lastChild) code.lastChild.textContent = t("qr");
    if (code.firstChild) code.firstChild.alt = t("qr");
  }
}

function codeImage(token) {
  return element("img", { src: `/t/${encodeURIComponent(token)}/qr.svg`, alt: "", width: "240", height: "240" });
}

// "3 orang di depan Anda · sekitar 10-20 menit · Lantai 1"
function placeText(t, ticket, agency) {
  const range = rangeText(t, ticket.ahead > 0 ? ticket.estimate : null);
  return [aheadText(t, ticket.ahead), range, ticket.zone_name ?? agency?.zone_name].filter(Boolean).join(" · ");
}

function serviceName(ticket, language) {
  return language === "en" && ticket.service_name_en ? ticket.service_name_en : ticket.service_name;
}

const PICTURES = { coming: "coming", slow: "slow", out: "out", sent: "out", trouble: "trouble", none: "trouble", moved: "walk", there: "walk" };

function paperState() {
  const drawing = picture("coming", "picture large");
  const words = element("p", { class: "paper-words", role: "status" });
  const root = element("div", { class: "paper" }, drawing, words);
  return {
    root,
    show(t, state) {
      const sentence = paperText(t, state);
      root.dataset.paper = state.paper;
      turnPicture(drawing, PICTURES[state.paper]);
      if (words.textContent !== sentence) words.textContent = sentence;
    },
  };
}

function confirmation(act) {
  const button = element("button", { type: "button", class: "button confirm", onclick: () => act({ type: "confirm_wanted" }) });
  const words = element("p", { class: "confirm-words", role: "status" });
  const root = element("div", { class: "confirmation" }, button, words);
  return {
    root,
    show(t, { paper, confirmed, ticket }) {
      root.hidden = !isUncertain(paper) || !ticket.token;
      button.hidden = confirmed === "yes";
      button.textContent = t(confirmed === "asking" ? "confirming" : "confirm");
      button.setAttribute("aria-busy", String(confirmed === "asking"));
      words.textContent = t({ yes: "confirmed", unsaved: "confirm_unsaved" }[confirmed] ?? "confirm_why");
    },
  };
}

function leaving(act) {
  const circle = ring();
  const label = element("span");
  const finish = () => act({ type: "finished" });
  const button = element("button", { type: "button", class: "button primary done", onclick: finish }, circle.root, label);
  const words = element("p", { class: "soft leaving-words" });
  return {
    root: element("div", { class: "leaving" }, words, button),
    show({ state, t, seconds, share }) {
      label.textContent = t("done");
      circle.root.classList.toggle("resting", state.leave_at === null);
      circle.show(share);
      words.textContent = state.leave_at === null ? t("wait_called") : t("done_left", { seconds });
    },
  };
}
