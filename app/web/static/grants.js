// What a page may offer whoever uses it, as pure functions over the answer of /me.

// The sites of `sites` at which a token or a person has something to do.
export function sitesOf(me, sites) {
  if (me.site) return sites.filter(({ code }) => code === me.site);
  if (!me.grants || me.grants.some(({ site }) => site === null)) return sites;
  const own = new Set(me.grants.map(({ site }) => site));
  return sites.filter(({ code }) => own.has(code));
}
