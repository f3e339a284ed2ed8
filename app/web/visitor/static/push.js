// "Tell me on this phone": asks the browser for its pushes and leaves them with the booking or the number.
import { activated, decodedKey, inTime, mayPush } from "./pushing.js";

const PATIENCE_MS = 20_000; // a push service that cannot be reached never answers

const box = document.getElementById("push");
const button = document.getElementById("push-on");
const said = document.getElementById("push-said");

if (box && mayPush(window)) {
  box.hidden = false;
  button.addEventListener("click", ask);
}

async function ask() {
  button.disabled = true;
  tell("");
  try {
    if ((await Notification.requestPermission()) !== "granted") return tell(said.dataset.denied);
    const subscription = await inTime(subscribed(), PATIENCE_MS);
    const body = new URLSearchParams({ subscription: JSON.stringify(subscription) });
    const answer = await fetch(box.dataset.action, { method: "POST", body, signal: AbortSignal.timeout(15_000) });
    if (answer.ok) location.reload();
    else tell(said.dataset.failed);
  } catch {
    tell(said.dataset.failed);
  } finally {
    button.disabled = false;
  }
}

async function subscribed() {
  const registration = await activated(await navigator.serviceWorker.register(box.dataset.worker));
  const key = decodedKey(box.dataset.key);
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

function tell(text) {
  said.textContent = text;
}
