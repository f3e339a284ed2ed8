// One agency in the panel: its queue, what each of its services says now, and the supervisor's hand on them.
import { element } from "../element.js";
import { choiceField, deedForm, minutesField, textField } from "./hall_forms.js";
import { endForm, factList, noDeeds, paintDeeds, say } from "./hall_panel.js";
import { clockOf, language, words } from "./language.js";
import { repaint } from "./painting.js";
import { waitText } from "./sentences.js";

const HOW_LONG = [null, 15, 30, 60, 120, 240];
const SETTINGS = ["paused", "surge", "forced", "normal"];
const PATHS = { paused: "pause", surge: "surge", forced: "force", normal: "normal" };

/** `catalogue()` tells the agencies with their services; `look()` asks for it anew. */
export function prepareAgency({ shell, catalogue, look }) {
  let seen = null; // the look at the hall that the services were asked for with
  return {
    paint(hall, code, { facts, deeds, more, wanted, fresh }) {
      const queue = hall.queues.find((each) => each.code === code);
      if (!queue) return null;
      if (fresh || seen !== hall.now) look();
      seen = hall.now;
      const agency = catalogue().find((each) => each.code === code);
      const services = agency?.services ?? [];
      const set = new Map(hall.switches.map((each) => [each.service, each]));
      const clock = clockOf(hall.timezone);
      repaint(facts, queue, () => [factList([
        ["waiting", String(queue.waiting)], ["longest", waitText(words, queue.longest_wait)], ["staffed", words("staffed_of", { count: queue.staffed, all: queue.counters })],
      ]), ...(shell.may("switch_service", code) ? [] : [noDeeds()])]);
      repaint(more, [agency, hall.switches], () => [
        element("h3", {}, words("services")),
        services.length === 0 ? element("p", { class: "soft" }, words("services_reading"))
          : element("ul", { class: "panel-services", role: "list" }, services.map((service) => serviceLine(service, set.get(service.code), clock))),
      ]);
      const may = shell.may("switch_service", code) && services.length > 0;
      paintDeeds(deeds, may ? [switchDeed({ shell, look, agency, services })] : [], { wanted, fresh: fresh || deeds.childElementCount === 0 });
      return queue.short_name;
    },
  };
}

/** "dijeda s.d. 10.30: rusak" for a service that is set by hand. */
export function switchText(set, clock) {
  const until = set.until ? words("switch_until", { time: clock(set.until) }) : "";
  return [[words(`setting_${set.setting}`), until].filter(Boolean).join(" "), set.reason].filter(Boolean).join(": ");
}

function serviceLine(service, set, clock) {
  const name = (language() === "en" && service.name_en) || service.name;
  const said = service[`reason_${language()}`] ?? service.reason_id;
  return element("li", {},
    element("p", {}, element("strong", {}, name), service.waiting > 0 && element("span", { class: "figure" }, words("service_waiting", { count: service.waiting }))),
    element("p", { class: service.open ? "soft" : "warn" }, set ? switchText(set, clock) : (service.open ? words("service_open") : said)));
}

function switchDeed({ shell, look, agency, services }) {
  return { name: "switch", label: words("switch_deed"), form: () => switchForm({ shell, look, agency, services }) };
}

function switchForm({ shell, look, agency, services }) {
  const options = [[null, words("switch_all", { agency: agency.short_name, count: services.length })], ...services.map(({ code, name }) => [code, name])];
  const which = choiceField("service", { options, value: services.length === 1 ? services[0].code : null });
  const setting = choiceField("setting", { options: SETTINGS.map((each) => [each, words(`setting_deed_${each}`)]) });
  const minutes = minutesField("minutes", HOW_LONG, { label: "deed_how_long" });
  return deedForm({
    name: "switch", label: words("switch_now"), warning: words("switch_warning"), fields: [which, setting, textField("reason"), minutes],
    send: ({ service, setting: chosen, ...wish }) => setAll(shell, service ? [service] : services.map(({ code }) => code), PATHS[chosen], wish),
    done: async () => {
      endForm();
      say(words("said_switched"));
      await Promise.all([look(), shell.refresh()]);
    },
  });
}

/** Sets these services one after the other, and stops at the first refusal. */
export async function setAll(shell, codes, path, wish) {
  let answer = { ok: true };
  for (const code of codes) {
    answer = await shell.post(`/sites/${encodeURIComponent(shell.site())}/services/${encodeURIComponent(code)}/${path}`, wish);
    if (!answer.ok) return answer;
  }
  return answer;
}
