// Sends a file and says how far it has come; fetch cannot tell.

import { credentials } from "./wire.js";

/**
 * POSTs `file` to a path of the API. Returns {done, cancel()}: `done` becomes {ok, status, data, problem} as api() answers,
 * with the problem "unreachable" where nothing came back and "cancelled" after cancel(). `onProgress` hears 0 to 1.
 */
export function upload(path, { file, token, language, onProgress }) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve) => {
    const end = (problem) => resolve({ ok: false, status: 0, data: null, problem: { code: problem } });
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => resolve(answerOf(request));
    request.onerror = () => end("unreachable");
    request.onabort = () => end("cancelled");
    request.open("POST", `/api/v1${path}`);
    for (const [name, value] of Object.entries(credentials({ token, language }))) request.setRequestHeader(name, value);
    const form = new FormData();
    form.append("file", file, file.name);
    request.send(form);
  });
  return { done, cancel: () => request.abort() };
}

function answerOf({ status, responseText }) {
  const ok = status >= 200 && status < 300;
  let document = null;
  try {
    document = JSON.parse(responseText);
  } catch {
    document = null;
  }
  return { ok, status, data: ok ? document : null, problem: ok ? null : (document ?? { code: "unreadable" }) };
}
