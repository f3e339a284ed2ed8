// The answers given so far, in this browser: whoever leaves and comes back goes on where they were.

const SLOT = "antrean.setup";

/** {step, values, own, sheet, logo}; null where nothing was kept or this browser keeps nothing. */
export function recallDraft() {
  try {
    return JSON.parse(window.localStorage.getItem(SLOT));
  } catch {
    return null;
  }
}

export function keepDraft(draft) {
  try {
    window.localStorage.setItem(SLOT, JSON.stringify(draft));
  } catch (error) {
    console.warn("this browser keeps nothing:", error.message);
  }
}

export function forgetDraft() {
  try {
    window.localStorage.removeItem(SLOT);
  } catch (error) {
    console.warn("this browser keeps nothing:", error.message);
  }
}
