// The forms of a ticket's page, sent without leaving it, so that sound once turned on stays on: check in, more time,
// to the end. A press whose answer was lost is sent again with the same key and counts once.
import { api, newKey } from "../wire.js";

const at = (id) => document.getElementById(id);
const DEEDS = { "check-in-form": "check-in", "postpone-form": "postpone", "to-end-form": "to-end" };

/** `done(ticket)` hears the ticket after a deed, `refused(text)` why there was none, "" before each; `unsent()` says so. */
export function prepareForms({ token, language, done, refused, unsent }) {
  for (const [id, deed] of Object.entries(DEEDS)) {
    let key = newKey();
    let busy = false;
    at(id).addEventListener("submit", async (event) => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      refused("");
      const body = deed === "check-in" ? { code: at("code").value } : {};
      const { ok, status, data, problem } = await api("POST", `/tickets/${token}/${deed}`, { body, key, language });
      busy = false;
      if (status !== 0) key = newKey();
      if (deed === "check-in") at("code").setAttribute("aria-invalid", String(problem?.code === "wrong_presence_code"));
      if (!ok) return refused(problem.detail ?? unsent());
      at(id).closest("details")?.removeAttribute("open");
      if (deed === "check-in") at("main").focus();
      done(data);
    });
  }
}
