// Who sits here: the name in the bar, and what is told to somebody who may call at no counter.
import { workplace } from "../entrance/leading.js";
import { mayAnywhere, sitesOf } from "../grants.js";
import { signOut } from "../wire.js";
import { words } from "./language.js";
import { setText } from "./painting.js";

const at = (id) => document.getElementById(id);

/** A clerk works in the name of whoever is signed in, so the page says whose that is; a key of a counter is nobody. */
export function sayWho({ username, name }) {
  const who = username === null ? "" : name;
  setText(at("person"), who);
  at("person").title = who;
  at("sign-out").title = who;
  at("sign-out").hidden = username === null;
}

/** Whether somebody, or the key of a screen, may call visitors anywhere. */
export const mayCall = (me) => mayAnywhere(me, "call", null);

/** The sites of `sites` at which they may. */
export const sitesToCallAt = (me, sites) => sitesOf(me, sites).filter(({ code }) => mayAnywhere(me, "call", code));

/** Signing in anew would lead back here: this says what is missing, and where the own work is. */
export function sayNoRight({ name, grants }) {
  setText(at("no-right-why"), words("no_right", { name }));
  const work = workplace(grants);
  at("no-right-work").hidden = work === "/counter";
  at("no-right-work").href = work;
  at("no-right-out").addEventListener("click", async () => (await signOut()) || setText(at("no-right-why"), words("sign_out_failed")));
}
