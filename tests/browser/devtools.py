"""A Chromium driven by its bare debugging protocol.

An old one, as no library knows it any more, or one that keeps nothing of what its page brought.
"""

import base64
import contextlib
import itertools
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from typing import Any

import websocket

from tests.services.chromium import Chromium

ADDRESS = re.compile(r"DevTools listening on ws://([^/\s]+)/")
PATIENCE = 60.0  # seconds; a computer may be busy with much else
LOOK_MS = 50
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--mute-audio",
    "--no-first-run", "--remote-debugging-port=0", "--autoplay-policy=no-user-gesture-required",
)  # fmt: skip
WAIT = """
new Promise(function (resolve) {
  const began = Date.now();
  (function look() {
    let found = null;
    try { found = (%s); } catch (problem) { found = null; }
    if (found || Date.now() - began > %d) return resolve(found instanceof Node || found);
    setTimeout(look, %d);
  })();
})
"""


class PageFailed(AssertionError):
    """A script of the page threw, or what was waited for did not come."""


class OldPage:
    """One page; what its scripts throw is kept in `troubles`, what it says of its memory in `pieces`."""

    def __init__(self, address: str, domains: Sequence[str] = ("Page", "Runtime", "Network")) -> None:
        self._line = websocket.create_connection(address, timeout=PATIENCE, suppress_origin=True)
        self._number = itertools.count(1)
        self.troubles: list[str] = []
        self.said: list[str] = []
        self.pieces: list[str] = []
        for domain in domains:
            self.tell(f"{domain}.enable")

    def tell(self, method: str, **parameters: Any) -> Any:
        """One command of the protocol and its answer."""
        number = next(self._number)
        self._line.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._line.recv())
            if message.get("id") == number:
                if "error" in message:
                    raise PageFailed(f"{method}: {message['error']}")
                return message["result"]
            self._hear(message)

    def size(self, width: int, height: int) -> None:
        view = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.tell("Emulation.setDeviceMetricsOverride", **view)

    def open(self, address: str) -> None:
        self.tell("Page.navigate", url=address)

    def ask(self, expression: str) -> Any:
        """What the expression is in the page; a promise is waited for."""
        wish = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        answer = self.tell("Runtime.evaluate", **wish)
        if "exceptionDetails" in answer:
            raise PageFailed(f"{expression.strip()}: {_thrown(answer['exceptionDetails'])}; {self.troubles}")
        return answer["result"].get("value")

    def until(self, expression: str, *, seconds: float = 60.0) -> Any:
        """Waits in the page until the expression is true there, and returns what it is."""
        deadline = time.monotonic() + seconds
        while True:
            left = max(0, int(1000 * (deadline - time.monotonic())))
            with contextlib.suppress(PageFailed):  # a page that is just being loaded forgets the question
                found = self.ask(WAIT % (expression, left, LOOK_MS))
                if found:
                    return found
            if time.monotonic() >= deadline:
                raise PageFailed(f"never true: {expression}; {self.troubles} {self.said[-5:]}")

    def picture(self) -> bytes:
        """PNG."""
        return base64.b64decode(self.tell("Page.captureScreenshot", format="png")["data"])

    def leave(self) -> None:
        """Closes the page itself; its scripts run no more."""
        with contextlib.suppress(PageFailed, OSError, websocket.WebSocketException):
            self.tell("Page.close")
        self._line.close()

    def _hear(self, message: Any) -> None:
        if message["method"] == "Runtime.exceptionThrown":
            self.troubles.append(_thrown(message["params"]["exceptionDetails"]))
        elif message["method"] == "Runtime.consoleAPICalled":
            self.said.append(" ".join(str(one.get("value")) for one in message["params"]["args"]))
        elif message["method"] == "HeapProfiler.addHeapSnapshotChunk":
            self.pieces.append(message["params"]["chunk"])


class OldBrowser:
    """A process of a Chromium with a profile of its own."""

    def __init__(self, found: Chromium, options: Sequence[str] = ()) -> None:
        self._profile = tempfile.mkdtemp(prefix="old-chromium-")
        self._process = subprocess.Popen(
            [str(found.program), *OPTIONS, *options, f"--user-data-dir={self._profile}", "about:blank"],
            env={**os.environ, **found.environment, "LANG": "C", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._place = self._listening()

    @property
    def version(self) -> str:
        """As it names itself: "HeadlessChrome/64.0.3264.0"."""
        return str(self._get("/json/version")["Browser"])

    def page(self, width: int = 1920, height: int = 1080) -> OldPage:
        """An empty page on a screen of this size."""
        page = OldPage(self._get("/json/new?about:blank")["webSocketDebuggerUrl"])
        page.size(width, height)
        return page

    def unwatched(self, width: int, height: int) -> OldPage:
        """The page that it began with; nothing of what it asks the network for is kept."""
        (first,) = [each for each in self._get("/json/list") if each["type"] == "page"]
        page = OldPage(first["webSocketDebuggerUrl"], ("Page", "Runtime"))
        page.size(width, height)
        return page

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _listening(self) -> str:
        said: list[str] = []
        for line in self._process.stderr or ():
            said.append(line)
            found = ADDRESS.search(line)
            if found:
                return found[1]
        self.end()
        raise PageFailed("the old Chromium did not start; it said:\n" + "".join(said[-20:]))

    def _get(self, path: str) -> Any:
        with urllib.request.urlopen(f"http://{self._place}{path}", timeout=PATIENCE) as answer:
            return json.load(answer)


def _thrown(details: Any) -> str:
    told = details.get("exception", {})
    return str(told.get("description") or told.get("value") or details.get("text"))
