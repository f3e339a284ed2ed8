// What a clerk who does not see the screen needs to hear; refusals are said by their own alert.
import { words } from "./language.js";
import { setText } from "./painting.js";

const at = (id) => document.getElementById(id);

/** Says what has changed at the counter between two documents. */
export function sayChange(desk, before) {
  if (!desk || !before) return;
  const [ticket, old] = [desk.ticket, before.ticket];
  if (ticket?.id !== old?.id || ticket?.state !== old?.state) setText(at("note"), "");
  if (ticket && (ticket.id !== old?.id || ticket.state !== old.state || ticket.calls !== old.calls)) {
    setText(at("said"), words(`said_${ticket.state}`, { number: ticket.number }));
  } else if (!ticket && old) setText(at("said"), words("said_none", { count: desk.waiting }));
  else if (desk.counter.state !== before.counter.state) {
    setText(at("said"), words("said_state", { state: words(`state_${desk.counter.state}`) }));
  }
}
