// The form of a partner: a new one, or other terms for one that is known.
import { words } from "./language.js";
import { termsOf } from "./partner_reckoning.js";

const at = (id) => document.getElementById(id);
const boxes = (name) => [...at("editor-form").querySelectorAll(`input[name="${name}"]`)];

// `save(partner, wish)` answers {ok, text}; partner null: a new one. Returns what opens the form.
export function prepareEditor(save) {
  let edited = null;
  let busy = false;

  at("editor-cancel").addEventListener("click", () => at("editor").close());
  at("editor-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const { ok, text } = await save(edited, wish());
    busy = false;
    at("editor-error").textContent = text;
    if (ok) at("editor").close();
  });

  function wish() {
    const chosen = (name) => boxes(name).filter((box) => box.checked).map((box) => box.value);
    const terms = termsOf({
      name: at("partner-name").value, scopes: chosen("scope"), sites: chosen("site"), rate: at("partner-rate").value, hook: at("partner-hook").value,
    });
    return edited ? { ...terms, disabled: false } : { ...terms, code: at("partner-code").value.trim() };
  }

  return (partner) => {
    edited = partner;
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
