// The notice on every display of the hall: the strip that tells it, and the panel that puts one up or ends it.
import { element } from "../element.js";
import { areaField, checkField, deedForm, minutesField, refusal } from "./hall_forms.js";
import { endForm, factList, noDeeds, paintDeeds, say } from "./hall_panel.js";
import { clockOf, language, words } from "./language.js";
import { repaint } from "./painting.js";
import { actorText } from "./sentences.js";

const HOW_LONG = [15, 30, 60, 120, null];
const at = (id) => document.getElementById(id);

/** One line for the hall: what stands on the displays now. */
export function paintNotice({ notice, timezone }, { opened }) {
  const clock = clockOf(timezone);
  const text = notice ? notice[language()] : words("notice_none");
  at("notice-text").textContent = text;
  at("notice-text").classList.toggle("soft", !notice);
  at("notice-text").classList.toggle("notice-urgent", Boolean(notice?.urgent));
  at("notice-text").title = notice ? text : "";
  at("notice-until").textContent = notice?.until ? words("notice_until", { time: clock(notice.until) }) : "";
  at("notice-open").setAttribute("aria-expanded", String(opened));
}

export function prepareNotice({ shell }) {
  return {
    paint({ notice, names, timezone }, _code, { facts, deeds, wanted, fresh }) {
      const clock = clockOf(timezone);
      const may = shell.may("post_notice", undefined);
      repaint(facts, [notice, names], () => [notice ? factList([
        ...(notice.urgent ? [["notice_kind", words("notice_urgent_up")]] : []),
        ["notice_id", notice.id], ["notice_en", notice.en], ["notice_since", clock(notice.since)],
        ["notice_ends", notice.until ? clock(notice.until) : words("deed_how_long_none")],
        ["actor", notice.by && actorText(words, notice.by, [], names)],
      ]) : element("p", { class: "soft" }, words("notice_none")), ...(may ? [] : [noDeeds()])]);
      const found = may ? [postDeed(shell, notice), ...(notice ? [endDeed(shell)] : [])] : [];
      paintDeeds(deeds, found, { wanted, fresh });
      return words("notice");
    },
  };
}

function postDeed(shell, notice) {
  const label = words(notice ? "notice_replace" : "notice_post");
  return { name: "notice", label, form: () => postForm(shell) };
}

function postForm(shell) {
  const texts = [areaField("text_id", { label: "notice_id", lang: "id" }), areaField("text_en", { label: "notice_en", lang: "en" })];
  const urgent = checkField("urgent", { label: "notice_urgent" });
  let asked = false; // an urgent notice needs a second press
  const form = deedForm({
    name: "notice", label: words("notice_now"), fields: [...texts, minutesField("minutes", HOW_LONG, { label: "deed_how_long", value: 60 }), urgent],
    warning: words("notice_warning"),
    send: async (wish) => {
      const empty = texts.find(({ read, input }) => Object.values(read())[0] === "" && input);
      if (empty) {
        empty.input.focus();
        return { ok: false, problem: { detail: words("notice_both") } };
      }
      if (wish.urgent && !asked) {
        ask(true);
        return { ok: false, problem: { detail: words("notice_urgent_ask") } };
      }
      return shell.post(`/sites/${encodeURIComponent(shell.site())}/notice`, wish);
    },
    done: ended(shell, "said_notice"),
  });
  const button = form.querySelector("button");
  function ask(now) {
    asked = now;
    button.textContent = words(now ? "notice_urgent_now" : "notice_now");
    button.classList.toggle("danger", now);
    button.classList.toggle("primary", !now);
  }
  form.addEventListener("input", () => ask(false)); // whatever is written anew is asked for anew
  return form;
}

function endDeed(shell) {
  return {
    name: "notice_end", label: words("notice_end"),
    press: async (button, error) => {
      const answer = await shell.post(`/sites/${encodeURIComponent(shell.site())}/notice/end`);
      error.textContent = answer.ok ? "" : refusal(answer);
      if (answer.ok) await ended(shell, "said_notice_ended")();
    },
  };
}

function ended(shell, said) {
  return async () => {
    endForm();
    say(words(said));
    await shell.refresh();
  };
}
