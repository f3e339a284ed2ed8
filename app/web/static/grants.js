// What a page may offer whoever uses it, as pure functions over the answer of /me.

// The sites of `sites` at which a token or a person has something to do.
export function sitesOf(me, sites) {
  if (me.site) return sites.filter(({ code }) => code === me.site);
  if (!me.grants || me.grants.some(({ site }) => site === null)) return sites;
  const own = new Set(me.grants.map(({ site }) => site));
  return sites.filter(({ code }) => own.has(code));
}

/**
 * Whether a person may do it at `site` for `agency`, a code; without one, what belongs to no single agency. A screen's
 * own key is asked nothing here: the server knows what it may.
 */
export function mayDo(me, permission, { site, agency }) {
  if (!me.grants) return true;
  return me.grants.some((grant) => grant.permissions.includes(permission)
    && (grant.site === null || grant.site === site)
    && (grant.agencies === null || grant.agencies.includes(agency)));
}

/** Whether a person may do it for anything at all at `site`, or anywhere where that is null. */
export function mayAnywhere(me, permission, site) {
  if (!me.grants) return true;
  return me.grants.some((grant) => grant.permissions.includes(permission) && (site === null || grant.site === null || grant.site === site));
}
