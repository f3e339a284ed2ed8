// One entry of a playlist: what it is, whether it plays now, and in what lies below when, where and for how long.
import { element } from "../element.js";
import { words } from "./language.js";
import { secondsOf } from "./media_reckoning.js";

const WEEK = [1, 2, 3, 4, 5, 6, 7];

/**
 * `does` = {move(by), remove(), change(part)}; `view` = {media, displays, count, facts, isOpen}. `change` is called with
 * what somebody chose, at once.
 */
export function entryElement(item, place, view, does) {
  const id = (name) => `${name}-${place}`;
  const { media } = view;
  return element("li", { class: "entry card", id: id("entry") },
    element("div", { class: "entry-head" },
      picture(media, "entry-picture"),
      element("div", { class: "entry-what" },
        element("p", { class: "entry-name" }, media.name),
        element("p", { class: "soft" }, view.facts),
        element("p", { id: id("now"), class: "entry-now" })),
      element("div", { class: "entry-deeds" },
        deed(id("up"), "playlist_up", media, () => does.move(-1), place === 0),
        deed(id("down"), "playlist_down", media, () => does.move(1), place === view.count - 1),
        deed(id("out"), "playlist_out", media, does.remove))),
    element("details", { id: id("more"), open: view.isOpen },
      element("summary", { id: id("when") }),
      element("div", { class: "entry-fields" },
        secondsField(item, media, id, does.change),
        media.kind === "video" && soundField(item, id, does.change),
        pair("playlist_day", "date", ["from_day", "to_day"], item, id, does.change),
        pair("playlist_time", "time", ["from_time", "to_time"], item, id, does.change),
        several(id("weekdays"), "playlist_weekdays", WEEK.map((day) => [day, words(`day_${day}`)]), item.weekdays ?? WEEK, (weekdays) => does.change({ weekdays })),
        where(item, view.displays, id, does.change))),
    element("p", { id: id("wrong"), class: "error", role: "alert" }));
}

export function picture(media, className) {
  const { url, width, height } = media;
  if (media.kind === "image") return element("img", { class: className, src: url, alt: "", width, height, loading: "lazy", decoding: "async" });
  return film(media, { class: className, tabindex: "-1", "aria-hidden": "true" });
}

// A film without its sound. Nothing of it is fetched before it is seen, so that a page of many is there at once.
export function film({ url }, attributes) {
  const made = element("video", { ...attributes, preload: "none" });
  made.muted = true;
  made.src = url;
  seen.observe(made);
  return made;
}

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    target.preload = "metadata";
  }
});

function deed(id, key, { name }, does, disabled = false) {
  return element("button", { id, class: "button", type: "button", disabled, "aria-label": `${words(key)}: ${name}`, onclick: does }, words(key));
}

function secondsField(item, media, id, change) {
  const key = media.kind === "video" ? "playlist_most_seconds" : "playlist_seconds";
  return element("div", { class: "field" },
    element("label", { for: id("seconds") }, words(key)),
    element("input", { id: id("seconds"), inputmode: "numeric", maxlength: 4, autocomplete: "off", value: item.seconds ?? "", placeholder: words(`${key}_usual`), oninput: ({ target }) => change({ seconds: secondsOf(target.value) }) }));
}

function soundField(item, id, change) {
  return choice(id("sound"), words("playlist_sound"), item.sound, (sound) => change({ sound }));
}

function pair(key, type, names, item, id, change) {
  return names.map((name, end) => element("div", { class: "field" },
    element("label", { for: id(name) }, words(`${key}_${end ? "to" : "from"}`)),
    element("input", { id: id(name), type, value: item[name] === "24:00" ? "" : (item[name] ?? ""), oninput: ({ target }) => change({ [name]: target.value || null }) })));
}

function several(id, key, options, chosen, change) {
  const picked = new Set(chosen);
  return element("fieldset", { id, class: "entry-several" }, element("legend", {}, words(key)),
    options.map(([value, text]) => choice(`${id}-${value}`, text, picked.has(value), (on) => {
      if (on) picked.add(value);
      else picked.delete(value);
      change(options.map(([each]) => each).filter((each) => picked.has(each)));
    })));
}

// Every display, or some of them: which, is asked only then.
function where(item, displays, id, change) {
  const some = several(id("displays"), "playlist_displays", displays.map(({ code, name }) => [code, name]), item.displays ?? [], (codes) => change({ displays: codes }));
  some.hidden = item.displays === null;
  const chosen = () => [...some.querySelectorAll("input")].map((box, index) => box.checked && displays[index].code).filter(Boolean);
  return element("div", { class: "entry-where" },
    choice(id("everywhere"), words("playlist_everywhere"), item.displays === null, (all) => {
      some.hidden = all;
      change({ displays: all ? null : chosen() });
    }), some);
}

function choice(id, text, checked, change) {
  return element("label", { class: "choice", for: id },
    element("input", { id, type: "checkbox", checked, onchange: ({ target }) => change(target.checked) }),
    element("span", {}, text));
}
