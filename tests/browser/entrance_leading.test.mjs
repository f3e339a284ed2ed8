// Nobody is led off to a stranger's page by signing in.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ownPath, workplace } from "../../app/web/entrance/static/leading.js";

const next = (path) => ownPath(`?next=${encodeURIComponent(path)}`);

test("a page of ours is opened with its question", () => {
  assert.equal(next("/admin/printers?site=BWI"), "/admin/printers?site=BWI");
  assert.equal(next("/counter"), "/counter");
});

for (const path of ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)", "evil", "/.//evil.example", ""]) {
  test(`${JSON.stringify(path)} is no page of ours`, () => assert.equal(next(path), null));
}

test("without a wish everybody goes to the own work", () => {
  assert.equal(ownPath(""), null);
  assert.equal(next("/login?next=/login"), null);
  assert.equal(workplace([{ role: "clerk" }]), "/counter");
  assert.equal(workplace([{ role: "clerk" }, { role: "supervisor" }]), "/admin");
  assert.equal(workplace([{ role: "receptionist" }]), "/reception");
  assert.equal(workplace([{ role: "receptionist" }, { role: "clerk" }]), "/counter");
  assert.equal(workplace([]), "/counter");
});
