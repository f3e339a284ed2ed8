// Printing the paper of the ticket in hand once more: a reason first, then the server's word on it.
import { element } from "../element.js";
import { words } from "./language.js";
import { setText } from "./painting.js";

const REASONS = ["lost", "missing", "unreadable", "other"];
const at = (id) => document.getElementById(id);

/**
 * Prepares the dialog once; `send(ticket, {reason, printer})` asks the server and gives {ok, text}, `printers()`
 * gives those of the site, none where they cannot be read, and `refusedLate(ticket, text)` hears of a refusal
 * that came when its dialog was gone.
 */
export function prepareReprint({ send, printers, refusedLate }) {
  const view = { asking: null, send, refusedLate }; // asking: {ticket, busy} of the dialog that is open
  at("reprint-form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit(view);
  });
  at("reprint-form").addEventListener("change", showOther);
  at("reprint-cancel").addEventListener("click", () => at("reprint-dialog").close());
  at("reprint-dialog").addEventListener("close", () => { view.asking = null; });
  return {
    open(ticket) {
      const asking = { ticket, busy: false };
      view.asking = asking;
      showBusy(asking);
      setText(at("reprint-title"), words("reprint_title", { number: ticket.number }));
      at("reprint-reasons").replaceChildren(...REASONS.map(choice));
      at("reprint-other").value = "";
      setText(at("reprint-refused"), "");
      showOther();
      offer(ticket, []);
      printers().then((found) => view.asking === asking && offer(ticket, found));
      at("reprint-dialog").showModal();
      at("reprint-reasons").querySelector("input").focus();
    },
  };
}

function choice(reason, index) {
  return element("label", { class: "reprint-reason" },
    element("input", { type: "radio", name: "reason", value: reason, checked: index === 0 }), words(`reprint_${reason}`));
}

// First the printer of the ticket's own kiosk, which the server knows; a ticket from elsewhere has none.
function offer(ticket, printers) {
  const own = ticket.print?.printer ? [element("option", { value: "" }, words("reprint_own"))] : [];
  const others = printers.map(({ code, kiosks, state }) => {
    const ails = state === "ready" || state === null ? "" : words(`printer_${state}`);
    return element("option", { value: code }, [code, ...kiosks, ails].filter(Boolean).join(" · "));
  });
  at("reprint-printer").replaceChildren(...own, ...others);
}

function chosen() {
  return new FormData(at("reprint-form")).get("reason");
}

function showOther() {
  const other = chosen() === "other";
  at("reprint-other-field").hidden = !other;
  at("reprint-other").required = other;
}

// What the server says belongs to the dialog that asked, not to one that was opened since.
async function submit(view) {
  const { asking } = view;
  if (!asking || asking.busy) return;
  const reason = chosen() === "other" ? at("reprint-other").value.trim() : words(`reprint_${chosen()}`);
  if (!reason) return at("reprint-other").focus();
  asking.busy = true;
  showBusy(asking);
  const { ok, text } = await view.send(asking.ticket, { reason, printer: at("reprint-printer").value || undefined });
  asking.busy = false;
  if (view.asking !== asking) return ok || view.refusedLate(asking.ticket, text);
  showBusy(asking);
  if (ok) at("reprint-dialog").close();
  else setText(at("reprint-refused"), text);
}

function showBusy({ busy }) {
  at("reprint-send").setAttribute("aria-busy", String(busy));
}
