// How a browser's long name is read to people.
import assert from "node:assert/strict";
import { test } from "node:test";

import { browserName } from "../../app/web/entrance/static/browsers.js";

const MOZILLA = "Mozilla/5.0";
const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

test("browsers are named as people know them", () => {
  const named = [
    [`${MOZILLA} (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/126.0.0.0 Safari/537.36`, "Chrome, Windows"],
    [`${MOZILLA} (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0`, "Edge, Windows"],
    [`${MOZILLA} (Linux; Android 14; SM-A546E) ${WEBKIT} SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36`, "Samsung Internet, Android"],
    [`${MOZILLA} (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0`, "Firefox, Linux"],
    [`${MOZILLA} (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1`, "Safari, iOS"],
    [`${MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15`, "Safari, macOS"],
  ];
  for (const [agent, name] of named) assert.equal(browserName(agent), name);
});

test("what is no browser we know has no name", () => {
  assert.equal(browserName("python-requests/2.32"), "");
  assert.equal(browserName(""), "");
});
