"""From a change in a queue answered to 20 consoles that show it, beside a bare Socket.IO emit.

`python -m tests.bench.consoles [--consoles 20] [--pages 3] [--changes 120] [--pace 0.4] [--engine ...]`
Visitors come and are called in turn, one change every `--pace` seconds; all consoles sit at counters
that share one queue, so each has to show each change. A few are real Chromium pages, timed to the
painted queue; the others are bare Socket.IO connections, timed to the message that has the change.
The yardstick is a minimal Flask-SocketIO server on the same engine with as many of both. Milliseconds
from the answer of the deed; a console may even be earlier.
"""

import argparse
import json
import statistics
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

from tests.bench.calling import chrome
from tests.bench.engines import yardstick
from tests.bench.issuing import antrean
from tests.bench.sockets import Phones
from tests.services import chromium
from tests.services.server import Server

GOAL_MS = 300
SITE = "BWI"
SERVICE = "A01"
COUNTERS = ("1", "2", "3", "4", "5")  # of one agency: each of them shows every change
SCREEN: ViewportSize = {"width": 1366, "height": 768}
# Notes when a queue was painted and which numbers stood in it.
WATCH = """
window.antreanPainted = [];
const look = () => requestAnimationFrame(() => setTimeout(() => antreanPainted.push({
  painted: Date.now(), shown: [...document.querySelectorAll("#queue-rows th")].map((row) => row.textContent),
}), 0));
document.addEventListener("DOMContentLoaded", () => {
  const rows = document.querySelector("#queue-rows");
  if (rows) new MutationObserver(look).observe(rows, { childList: true });
});
"""


@dataclass(frozen=True)
class Change:
    """`number` stands in the queue from `answered` (ms since 1970) on, or no longer."""

    number: str
    waits: bool
    answered: float


@dataclass(frozen=True)
class Seen:
    """What a console showed from a moment on (ms since 1970)."""

    at: float
    shown: frozenset[str]


Deed = Callable[[int], Change]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--consoles", type=int, default=20)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--changes", type=int, default=120)
    parser.add_argument("--pace", type=float, default=0.4)
    parser.add_argument("--engine", default="eventlet", choices=("eventlet", "threading"))
    asked = parser.parse_args()
    with chrome(chromium.provide_locked()) as browser, tempfile.TemporaryDirectory() as folder:
        ours = _measure_ours(browser, Path(folder), asked)
        bare = _measure_bare(browser, asked)
    _print("antrean", ours, asked)
    _print("bare emit", bare, asked)
    print(f"ratio of p95: {_p95(ours) / _p95(bare):.2f}")


def _measure_ours(browser: Browser, folder: Path, asked: argparse.Namespace) -> list[float]:
    with antrean(folder, asked.engine) as server:
        kiosk, clerk = server.token("kiosk", site=SITE, name="K1"), server.token("counter", site=SITE)
        for counter in COUNTERS:
            _post(server, clerk, f"/counters/{counter}/open?site={SITE}")
        places = [COUNTERS[turn % len(COUNTERS)] for turn in range(asked.consoles)]
        deed = _visitors(server, kiosk, clerk)
        pages = [_console(browser, server, clerk, counter) for counter in places[: asked.pages]]
        auths = [{"token": clerk, "site": SITE, "counter": counter} for counter in places[asked.pages :]]
        sockets = Phones(server.port, "/counter", auths, keep=True)
        changes = _run(deed, asked)
        for page in pages:
            page.wait_for_function(
                "number => antreanPainted.at(-1)?.shown.includes(number) === false", arg=changes[-1].number
            )
        seen = [_painted(page) for page in pages] + [_heard(phone.kept) for phone in sockets.phones]
        sockets.close()
        _close(pages)
    return [_latency(change, console) for change in changes for console in seen]


def _visitors(server: Server, kiosk: str, clerk: str) -> Deed:
    """In turn: somebody takes a number, and the counter after the last one calls and serves.

    Some wait from the start, so that whoever is called was on every console long before.
    """

    def arrive() -> Change:
        ticket = _post(server, kiosk, f"/sites/{SITE}/tickets", {"service": SERVICE})
        return Change(ticket["number"], waits=True, answered=time.time() * 1000)

    def call(count: int) -> Change:
        counter = COUNTERS[count // 2 % len(COUNTERS)]
        ticket = _post(server, clerk, f"/counters/{counter}/call-next?site={SITE}")["ticket"]
        answered = time.time() * 1000
        _post(server, clerk, f"/counters/{counter}/finish?site={SITE}")
        return Change(ticket["number"], waits=False, answered=answered)

    for _ in COUNTERS:
        arrive()
    return lambda count: call(count) if count % 2 else arrive()


def _measure_bare(browser: Browser, asked: argparse.Namespace) -> list[float]:
    with yardstick("tests.bench.bare", engine=asked.engine) as port:
        sockets = Phones(port, "/bare", [{} for _ in range(asked.consoles - asked.pages)], keep=True)
        pages = [_open(browser, f"http://127.0.0.1:{port}/") for _ in range(asked.pages)]
        for page in pages:
            page.wait_for_selector("[data-connected=yes]", state="attached")

        def emit(count: int) -> Change:
            request = urllib.request.Request(f"http://127.0.0.1:{port}/call/{count}", data=b"", method="POST")
            with urllib.request.urlopen(request, timeout=30) as answer:
                answer.read()
            return Change(str(count), waits=True, answered=time.time() * 1000)

        changes = _run(emit, asked)
        for page in pages:
            page.wait_for_function("id => antreanPainted.at(-1)?.id === id", arg=changes[-1].number)
        seen = [_bare_painted(page) for page in pages] + [_bare_heard(phone.kept) for phone in sockets.phones]
        sockets.close()
        _close(pages)
    return [_latency(change, console) for change in changes for console in seen]


def _run(deed: Deed, asked: argparse.Namespace) -> list[Change]:
    """So many changes, an even number, so that the last one takes somebody out of the queue."""
    changes = []
    for count in range(asked.changes // 2 * 2):
        changes.append(deed(count))
        time.sleep(asked.pace)  # the pace of the load, not a wait for something
    return changes


def _latency(change: Change, seen: Iterable[Seen]) -> float:
    """Milliseconds until this console showed the change; every change must reach every console."""
    for each in seen:
        if each.at > change.answered - GOAL_MS and (change.number in each.shown) == change.waits:
            return each.at - change.answered
    raise RuntimeError(f"a console never showed {change}")


def _painted(page: Page) -> list[Seen]:
    noted = page.evaluate("antreanPainted")
    return [Seen(each["painted"], frozenset(each["shown"])) for each in noted]


def _heard(kept: list[tuple[float, str]]) -> list[Seen]:
    documents = [(at, json.loads(packet.partition(",")[2])) for at, packet in kept]
    return [
        Seen(at, frozenset(ticket["number"] for ticket in payload["queue"]))
        for at, (name, payload) in documents
        if name in ("snapshot", "queue_changed")
    ]


def _bare_painted(page: Page) -> list[Seen]:
    return [Seen(each["painted"], frozenset([each["id"]])) for each in page.evaluate("antreanPainted")]


def _bare_heard(kept: list[tuple[float, str]]) -> list[Seen]:
    return [
        Seen(at, frozenset([json.loads(packet.partition(",")[2])[1]["id"]]))
        for at, packet in kept
        if packet.startswith("42")
    ]


def _console(browser: Browser, server: Server, token: str, counter: str) -> Page:
    """A console at its counter: the place is kept as if the clerk had chosen it yesterday."""
    place = json.dumps({"site": SITE, "counter": counter})
    remember = f"localStorage.setItem('antrean.counter.place', {json.dumps(place)})"
    page = _open(browser, f"{server.url}/counter#token={token}", WATCH, remember)
    page.wait_for_selector("#link.good")
    return page


def _open(browser: Browser, url: str, *scripts: str) -> Page:
    page = browser.new_context(viewport=SCREEN, reduced_motion="reduce").new_page()
    for script in scripts:
        page.add_init_script(script)
    page.goto(url)
    return page


def _close(pages: list[Page]) -> None:
    for page in pages:
        page.context.close()


def _post(server: Server, token: str, path: str, body: object = None) -> Any:
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    answer = server.request("POST", f"/api/v1{path}", token=token, body=body or {}, headers=headers)
    if answer.status >= 300:
        raise RuntimeError(f"{path}: {answer.body!r}")
    return answer.json


def _p95(latencies: list[float]) -> float:
    return max(1.0, sorted(latencies)[int(len(latencies) * 0.95)])


def _print(name: str, latencies: list[float], asked: argparse.Namespace) -> None:
    size = f"{asked.consoles} consoles ({asked.pages} pages), {asked.changes} changes on {asked.engine}"
    print(
        f"{name:<10} {size}: p50 {statistics.median(latencies):5.0f} ms, p95 {_p95(latencies):5.0f} ms, "
        f"worst {max(latencies):5.0f} ms (goal p95 < {GOAL_MS})",
        flush=True,
    )


if __name__ == "__main__":
    main()
