// The page of people as pure functions: a grant in words, what may be given beside a role, what a change would do.

const EVERYWHERE = "administrator"; // a role that holds at every site and for every agency

// What a role is given beside its own permissions, of those that may be given singly; nothing where it has them all.
export function offered(role, { permissions, singly }) {
  return singly.filter((permission) => !permissions[role].includes(permission));
}

export function holdsEverywhere(role) {
  return role === EVERYWHERE;
}

// The grant as it is sent: an administrator's holds everywhere, and nothing is given twice.
export function plainGrant({ role, site, agencies, also }, known) {
  const open = offered(role, known);
  const wide = holdsEverywhere(role);
  return {
    role,
    site: wide ? null : site || null,
    agencies: wide || agencies === null ? null : [...agencies].sort(),
    also: also.filter((permission) => open.includes(permission)).sort(),
  };
}

// "Petugas loket · MPP Banyuwangi · Dispendukcapil, Samsat · +2 izin"; `names` are {site: {code: name}, agency: ...}.
export function grantText(words, { role, site, agencies, also }, names, { full = false } = {}) {
  const known = agencies?.map((code) => names.agency[code] ?? code);
  const short = known && known.length > 3 && !full ? words("agencies_count", { count: known.length }) : known?.join(", ");
  const more = full ? also.map((permission) => words(`permission_${permission}`)).join(", ") : words("singles_short", { count: also.length });
  const place = site ? (names.site[site] ?? site) : words("site_all");
  return [words(`staff_${role}`), place, short, also.length > 0 && more].filter(Boolean).join(" · ");
}

// What keeps these grants from being saved, as {key, index}; null: nothing does.
export function wrongAmong(grants) {
  const places = grants.map(({ role, site, agencies }) => JSON.stringify([role, site, agencies]));
  const empty = grants.findIndex(({ agencies }) => agencies?.length === 0);
  if (empty >= 0) return { key: "agencies_missing", index: empty };
  const again = places.findIndex((place, index) => places.indexOf(place) < index);
  return again >= 0 ? { key: "role_twice", index: again } : null;
}

// What saving would do, as [{key, name?, grant?, before?}]: the same place with other limits is one change.
export function differences(before, after) {
  const gone = without(before.grants, after.grants);
  const fresh = without(after.grants, before.grants);
  const replaced = [];
  const pairs = fresh.map((grant) => {
    const before = gone.find((each) => !replaced.includes(each) && each.role === grant.role && each.site === grant.site);
    replaced.push(before);
    return { grant, before };
  });
  return [
    ...(after.name === before.name ? [] : [{ key: "change_name", name: after.name }]),
    ...gone.filter((grant) => !replaced.includes(grant)).map((grant) => ({ key: "change_taken", grant })),
    ...pairs.map((pair) => (pair.before ? { key: "change_grants", ...pair } : { key: "change_given", grant: pair.grant })),
  ];
}

function without(grants, others) {
  const known = new Set(others.map((grant) => JSON.stringify(grant)));
  return grants.filter((grant) => !known.has(JSON.stringify(grant)));
}
