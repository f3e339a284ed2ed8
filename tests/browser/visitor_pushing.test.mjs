// Whether a browser can take pushes, and the key it subscribes with.
import assert from "node:assert/strict";
import { test } from "node:test";
import { activated, decodedKey, inTime, mayPush } from "../../app/web/visitor/static/pushing.js";

const ABLE = { isSecureContext: true, navigator: { serviceWorker: {} }, PushManager: class {}, Notification: class {} };

test("a secure page in a browser that has every part may push", () => {
  assert.equal(mayPush(ABLE), true);
});

for (const missing of ["isSecureContext", "navigator", "PushManager", "Notification"]) {
  test(`without ${missing} it may not`, () => {
    assert.equal(mayPush({ ...ABLE, [missing]: undefined }), false);
  });
}

test("a key for addresses becomes its bytes", () => {
  assert.deepEqual([...decodedKey("-_8AAQ")], [0xfb, 0xff, 0, 1]);
});

function newWorker() {
  const worker = new EventTarget();
  worker.become = (state) => {
    worker.state = state;
    worker.dispatchEvent(new Event("statechange"));
  };
  return worker;
}

test("a worker that is at work may be written to at once", async () => {
  const registration = { active: {}, installing: null, waiting: null };
  assert.equal(await activated(registration), registration);
});

test("a new worker may be written to once it is at work, and not before", async () => {
  const installing = newWorker();
  const registration = { active: null, installing, waiting: null };
  let ready = false;
  const waited = activated(registration).then(() => (ready = true));
  installing.become("installed");
  await Promise.resolve();
  assert.equal(ready, false);
  installing.become("activated");
  assert.equal(await waited, true);
});

test("a worker that is given up is never waited for", async () => {
  const installing = newWorker();
  const waited = activated({ active: null, installing, waiting: null });
  installing.become("redundant");
  await assert.rejects(waited);
});

test("whoever never answers is not waited for", async () => {
  await assert.rejects(inTime(new Promise(() => {}), 1));
  assert.equal(await inTime(Promise.resolve("told"), 1000), "told");
});
