// What the page of partners says and sends, without touching it. Pure; `words` says a sentence.

// The terms that a form asks for; no site chosen means all of them.
export function termsOf({ name, scopes, sites, rate, hook }) {
  return { name: name.trim(), scopes, sites: sites.length ? sites : null, rate: Number(rate), hook_url: hook.trim() || null };
}

// The same terms as they stand, to be sent with one thing changed.
export function keptTerms({ name, scopes, sites, rate, hook_url }) {
  return { name, scopes, sites, rate, hook_url };
}

export function mayText(words, { scopes }) {
  return scopes.length ? scopes.map((scope) => words(`scope_${scope}`)) : [words("partner_nothing")];
}

export function requestsText(words, { rate, requests }) {
  const refused = requests.too_many + requests.forbidden;
  const told = words("partner_requests_told", { count: requests.admitted, rate });
  return refused ? `${told} ${words("partner_requests_refused", { fast: requests.too_many, forbidden: requests.forbidden })}` : told;
}

export function stateOf({ disabled_at, has_token }) {
  if (disabled_at) return ["", "staff_gone"];
  return has_token ? ["good", "staff_active"] : ["warning", "partner_no_token"];
}

export const MOODS = { due: "warning", sent: "good", given_up: "danger" };

// The moment that somebody chose on the wall clock of the computer, with its zone.
export function momentOf(local) {
  const moment = new Date(local);
  return local && !Number.isNaN(moment.getTime()) ? moment.toISOString() : null;
}
