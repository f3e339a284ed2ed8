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

// The names of the devices that hold this place now; one of all sites holds it at each.
export function takenBy(devices, { role, site, place }) {
  return devices
    .filter((device) => !device.revoked_at && device.role === role && (device.site ?? site) === site && (device.code ?? "") === place)
    .map((device) => device.name);
}

// The devices of a site with those of all sites.
export function devicesAt(devices, site) {
  return devices.filter((device) => device.site === null || device.site === site);
}
