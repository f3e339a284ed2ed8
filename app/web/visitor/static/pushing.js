// What a push needs, reckoned: whether this browser can, and the server's key as it wants it.

/** Pushes need a secure page and a browser that has all three parts. */
export function mayPush(place) {
  return Boolean(place.isSecureContext && place.navigator?.serviceWorker && place.PushManager && place.Notification);
}

/** The bytes of a key that is written in base64 for addresses. */
export function decodedKey(text) {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain), (sign) => sign.charCodeAt(0));
}
