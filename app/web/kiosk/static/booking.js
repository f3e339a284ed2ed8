// The page for whoever booked: the ten signs of the booking, typed or read by a scanner, become a number.

import { element } from "../element.js";
import { keyboard } from "./keyboard.js";
import { picture } from "./picture.js";

export function bookingPage(act, newKey) {
  const heading = element("h1", { tabindex: "-1" });
  const lead = element("p", { class: "lead", id: "booking-lead" });
  const label = element("label", { for: "booking-code" });
  const input = element("input", {
    id: "booking-code", type: "text", inputmode: "none", autocomplete: "off", autocapitalize: "characters", spellcheck: "false",
    "aria-describedby": "booking-lead booking-refusal",
    oninput: () => act({ type: "code_typed", typed: input.value }),
    onkeydown: (event) => { if (event.key === "Enter") send(); },
  });
  const refusal = element("p", { class: "notice danger", id: "booking-refusal", role: "alert", hidden: true });
  const go = element("button", { type: "button", class: "button primary take", onclick: send });
  const back = element("button", { type: "button", class: "button", onclick: () => act({ type: "went_back" }) });
  const keys = keyboard((key) => act({ type: "code_typed", typed: pressed(input.value, key) }), { codes: true });
  const root = element("section", { class: "page booking" },
    element("div", { class: "told" }, heading, lead),
    element("div", { class: "deeds" },
      element("div", { class: "booking-field" }, label, input), refusal, keys.root, go, element("div", { class: "foot" }, back)));
  return { root, heading: input, show }; // a scanner types into what has the focus

  // With what stands there: a scanner may be faster than the page.
  function send() {
    act({ type: "code_typed", typed: input.value }, { type: "arrival_wanted", key: newKey() });
  }

  function show({ state, t }) {
    heading.textContent = t("booking_title");
    lead.textContent = t("booking_lead");
    label.textContent = t("booking_label");
    keys.name(t);
    if (input.value !== state.typed) input.value = state.typed;
    input.setAttribute("aria-invalid", String(state.refusal !== null));
    const why = state.refusal ? (state.refusal.detail ?? t(state.refusal.words ?? "booking_refused")) : "";
    refusal.hidden = why === "";
    if (refusal.textContent !== why) refusal.textContent = why;
    go.textContent = t(state.intent ? "taking" : "booking_send");
    go.setAttribute("aria-busy", String(state.intent !== null));
    back.replaceChildren(picture("left", "sign"), t("back"));
    back.disabled = state.intent !== null;
  }
}

function pressed(text, key) {
  if (key === "clear") return "";
  return key === "delete" ? text.replace(/-?.$/, "") : text + key;
}
