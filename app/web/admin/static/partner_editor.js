// The form of a partner: a new one, or other terms for one that is known.
import { words } from "./language.js";
import { termsOf } from "./partner_reckoning.js";

const at = (id) => document.getElementById(id);
const boxes = (name) => [...at("editor-form").querySelectorAll(`input[name="${name}"]`)];

// `save(partner, wish, close)` answers {ok, text} and closes the form once it was accepted; partner null: a new one.
// Returns what opens the form.
export function prepareEditor(save) {
  let edited = null;
  let opened = 0;
  let busy = false;

  at("editor-cancel").addEventListener("click", () => at("editor").close());
  at("editor").addEventListener("close", () => { // the browser gives the focus back, where its button is still there
    if (document.activeElement === document.body) at(edited ? `edit-${edited.id}` : "partner-add")?.focus();
  });
  at("editor-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    const mine = opened; // the answer is told in the form that asked, not in one that was opened since
    keepBusy(true);
    const { ok, text } = await save(edited, wish(), () => mine === opened && at("editor").close());
    keepBusy(false);
    if (!ok && mine === opened) at("editor-error").textContent = text;
  });

  function keepBusy(now) {
    busy = now;
    at("editor-save").setAttribute("aria-busy", String(now));
  }

  function wish() {
    const chosen = (name) => boxes(name).filter((box) => box.checked).map((box) => box.value);
    const terms = termsOf({
      name: at("partner-name").value, scopes: chosen("scope"), sites: chosen("site"), rate: at("partner-rate").value, hook: at("partner-hook").value,
    });
    return edited ? { ...terms, disabled: false } : { ...terms, code: at("partner-code").value.trim() };
  }

  return (partner) => {
    edited = partner;
    opened += 1;
    at("editor-title").textContent = partner ? words("partner_deed", { deed: words("edit"), name: partner.name }) : words("partner_add");
    at("partner-code-field").hidden = partner !== null;
    at("partner-code").value = "";
    at("partner-name").value = partner?.name ?? "";
    at("partner-rate").value = partner?.rate ?? 120;
    at("partner-hook").value = partner?.hook_url ?? "";
    for (const box of boxes("scope")) box.checked = partner?.scopes.includes(box.value) ?? false;
    for (const box of boxes("site")) box.checked = partner?.sites?.includes(box.value) ?? false;
    at("editor-error").textContent = "";
    at("editor").showModal();
    at("editor-title").focus();
  };
}
