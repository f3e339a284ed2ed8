// The first administrator: the code from the server's console, a name and a password; then the mall itself.
import { forgetTokens } from "../wire.js";
import { post, prepareForm, sameTwice } from "./form.js";

const at = (id) => document.getElementById(id);
const value = (id) => at(id).value;

prepareForm("setup", {
  check: () => sameTwice("password", "again"),
  send: () => post("/setup", { code: value("code"), username: value("username"), name: value("name"), password: value("password") }),
  done: () => {
    forgetTokens(["counter", "admin"]);
    location.replace("/setup");
  },
});
at("code").focus();
