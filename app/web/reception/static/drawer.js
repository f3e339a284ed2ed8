// What this browser remembers of the reception desk: its site, its printer, day or night.

const PREFIX = "antrean.reception.";

export function keep(name, value) {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch (error) {
    console.warn("this browser keeps nothing:", error.message);
  }
}

export function recall(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}
