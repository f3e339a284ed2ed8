// Pairing as pure functions: what was typed, where a device may be put, and who is there already.

const LETTERS = /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/;
const SCREENS = ["kiosk", "display"];

// "bcdf ghjk" -> "BCDF-GHJK"; null for what can be no code.
export function typedCode(text) {
  const code = text.replace(/[\s-]/g, "").toUpperCase();
  return LETTERS.test(code) ? `${code.slice(0, 4)}-${code.slice(4)}` : null;
}

// The roles that a device may be given: a screen may become another screen, a printing program stays one.
export function rolesFor(asked) {
  return asked === "agent" ? ["agent"] : SCREENS;
}

export function placesAt(found, { role, site }) {
  return found.places.find((each) => each.site === site)?.[role] ?? [];
}

// The devices that hold this place now; one of all sites holds it at each.
export function heldBy(devices, { role, site, place }) {
  return devices.filter((device) => !device.revoked_at && device.role === role && (device.site ?? site) === site && (device.code ?? "") === place);
}

// What to say of a place, and whether it may be given: screens share one, an agent gives way to the next
// if that is wanted, and one of all sites, the server's own, stays.
export function takenBy(devices, place) {
  const holders = heldBy(devices, place);
  const names = holders.map((device) => device.name).join(", ");
  if (holders.length === 0) return { key: null, names, asks: false, stays: false };
  if (place.role !== "agent") return { key: "place_taken", names, asks: false, stays: false };
  const stays = holders.some((device) => device.site === null);
  return { key: stays ? "agent_of_server" : "agent_taken", names, asks: !stays, stays };
}

// The devices of a site with those of all sites.
export function devicesAt(devices, site) {
  return devices.filter((device) => device.site === null || device.site === site);
}
