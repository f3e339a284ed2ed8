// Where somebody goes after signing in: to the page that was asked for, if it is one of ours, else to the own work.

const HERE = "http://here.invalid";
const HALL = ["supervisor", "administrator"];

// The path behind ?next=, or null for anything that could lead elsewhere: browsers read "//x" and "/\x" as other hosts.
export function ownPath(search) {
  const wanted = new URLSearchParams(search).get("next");
  if (!wanted?.startsWith("/")) return null;
  try {
    const url = new URL(wanted, HERE);
    const stays = url.origin === HERE && !url.pathname.startsWith("//");
    return stays && url.pathname !== "/login" ? url.pathname + url.search : null;
  } catch {
    return null;
  }
}

// The page of somebody's work, by the roles of the grants.
export function workplace(grants) {
  const roles = grants.map(({ role }) => role);
  if (roles.some((role) => HALL.includes(role))) return "/admin";
  if (roles.length && roles.every((role) => role === "village")) return "/desa";
  return roles.includes("receptionist") && !roles.includes("clerk") ? "/reception" : "/counter";
}
