// Partners: what each program may do, its keys, and what its hook was sent.
import { element } from "../element.js";
import { prepareQuestion } from "./asking.js";
import { clockOf, words } from "./language.js";
import { repaint, row, state } from "./painting.js";
import { openDeliveries } from "./partner_deliveries.js";
import { prepareEditor } from "./partner_editor.js";
import { keptTerms, mayText, requestsText, stateOf } from "./partner_reckoning.js";
import { openShell } from "./shell.js";

const at = (id) => document.getElementById(id);
const shell = openShell({ read, paint });
const deliveries = openDeliveries(shell);
const openEditor = prepareEditor(save);
const ask = prepareQuestion({ refusal, told: tell, late: say, after: () => shell.refresh() });

at("partner-add").addEventListener("click", () => openEditor(null));
at("keys-close").addEventListener("click", hideKeys);

async function read(ask) {
  const answer = await ask("/partners");
  if (answer.ok) await deliveries.read(ask);
  return answer;
}

function paint(data) {
  repaint(at("partners"), data.partners, () => data.partners.map((partner) => line(partner, data.timezone)));
  at("partners-none").hidden = data.partners.length > 0;
  deliveries.paint(data.timezone);
}

function line(partner, zone) {
  const [mood, text] = stateOf(partner);
  return row(
    element("span", {}, partner.name, element("span", { class: "beneath soft" }, partner.code)),
    element("div", { class: "grant-lines" }, ...mayText(words, partner).map((each) => element("span", {}, each))),
    requestsText(words, partner),
    clockOf(zone)(partner.seen_at),
    element("div", {}, state(mood, words(text)), element("div", { class: "person-deeds" }, ...deeds(partner))));
}

function deeds(partner) {
  const path = `/partners/${encodeURIComponent(partner.id)}`;
  const button = (name, press) => element("button", {
    id: `${name}-${partner.id}`, class: "button quiet", type: "button", "aria-label": words("partner_deed", { deed: words(name), name: partner.name }), onclick: press,
  }, words(name));
  const question = (name, deed) => button(name, () => ask({
    title: words("partner_deed", { deed: words(name), name: partner.name }),
    text: words(`confirm_${name}`, { name: partner.name }),
    confirm: words(name),
    from: `${name}-${partner.id}`,
    deed,
  }));
  const change = (disabled) => () => shell.put(path, { ...keptTerms(partner), disabled });
  if (partner.disabled_at) return [button("staff_back", async () => tell(await change(false)()))];
  return [
    button("edit", () => openEditor(partner)),
    question("partner_token", () => shell.post(`${path}/token`)),
    ...(partner.hook_url ? [
      question("partner_secret", () => shell.post(`${path}/hook-secret`)),
      button("partner_deliveries", () => deliveries.open(partner)),
    ] : []),
    question("staff_let_go", change(true)),
  ];
}

async function save(partner, wish, close) {
  const path = partner ? `/partners/${encodeURIComponent(partner.id)}` : "/partners";
  const done = await (partner ? shell.put(path, wish) : shell.post(path, wish));
  if (done.ok) {
    close(); // it gives the focus back, which the keys then take
    tell(done);
  }
  await shell.refresh();
  return { ok: done.ok, text: refusal(done) };
}

function say(text) {
  at("partner-said").textContent = text;
}

// Keys stand on the page until they are put away: they are nowhere else. True where they took the focus.
function tell(done) {
  const { data } = done;
  say(done.ok ? words("saved", { name: (data.partner ?? data).name }) : refusal(done));
  if (!done.ok || !data.hook_secret) return false;
  at("keys-title").textContent = words("partner_keys", { name: data.partner.name });
  const keys = [["partner_token_is", data.token], ["partner_secret_is", data.partner.hook_url ? data.hook_secret : null]];
  at("keys-list").replaceChildren(...keys.filter(([, key]) => key).flatMap(([name, key]) => [
    element("dt", {}, words(name)), element("dd", {}, element("code", {}, key))]));
  at("keys").hidden = false;
  at("keys").focus();
  return true;
}

function hideKeys() {
  at("keys").hidden = true;
  at("keys-list").replaceChildren();
  at("partner-add").focus();
}

function refusal({ ok, problem }) {
  return ok ? "" : (problem?.detail ?? words("test_unanswered"));
}
