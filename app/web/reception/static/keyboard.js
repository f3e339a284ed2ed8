// The keys of the reception desk: deeds have keys of their own, and whatever else is typed goes into the search.

const TYPING = "input:not([type=radio]), select, textarea";
const SUBMITS = { F4: "reprint", F8: "issue", F9: "arrive" };

/**
 * `next()` makes the desk ready for the next visitor, `find()` the search alone, `lane()` leads to the priorities, where
 * Enter saves, and `submit(form)` presses a form.
 */
export function listenToKeys({ next, find, lane, submit, listening }) {
  document.addEventListener("keydown", (event) => {
    if (!listening() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") next();
    else if (event.key === "F2") find();
    else if (event.key === "F6") lane();
    else if (event.key in SUBMITS) event.repeat || submit(SUBMITS[event.key]);
    else return begins(event) ? find() : undefined;
    event.preventDefault();
  });
}

// A letter or figure that nobody waits for is the next visitor's number; it lands in the field as it is typed.
function begins(event) {
  return event.key.length === 1 && event.key !== " " && !event.target.closest(TYPING);
}
