// Pictures and films on their way to the server: one after the other, each with how far it has come.
import { element } from "../element.js";
import { language, words } from "./language.js";
import { sizeText } from "./media_reckoning.js";

/** `send(file, onProgress)` gives {done, cancel}; `limits()` {most, free} in bytes; `arrived()` is called after each file. */
export function sendings(list, { send, limits, arrived }) {
  let line = Promise.resolve();
  return (files) => {
    for (const file of files) {
      const row = rowOf(file);
      list.append(row.place);
      line = line.then(() => sendOne(file, row));
    }
    return line;
  };

  async function sendOne(file, row) {
    if (row.isCancelled()) return;
    const { most, free } = limits();
    if (file.size > most) return row.end(words("media_too_large", { size: sizeText(most, language()) }), "error");
    if (file.size > free) return row.end(words("media_no_room", { size: sizeText(free, language()) }), "error");
    const going = send(file, row.progress);
    row.onCancel(going.cancel);
    const answer = await going.done;
    if (answer.ok) row.end(words(answer.status === 200 ? "media_known" : "media_sent", { name: answer.data.name }), "good");
    else row.end(said(answer), "error");
    await arrived(answer);
  }
}

function said({ problem }) {
  if (problem.code === "cancelled") return words("media_cancelled");
  return problem.detail ?? words("media_unsent");
}

function rowOf(file) {
  let cancel = () => row.end(words("media_cancelled"), "error");
  let cancelled = false;
  const bar = element("progress", { max: "100", value: "0", "aria-label": words("media_progress", { name: file.name }) });
  const text = element("p", { class: "sending-text", role: "status" }, words("media_waiting"));
  const button = element("button", { class: "button", type: "button", "aria-label": `${words("media_cancel")}: ${file.name}`, onclick: () => stop() }, words("media_cancel"));
  const place = element("li", { class: "sending" }, element("p", { class: "sending-name" }, file.name), bar, text, button);
  const row = {
    place,
    isCancelled: () => cancelled,
    onCancel: (given) => { cancel = given; },
    progress: (share) => {
      bar.value = Math.round(share * 100);
      text.textContent = share < 1 ? words("media_percent", { percent: Math.round(share * 100) }) : words("media_checking");
    },
    end: (sentence, mood) => {
      bar.remove();
      text.textContent = sentence;
      text.classList.add(mood);
      button.textContent = words("media_hide");
      button.setAttribute("aria-label", `${words("media_hide")}: ${file.name}`);
      button.onclick = null;
      stop = () => place.remove();
    },
  };
  let stop = () => {
    cancelled = true;
    cancel();
  };
  return row;
}
