// Files that somebody chose: a spreadsheet goes to be read, a logo is kept until the mall is saved.
import { credentials } from "../../wire.js";
import { upload } from "../../uploading.js";

const LARGEST_LOGO = 512 * 1024;
const KINDS = ["image/png", "image/svg+xml"];

/** {ok, data, problem} as api() answers; the file is the body itself. */
export function sendSheet(file, language) {
  return send("POST", "/setup/sheet", file, "application/octet-stream", language);
}

/** What another mall's export would come to; nothing is saved. */
export function lookIntoFolder(file, language) {
  return upload("/mall/import?mode=preview&replace=1", { file, language, onProgress: () => {} }).done;
}

export function saveFolder(file, language) {
  return upload("/mall/import?mode=save&replace=1", { file, language, onProgress: () => {} }).done;
}

/** {logo: {name, type, content in base64}, wrong: the key of a sentence}; no file is no logo. */
export async function readLogo(file) {
  if (!file) return { logo: null, wrong: null };
  if (!KINDS.includes(file.type)) return { logo: null, wrong: "logo_kind" };
  if (file.size > LARGEST_LOGO) return { logo: null, wrong: "logo_large" };
  const read = await file.arrayBuffer().catch(() => null); // it may be gone from the disk since it was chosen
  if (!read) return { logo: null, wrong: "logo_unread" };
  const bytes = new Uint8Array(read);
  const content = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return { logo: { name: file.name, type: file.type, content }, wrong: null };
}

async function send(method, path, body, type, language) {
  try {
    const headers = { ...credentials({ language }), "Content-Type": type };
    const response = await fetch(`/api/v1${path}`, { method, headers, body, cache: "no-store" });
    const document = await response.json().catch(() => null);
    return { ok: response.ok, status: response.status, data: response.ok ? document : null, problem: response.ok ? null : document ?? {} };
  } catch {
    return { ok: false, status: 0, data: null, problem: {} };
  }
}
