// What waits for a supervisor's answer, closings that counters ask for, and what was decided: services set by hand.
import { element } from "../element.js";
import { switchText, setAll } from "./hall_agency.js";
import { refusal } from "./hall_forms.js";
import { deskOf, leftAlone } from "./hall_reckoning.js";
import { clockOf, words } from "./language.js";
import { isHeld, repaintEach } from "./painting.js";
import { actorText } from "./sentences.js";
import { steady } from "./steady.js";

const at = (id) => document.getElementById(id);

/** Paints #closings; `openDesk(code, opener, form)` shows the counter whose closing has consequences. */
export function prepareClosings({ shell, openDesk }) {
  let last = [];
  return {
    paint(hall) {
      const now = hall.closings.map((closing) => ({ ...closing, site: hall.site, alone: leftAlone(deskOf(hall, closing.counter), hall).length > 0 }));
      const held = isHeld(at("closings")) && last[0]?.site === hall.site;
      last = steady(last, now, { key: ({ counter }) => counter, held });
      const fill = (made, closing) => fillClosing(made, closing, { hall, shell, openDesk });
      repaintEach(at("closings"), last, { key: ({ counter }) => counter, make: () => element("li"), fill });
      return last.length;
    },
  };
}

function fillClosing(made, closing, { hall, shell, openDesk }) {
  const clock = clockOf(hall.timezone);
  const desk = deskOf(hall, closing.counter);
  const about = [
    closing.reason,
    closing.reopens_at && words("closing_reopens", { time: clock(closing.reopens_at) }),
    words("closing_asked_by", { name: actorText(words, closing.asked_by ?? "system", [], hall.names), time: clock(closing.asked_at) }),
  ].filter(Boolean).join(" · ");
  const may = !closing.gone && desk.agency_codes.some((agency) => shell.may("approve_closing", agency));
  const error = element("span", { class: "error", role: "alert" });
  const button = (name, press) => element("button", {
    id: `closing-${name}-${closing.counter}`, class: "button", type: "button", "aria-label": words(`closing_${name}_label`, { counter: closing.counter_name }), onclick: press,
  }, words(`closing_${name}`));
  const approve = button("approve", (event) => (closing.alone
    ? openDesk(closing.counter, event.currentTarget, "approve") : answer(shell, closing, "approve", event.currentTarget, error)));
  const refuse = button("refuse", (event) => answer(shell, closing, "refuse", event.currentTarget, error));
  const state = closing.gone ? words("closing_over") : closing.approved && words("closing_approved");
  made.className = "alarm asking";
  made.replaceChildren(
    element("p", {}, element("strong", {}, words("closing_asks", { counter: closing.counter_name })), element("span", { class: "alarm-advice" }, about), error),
    element("span", { class: "alarm-deeds" }, state && element("span", { class: "soft" }, state), may && !closing.approved && approve, may && refuse));
}

async function answer(shell, closing, what, button, error) {
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  error.textContent = "";
  const told = await shell.post(`/counters/${encodeURIComponent(closing.counter)}/closing/${what}?site=${encodeURIComponent(shell.site())}`);
  button.removeAttribute("aria-busy");
  if (!told.ok) error.textContent = refusal(told);
  else at("alarm-said").textContent = words({ approve: "said_approved", refuse: "said_refused" }[what], { counter: closing.counter_name });
  await shell.refresh();
}

/** Paints #switches: the services set by hand, each with the way back. */
export function prepareSwitches({ shell, changed }) {
  return {
    paint(hall) {
      at("switches-section").hidden = hall.switches.length === 0;
      const fill = (made, set) => fillSwitch(made, set, { hall, shell, changed });
      repaintEach(at("switches"), hall.switches, { key: ({ service }) => service, make: () => element("li"), fill });
    },
  };
}

function fillSwitch(made, set, { hall, shell, changed }) {
  const error = element("span", { class: "error", role: "alert" });
  const back = async (event) => {
    const told = await setAll(shell, [set.service], "normal", {});
    error.textContent = told.ok ? "" : refusal(told);
    if (told.ok) await changed();
  };
  const button = element("button", {
    id: `normal-${set.service}`, class: "button", type: "button", "aria-label": words("switch_back_label", { service: set.service_name }), onclick: back,
  }, words("switch_back"));
  const deeds = shell.may("switch_service", set.agency) ? [button] : [];
  made.replaceChildren(
    element("p", {}, element("strong", {}, set.service_name), element("span", { class: "alarm-advice" },
      `${switchText(set, clockOf(hall.timezone))} · ${actorText(words, set.by, [], hall.names)}`), error),
    ...deeds);
}
