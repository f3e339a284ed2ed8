// The simulator: what any service says on any day and at any hour; it changes nothing.
import { element } from "../element.js";
import { dayText } from "../wire.js";
import { refusal } from "./hall_forms.js";
import { clockOf, language, words } from "./language.js";
import { asked, fullMinute, hourOf, wallClock } from "./moments.js";
import { repaint, state } from "./painting.js";
import { openShell } from "./shell.js";

const at = (id) => document.getElementById(id);
const shell = openShell({ read: (ask, site) => ask(`/sites/${encodeURIComponent(site)}`), paint, still: true });
const view = { site: null, agencies: [], zone: "", told: null, question: 0 };

at("simulator").addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
at("simulator-agency").addEventListener("change", () => offer());
for (const name of ["agency", "service", "day", "time"]) at(`simulator-${name}`).addEventListener("input", forget);
at("simulator-now").addEventListener("click", () => {
  setMoment(new Date());
  forget();
  ask();
});

function paint(site) {
  at("place").textContent = site.name;
  const isNew = view.site !== site.code;
  Object.assign(view, { site: site.code, agencies: site.agencies, zone: site.timezone });
  if (isNew) forget();
  repaint(at("simulator-agency"), site.agencies.map(({ code, short_name: name }) => [code, name]), () => site.agencies.map(({ code, short_name: name }) =>
    element("option", { value: code }, name)));
  offer();
  if (!at("simulator-day").value) setMoment(site.now);
  paintAnswer();
}

// The services of the agency that is chosen.
function offer() {
  const services = view.agencies.find(({ code }) => code === at("simulator-agency").value)?.services ?? [];
  const chosen = at("simulator-service").value;
  repaint(at("simulator-service"), services.map(({ code }) => code), () => services.map((service) =>
    element("option", { value: service.code, selected: service.code === chosen }, nameOf(service))));
}

function nameOf(service) {
  return (language() === "en" && service.name_en) || service.name;
}

function setMoment(moment) {
  const { day, time } = wallClock(moment, view.zone);
  at("simulator-day").value = day;
  at("simulator-time").value = language() === "id" ? time.replace(":", ".") : time;
}

// An answer belongs to its question: once that changes, it is gone.
function forget() {
  view.question += 1;
  view.told = null;
  at("simulator-error").textContent = "";
  paintAnswer();
}

async function ask() {
  const moment = asked(at("simulator-day").value, hourOf(at("simulator-time").value));
  forget();
  if (!moment) {
    at("simulator-error").textContent = words("simulator_when");
    return;
  }
  const mine = view.question;
  at("simulator-ask").setAttribute("aria-busy", "true");
  const query = new URLSearchParams({ service: at("simulator-service").value, at: moment });
  const answer = await shell.get(`/sites/${encodeURIComponent(shell.site())}/availability?${query}`);
  at("simulator-ask").removeAttribute("aria-busy");
  if (mine !== view.question) return;
  if (answer.ok) view.told = answer.data;
  else at("simulator-error").textContent = refusal(answer);
  paintAnswer();
}

function paintAnswer() {
  const { told } = view;
  at("simulator-answer").hidden = told === null;
  repaint(at("simulator-answer"), told, () => (told ? answerParts(told) : []));
}

function answerParts(told) {
  const service = view.agencies.flatMap(({ services }) => services).find(({ code }) => code === told.service);
  const line = (key, ...value) => element("div", {}, element("dt", {}, words(key)), element("dd", {}, value));
  const sentence = (lang) => element("span", { lang }, told.sentence[lang] || words("simulator_silent"));
  const there = told.next_opening && element("button", { id: "simulator-there", class: "button", type: "button", onclick: () => leap(told.next_opening) }, words("simulator_there"));
  return [
    element("h2", {}, state(told.open ? "good" : "danger", words(told.open ? "simulator_open" : "simulator_closed"))),
    element("dl", { class: "answer-list" },
      line("simulator_service", service ? nameOf(service) : told.service), line("simulator_at", momentText(told.at)),
      line("simulator_code", element("code", {}, told.code)),
      line("simulator_said_id", sentence("id")), line("simulator_said_en", sentence("en")),
      !told.open && line("simulator_next", told.next_opening ? momentText(told.next_opening) : words("simulator_next_none"))),
    ...(there ? [there] : []),
  ];
}

function leap(moment) {
  setMoment(fullMinute(moment));
  ask();
  at("simulator-ask").focus();
}

function momentText(moment) {
  return `${dayText(moment, language(), view.zone)} ${clockOf(view.zone)(moment)}`;
}
