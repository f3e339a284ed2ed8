// Signing in; who came in by a temporary password chooses another one before going on.
import { api, forgetTokens } from "../wire.js";
import { keepGoal, post, prepareForm, sameTwice } from "./form.js";
import { ownPath, workplace } from "./leading.js";

const at = (id) => document.getElementById(id);
let temporary = null;

prepareForm("login", {
  send: () => post("/session", { username: at("username").value, password: at("password").value }),
  done: (person) => (person.must_change ? askForAnother() : goOn(person)),
});
prepareForm("change", {
  check: () => sameTwice("new", "again"),
  send: changePassword,
  done: goOn,
});
keepGoal();
at("username").focus();

function askForAnother() {
  temporary = at("password").value;
  at("whose").value = at("username").value; // for the browser's own keeper of passwords
  at("login").hidden = true;
  at("change").hidden = false;
  at("change-title").focus();
}

async function changePassword() {
  await api("GET", "/me"); // brings the token that goes with the session's deeds
  return post("/session/password", { old: temporary, new: at("new").value });
}

// A key that this browser still has would speak in the place of the person.
async function goOn(person) {
  forgetTokens(["counter", "admin"]);
  location.replace(ownPath(location.search) ?? await firstWork(person.grants));
}

// Whoever may set the mall up goes on with that, as long as nobody has chosen a mall.
async function firstWork(grants) {
  if (!grants.some(({ role }) => role === "administrator")) return workplace(grants);
  const { ok, data } = await api("GET", "/setup");
  return ok && data.open && data.fresh ? "/setup" : workplace(grants);
}
