// Closing the counter, or asking to: why, and when it opens again.
import { element } from "../element.js";
import { words } from "./language.js";
import { setText } from "./painting.js";

const REASONS = ["done", "meeting", "system", "other"];
const REOPENS_MINUTES = [15, 30, 60, 90, 120];
const at = (id) => document.getElementById(id);

/** Prepares the dialog once; `clock(minutes)` is the time in so many minutes, `close({reason, reopens_minutes})` the deed. */
export function prepareClosing({ clock, close }) {
  at("closing-form").addEventListener("submit", (event) => {
    event.preventDefault();
    send(close);
  });
  at("closing-form").addEventListener("change", showOther);
  at("closing-cancel").addEventListener("click", () => at("closing").close());
  return ({ name, mustAsk }) => {
    setText(at("closing-title"), words(mustAsk ? "closing_ask_title" : "closing_title", { counter: name }));
    setText(at("closing-help"), words(mustAsk ? "closing_ask_help" : "closing_help"));
    setText(at("closing-send"), words(mustAsk ? "closing_ask_send" : "door_close"));
    at("closing-reasons").replaceChildren(...REASONS.map(choice));
    at("closing-other").value = "";
    showOther();
    at("closing-reopens").replaceChildren(
      element("option", { value: "" }, words("closing_not_today")),
      ...REOPENS_MINUTES.map((minutes) => element("option", { value: minutes }, words("closing_reopens_in", { minutes, time: clock(minutes) }))),
    );
    at("closing").showModal();
    at("closing-reasons").querySelector("input").focus();
  };
}

function choice(reason, index) {
  return element("label", { class: "closing-reason" },
    element("input", { type: "radio", name: "reason", value: reason, checked: index === 0 }), words(`closing_${reason}`));
}

const chosen = () => new FormData(at("closing-form")).get("reason");

function showOther() {
  const other = chosen() === "other";
  at("closing-other-field").hidden = !other;
  at("closing-other").required = other;
}

function send(close) {
  const reason = chosen() === "other" ? at("closing-other").value.trim() : words(`closing_${chosen()}`);
  if (!reason) return at("closing-other").focus();
  const minutes = Number(at("closing-reopens").value);
  at("closing").close();
  close({ reason, ...(minutes && { reopens_minutes: minutes }) });
}
