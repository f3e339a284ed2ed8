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

/** The registration once its worker is at work: to a new one no push can be addressed yet. */
export function activated(registration) {
  const worker = registration.installing ?? registration.waiting;
  if (registration.active || !worker) return Promise.resolve(registration);
  return new Promise((resolve, reject) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve(registration);
      if (worker.state === "redundant") reject(new Error("the worker was given up"));
    });
  });
}

/** What the promise comes to, if it does before so many milliseconds; else it fails. */
export function inTime(promise, milliseconds) {
  const over = new Promise((_, reject) => setTimeout(() => reject(new Error("no answer in time")), milliseconds));
  return Promise.race([promise, over]);
}
