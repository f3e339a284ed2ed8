// A file that the server hands out to whoever may have it, saved by the browser.
import { element } from "../element.js";
import { credentials } from "../wire.js";

const READ_MS = 60_000; // by then the browser has taken it

/** Fetches `path` of the API and saves it as the server calls it, else as `usual`. Throws where no file came. */
export async function fetchFile(path, { token, language, usual }) {
  // The server asks who it is for, which a plain link cannot say.
  const answer = await fetch(`/api/v1${path}`, { headers: credentials({ token, language }), cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  const name = /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? usual;
  const address = URL.createObjectURL(await answer.blob());
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), READ_MS);
}
