// The part of the browser that hears pushes while no page is open: shows them, and opens the page they are about.
self.addEventListener("push", (event) => {
  const told = read(event.data);
  const shown = { body: told.text, tag: told.tag, renotify: true, data: { url: told.url }, requireInteraction: told.tag === "called" };
  event.waitUntil(self.registration.showNotification(told.title, shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url ?? "/"));
});

function read(data) {
  try {
    return { title: "Antrean", text: "", tag: "antrean", ...data.json() };
  } catch {
    return { title: "Antrean", text: "", tag: "antrean" };
  }
}

async function open(url) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find((client) => client.url.split(/[?#]/)[0] === url);
  return page ? page.focus() : self.clients.openWindow(url);
}
