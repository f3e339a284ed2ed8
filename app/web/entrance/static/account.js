// The own account: where one is signed in, signing out elsewhere, and another password.
import { element } from "../element.js";
import { api, clockText, dayText, goSignIn, loadWords, say, signOut } from "../wire.js";
import { browserName } from "./browsers.js";
import { keepGoal, post, prepareForm, sameTwice } from "./form.js";
import { workplace } from "./leading.js";

const REFUSED = [401, 403];
const at = (id) => document.getElementById(id);
const language = document.documentElement.lang;
let words = {};
let name = ""; // of the user, as it is typed

at("sign-out").addEventListener("click", async () => {
  if (!(await signOut())) refuse("sessions-error", tell("sign_out_failed"));
});
at("sign-out-others").addEventListener("click", () => end("/sessions", "others_out"));
prepareForm("change", {
  check: () => sameTwice("new", "again"),
  send: () => post("/session/password", { old: at("old").value, new: at("new").value }),
  done: changed,
});
keepGoal();
start();

const tell = (key, blanks) => say(words, key, blanks);
const ask = (method, path) => api(method, path, { language });

async function start() {
  words = (await loadWords("entrance", [language]))[language];
  const { ok, status, data } = await ask("GET", "/me");
  if (REFUSED.includes(status) || (ok && data.must_change)) return goSignIn();
  if (!ok) return refuse("loading", tell("unanswered"));
  name = data.username;
  at("name").textContent = data.name;
  at("username").textContent = data.username;
  at("whose").value = data.username;
  at("work").href = workplace(data.grants);
  at("loading").hidden = true;
  at("known").hidden = false;
  return list();
}

// Whoever manages staff is told of everybody; here only the own places are shown.
async function list() {
  const { ok, status, data, problem } = await ask("GET", "/sessions");
  if (REFUSED.includes(status)) return goSignIn();
  if (!ok) return refuse("sessions-error", problem.detail ?? tell("unanswered"));
  const own = data.sessions.filter(({ username }) => username === name).sort((one, other) => other.own - one.own);
  at("sessions").replaceChildren(...own.map((session) => line(session, data.timezone)));
  at("sign-out-others").hidden = own.length < 2;
  return own.length;
}

function line(session, zone) {
  const today = dayText(Date.now(), language, zone);
  const moment = (text) => {
    const day = dayText(text, language, zone);
    return [day === today ? "" : day, clockText(text, language, zone)].filter(Boolean).join(" ");
  };
  const browser = browserName(session.browser) || tell("browser_unknown");
  const out = element("button", {
    class: "button quiet", type: "button", "aria-label": tell("sign_out_of", { browser, address: session.address }),
    onclick: () => end(`/sessions/${session.id}`, "one_out"),
  }, tell("sign_out_one"));
  return element("li", { class: "account-session" },
    element("div", {},
      element("strong", {}, browser), session.own ? element("span", { class: "state good account-own" }, tell("session_own")) : null,
      element("p", { class: "soft" }, tell("session_since", { address: session.address, since: moment(session.created_at), seen: moment(session.seen_at) }))),
    session.own ? null : out);
}

async function end(path, said) {
  refuse("sessions-error", "");
  const { ok, status, problem } = await ask("DELETE", path);
  if (status === 401) return goSignIn();
  if (!ok) refuse("sessions-error", problem.detail ?? tell("unanswered"));
  at("sessions-said").textContent = ok ? tell(said) : "";
  await list();
  return at("sessions-title").scrollIntoView({ block: "nearest" });
}

// Every other session ended with the old password; this one goes on with a new cookie.
async function changed() {
  at("change").reset();
  at("whose").value = name;
  at("change-error").textContent = "";
  at("change-said").textContent = tell("password_changed");
  await ask("GET", "/me"); // brings the token that goes with the new session's deeds
  await list();
}

function refuse(id, text) {
  at(id).textContent = text;
}
