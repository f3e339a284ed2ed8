// Whether a browser can take pushes, and the key it subscribes with.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodedKey, mayPush } from "../../app/web/visitor/static/pushing.js";

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
