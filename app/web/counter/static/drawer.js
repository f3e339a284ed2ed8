// What this browser remembers of the console: for the tab, and for the next morning.

const PREFIX = "antrean.counter.";

function attempt(deed, otherwise = null) {
  try {
    return deed();
  } catch (error) {
    console.warn("this browser keeps nothing:", error.message);
    return otherwise;
  }
}

/** Keeps a value for this tab only; it survives a reload. */
export function keepInTab(name, value) {
  attempt(() => sessionStorage.setItem(PREFIX + name, JSON.stringify(value)));
}

/** Keeps a value for this tab and for tabs opened later. */
export function keep(name, value) {
  keepInTab(name, value);
  attempt(() => localStorage.setItem(PREFIX + name, JSON.stringify(value)));
}

/** The value kept in this tab, else the one kept for later tabs, else null. */
export function recall(name) {
  return attempt(() => {
    const kept = sessionStorage.getItem(PREFIX + name) ?? localStorage.getItem(PREFIX + name);
    return kept === null ? null : JSON.parse(kept);
  });
}

export function drop(name) {
  attempt(() => sessionStorage.removeItem(PREFIX + name));
}
