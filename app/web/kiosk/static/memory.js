// What outlives a reload of the page: the wish that is not answered yet and the number on the screen.

const SLOT = "antrean.kiosk.pending";

export function remember(memory) {
  try {
    if (memory) sessionStorage.setItem(SLOT, JSON.stringify(memory));
    else sessionStorage.removeItem(SLOT);
  } catch (error) {
    console.warn("this browser keeps nothing:", error.message);
  }
}

export function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(SLOT));
  } catch {
    return null;
  }
}
