// Draws the calls and queues of the public board, as templates/visitor/board.html does.
import { element, markElement, numberElement } from "../element.js";
import { clockText, say } from "../wire.js";

/** `place` is where the page is read: {words, language, timezone}. */
export function lastCall(call, place) {
  if (!call) return [element("p", {}, say(place.words, "none"))];
  return [
    element("p", { class: "last-number" }, numberElement(call.number)),
    element("p", { class: "last-place" }, ...whereTo(call)),
    agency(call),
    element("p", { class: "call-told" }, [time(call, place), state(call, place)].filter(Boolean).join(" · ")),
  ];
}

export function callRow(call, place) {
  return element("li", { class: call.lit ? "call lit" : "call" },
    element("div", {},
      element("p", { class: "call-number" }, numberElement(call.number)),
      element("p", { class: "call-told" }, time(call, place))),
    element("div", {},
      element("p", { class: "call-place" }, ...whereTo(call)),
      agency(call),
      state(call, place) && element("p", { class: "call-told" }, state(call, place))));
}

export function queueRow(queue, { words }) {
  const waiting = queue.waiting === 0 ? say(words, "waiting_none") : say(words, "waiting", { count: queue.waiting });
  return element("li", { class: queue.waiting === 0 ? "queue queue-none" : "queue" },
    markElement(queue), " ",
    element("div", {}, element("h3", {}, queue.short_name), queue.zone_name && element("p", { class: "soft" }, queue.zone_name)),
    element("div", { class: "queue-now" },
      queue.current && element("p", { class: "queue-number" },
        element("span", { class: "visually-hidden" }, `${say(words, "last")}: `), numberElement(queue.current)),
      element("p", { class: "queue-waiting" }, waiting)));
}

function whereTo(call) {
  return [call.counter_name, call.zone_name && " ", call.zone_name && element("span", { class: "call-zone" }, call.zone_name)].filter(Boolean);
}

function agency(call) {
  if (!call.of) return null;
  return element("p", { class: "call-agency" },
    markElement({ code: call.agency, hue: call.of.hue }), " ", element("span", {}, call.of.short_name));
}

function time(call, { language, timezone }) {
  return clockText(call.at, language, timezone);
}

function state(call, { words }) {
  if (call.state !== "called") return say(words, `state_${call.state}`);
  return call.recall ? say(words, "recall") : "";
}
