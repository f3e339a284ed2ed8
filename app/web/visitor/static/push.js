// "Tell me on this phone": asks the browser for its pushes and leaves them with the booking or the number.
import { decodedKey, mayPush } from "./pushing.js";

const box = document.getElementById("push");
const button = document.getElementById("push-on");

if (box && mayPush(window)) {
  box.hidden = false;
  button.addEventListener("click", ask);
}

async function ask() {
  button.disabled = true;
  tell("");
  try {
    if ((await Notification.requestPermission()) !== "granted") return tell(box.dataset.denied);
    const subscription = await subscribed();
    const body = new URLSearchParams({ subscription: JSON.stringify(subscription) });
    const answer = await fetch(box.dataset.action, { method: "POST", body, signal: AbortSignal.timeout(15_000) });
    if (answer.ok) location.reload();
    else tell(box.dataset.failed);
  } catch {
    tell(box.dataset.failed);
  } finally {
    button.disabled = false;
  }
}

async function subscribed() {
  const registration = await navigator.serviceWorker.register(box.dataset.worker);
  const key = decodedKey(box.dataset.key);
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

function tell(text) {
  document.getElementById("push-said").textContent = text;
}
