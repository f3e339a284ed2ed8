// How many people are still ahead when a visitor wants to be told: chosen on the page, kept by this phone.

const SLOT = "antrean.near";
const field = () => document.getElementById("near");

/** Shows what this phone chose before; `changed()` hears another choice. */
export function prepareNear(changed) {
  const kept = read();
  if ([...field().options].some(({ value }) => value === kept)) field().value = kept;
  field().addEventListener("change", () => {
    keep(field().value);
    changed();
  });
}

export const chosenNear = () => Number(field().value);

// A browser that keeps nothing asks again on the next page.
function read() {
  try {
    return localStorage.getItem(SLOT);
  } catch {
    return null;
  }
}

function keep(value) {
  try {
    localStorage.setItem(SLOT, value);
  } catch (problem) {
    console.warn("the choice is not kept:", problem.message);
  }
}
