// A booking at the desk: found by its code, shown among what was found, and received with one press.
import { words } from "./language.js";
import { complain, hush } from "./pressing.js";

/**
 * Prepares what the desk does with bookings: `find(code)` promises those of this site, `receive(booking)` makes a number
 * of one. `done(ticket)` hears it.
 */
export function bookingDesk({ ask, send, here, site, may, done }) {
  return {
    async find(code) {
      const { ok, data } = await ask(`/bookings/${code}`);
      return ok && data.site === site() && may("issue", data.agency) ? [data] : [];
    },
    async receive({ code }) {
      hush();
      const { ok, data, problem } = await send(here("/arrivals"), { booking: code });
      if (ok) done(data);
      else complain(problem?.detail ?? words("unanswered"));
    },
  };
}
