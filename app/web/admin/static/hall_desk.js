// One counter in the panel: what it does, and what a supervisor may do there.
import { deskDeeds, deskOf, leftAlone } from "./hall_reckoning.js";
import { choiceField, deedForm, minutesField, refusal, textField } from "./hall_forms.js";
import { endForm, factList, noDeeds, paintDeeds, say } from "./hall_panel.js";
import { clockOf, words } from "./language.js";
import { repaint } from "./painting.js";
import { actorText, deskText, waitText } from "./sentences.js";

const BACK_IN = [null, 15, 30, 60, 120];
const BREAKS = [15, 30, 45, 60];
const HELPS = [30, 60, 120, 240];

/** `catalogue()` tells the agencies with their services, as the site offers them. */
export function prepareDesk({ shell, catalogue }) {
  return {
    paint(hall, code, { facts, deeds, wanted, fresh }) {
      const desk = deskOf(hall, code);
      if (!desk) return null;
      const names = deskDeeds(desk, shell.may);
      repaint(facts, [desk, hall.names], () => [factList(factsOf(hall, desk)), ...(names.length ? [] : [noDeeds()])]);
      paintDeeds(deeds, names.map((name) => deedOf(name, { shell, catalogue, hall, desk })), { wanted, fresh });
      return desk.name;
    },
  };
}

function factsOf(hall, desk) {
  const clock = clockOf(hall.timezone);
  const { closing } = desk;
  const asked = closing && [
    words("closing_asked_by", { name: actorText(words, closing.asked_by ?? "system", [], hall.names), time: clock(closing.asked_at) }),
    closing.reason,
    closing.reopens_at && words("closing_reopens", { time: clock(closing.reopens_at) }),
    closing.approved && words("closing_approved"),
  ].filter(Boolean).join(". ");
  return [
    ["state", deskText(words, desk, clock)],
    ["number", desk.number && `${desk.number}, ${waitText(words, desk.minutes_here)}`],
    ["panel_closing", asked],
    ["reopens", desk.state === "closed" && desk.reopens_at && clock(desk.reopens_at)],
    ["agencies", desk.agencies.join(", ")],
    ["helping", desk.helping.map(({ name, until }) => words("helping_until", { name, time: clock(until) })).join(", ")],
    ["last_deed_by", desk.actor && actorText(words, desk.actor, [], hall.names)],
    ["since", desk.since && clock(desk.since)],
    ["served_today", String(desk.served_today)],
  ];
}

function deedOf(name, tools) {
  const { shell, desk } = tools;
  const send = (path, wish = {}) => shell.post(`/counters/${encodeURIComponent(desk.code)}/${path}?site=${encodeURIComponent(shell.site())}`, wish);
  const done = (said) => async () => {
    endForm();
    say(words(said, { counter: desk.name, number: desk.number }));
    await shell.refresh();
  };
  return { name, label: words(`desk_deed_${name}`, { number: desk.number }), ...MAKERS[name]({ ...tools, send, done }) };
}

// Each either acts at once, where no visitor is affected, or shows a form that says what will happen.
const MAKERS = {
  approve: ({ desk, hall, send, done }) => ({
    form: () => deedForm({ name: "approve", label: words("closing_approve"), warning: consequence(desk, hall), send: () => send("closing/approve"), done: done("said_approved") }),
  }),
  refuse: ({ send, done }) => atOnce(() => send("closing/refuse"), done("said_refused")),
  open: ({ send, done }) => atOnce(() => send("open"), done("said_opened")),
  help_end: ({ send, done }) => atOnce(() => send("help/end"), done("said_help_ended")),
  rest: ({ send, done }) => ({
    form: () => deedForm({
      name: "rest", label: words("desk_deed_rest_now"), fields: [minutesField("minutes", BREAKS, { label: "deed_break" }), textField("reason")],
      send: (wish) => send("break", wish), done: done("said_rest"),
    }),
  }),
  close: ({ desk, hall, send, done }) => ({
    form: () => deedForm({
      name: "close", label: words("desk_deed_close_now"), danger: true, warning: consequence(desk, hall),
      fields: [textField("reason"), minutesField("reopens_minutes", BACK_IN, { label: "deed_reopens" })],
      send: (wish) => send("close", wish), done: done("said_closed"),
    }),
  }),
  free: ({ desk, send, done }) => ({
    form: () => deedForm({
      name: "free", label: words("desk_deed_free_now", { number: desk.number }), danger: true, warning: words("free_warning", { number: desk.number }),
      fields: [choiceField("move", { label: "deed_move", options: ["return", "miss", "finish"].map((move) => [move, words(`free_${move}`)]) })],
      send: (wish) => send("free", { ...wish, number: desk.number }), done: done("said_freed"),
    }),
  }),
  help: ({ catalogue, desk, send, done }) => ({ form: () => helpForm({ agencies: catalogue(), desk, send, done }) }),
};

function atOnce(send, done) {
  return {
    press: async (button, error) => {
      if (button.getAttribute("aria-busy")) return;
      button.setAttribute("aria-busy", "true");
      error.textContent = "";
      const answer = await send();
      button.removeAttribute("aria-busy");
      if (answer.ok) await done(answer);
      else error.textContent = refusal(answer);
    },
  };
}

// "Loket terakhir untuk Dispendukcapil: 12 orang menunggu." where that is so.
function consequence(desk, hall) {
  return leftAlone(desk, hall).map((queue) => words("leaves_alone", { agency: queue.short_name, count: queue.waiting })).join(" ");
}

// An agency first, then all of it or one of its services.
function helpForm({ agencies, desk, send, done }) {
  const others = agencies.filter(({ code }) => !desk.agency_codes.includes(code));
  const whole = [[null, words("help_whole")]];
  const services = choiceField("service", { options: whole });
  const offer = (code) => {
    const agency = others.find((each) => each.code === code);
    services.fill([...whole, ...(agency?.services ?? []).map((service) => [service.code, service.name])], null);
  };
  const agency = choiceField("agency", { label: "agency", options: others.map(({ code, short_name: name }) => [code, name]), onchange: offer });
  offer(agency.input.value);
  return deedForm({
    name: "help", label: words("desk_deed_help_now"), fields: [agency, services, minutesField("minutes", HELPS, { label: "deed_help" })],
    send: ({ agency: whole_agency, ...wish }) => send("help", { service: whole_agency, ...wish }), done: done("said_help"),
  });
}
