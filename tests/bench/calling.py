"""From "call next" answered to the pixels of every display changed, beside a bare Socket.IO emit.

`python -m tests.bench.calling [--displays 20] [--phones 200] [--calls 60] [--engine ...] [--desktop]`
Real Chromium pages are the displays, bare Socket.IO connections the phones; the yardstick is a
minimal Flask-SocketIO server on the same engine, with as many pages and connections, whose pages
only set a heading; beside both, what they would need by asking every two seconds. Milliseconds; a
display may even paint before the clerk's answer is read.
The browser is the locked build, which paints the page alone, as a television does; `--desktop` takes
the machine's own Chromium, which paints a window with tabs around each page as well.
Motion is reduced: in a hall every display has a processor of its own for its animation, here all of
them share two cores with the server.
"""

import argparse
import itertools
import os
import statistics
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.bench.engines import yardstick
from tests.bench.issuing import antrean
from tests.bench.sockets import Phones
from tests.services import chromium
from tests.services.node import find_node
from tests.services.server import Server

GOAL_MS = 150
PACE_SECONDS = 0.6
POLL_MS = 2000  # how often displays ask that know no live link
SCREEN: ViewportSize = {"width": 1280, "height": 720}
SITE = "BWI"
COUNTERS = ("1", "2", "3", "4", "5")

Deed = Callable[[int], str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--displays", type=int, default=20)
    parser.add_argument("--phones", type=int, default=200)
    parser.add_argument("--calls", type=int, default=60)
    parser.add_argument("--engine", default="eventlet", choices=("eventlet", "threading"))
    parser.add_argument("--desktop", action="store_true")
    asked = parser.parse_args()
    found = chromium.find_desktop() if asked.desktop else chromium.provide_locked()
    print(chromium.version(found), flush=True)
    with chrome(found) as browser, tempfile.TemporaryDirectory() as folder:
        ours = _measure_ours(browser, Path(folder), asked)
        bare = _measure_bare(browser, asked)
    _print("antrean", ours, asked)
    _print("bare emit", bare, asked)
    print(f"ratio of p95: {_p95(ours) / _p95(bare):.2f}")
    _print("2 s poll", _polled(bare), asked, goal=False)


@contextmanager
def chrome(found: chromium.Chromium) -> Iterator[Browser]:
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(find_node())
    with sync_playwright() as playwright:
        environment: dict[str, str | float | bool] = {**os.environ, **found.environment}
        browser = playwright.chromium.launch(
            executable_path=found.program, args=list(chromium.ARGUMENTS), env=environment
        )
        yield browser
        browser.close()


def _measure_ours(browser: Browser, folder: Path, asked: argparse.Namespace) -> list[float]:
    with antrean(folder, asked.engine) as server:
        kiosk = server.token("kiosk", site=SITE, name="K1")
        clerk = server.token("counter", site=SITE)
        for _ in range(asked.calls + len(COUNTERS)):
            _take(server, kiosk, "A01")
        services = itertools.islice(itertools.cycle(_services(server)), asked.phones)
        tokens = [{"token": _take(server, kiosk, service)["token"]} for service in services]
        for counter in COUNTERS:
            _deed(server, clerk, counter, "open")
        display = server.token("display", site=SITE, name="TV4")
        phones = Phones(server.port, "/visitor", tokens)
        pages = [_open(browser, f"{server.url}/display#token={display}") for _ in range(asked.displays)]
        for page in pages:
            page.wait_for_function("document.querySelector('[data-part=\"last\"]') && window.antreanPainted")

        def call(count: int) -> str:
            counter = COUNTERS[count % len(COUNTERS)]
            if count >= len(COUNTERS):
                _deed(server, clerk, counter, "finish")
                time.sleep(PACE_SECONDS / 2)  # the pace of the load, not a wait for something
            ticket = _deed(server, clerk, counter, "call-next")["ticket"]
            return f"{ticket['id']}-{ticket['calls']}"

        latencies = _paint(pages, call, asked.calls)
        phones.close()
        _close(pages)
    return latencies


def _measure_bare(browser: Browser, asked: argparse.Namespace) -> list[float]:
    with yardstick("tests.bench.bare", engine=asked.engine) as port:
        phones = Phones(port, "/bare", [{} for _ in range(asked.phones)])
        pages = [_open(browser, f"http://127.0.0.1:{port}/") for _ in range(asked.displays)]
        for page in pages:
            page.wait_for_selector("[data-connected=yes]", state="attached")

        def call(count: int) -> str:
            request = urllib.request.Request(f"http://127.0.0.1:{port}/call/{count}", data=b"", method="POST")
            with urllib.request.urlopen(request, timeout=30) as answer:
                answer.read()
            return str(count)

        latencies = _paint(pages, call, asked.calls)
        phones.close()
        _close(pages)
    return latencies


def _paint(pages: list[Page], call: Deed, calls: int) -> list[float]:
    """Milliseconds from each answer to each page's picture; every call must reach every page."""
    answered: dict[str, float] = {}
    for count in range(calls):
        known = call(count)
        answered[known] = time.time() * 1000
        time.sleep(PACE_SECONDS)  # the pace of the load, not a wait for something
    last = list(answered)[-1]
    latencies = []
    for page in pages:
        page.wait_for_function("id => window.antreanPainted.some(each => each.id === id)", arg=last)
        painted = {each["id"]: each["painted"] for each in page.evaluate("window.antreanPainted")}
        latencies += [painted[known] - moment for known, moment in answered.items()]
    return latencies


def _open(browser: Browser, url: str) -> Page:
    page = browser.new_context(viewport=SCREEN, reduced_motion="reduce").new_page()
    page.goto(url)
    return page


def _close(pages: list[Page]) -> None:
    for page in pages:
        page.context.close()


def _services(server: Server) -> list[str]:
    """Every service in turn, one agency after the other: the visitors with a phone wait all over the hall."""
    document = server.request("GET", f"/api/v1/sites/{SITE}").json
    places = itertools.zip_longest(*(agency["services"] for agency in document["agencies"]))
    return [service["code"] for place in places for service in place if service]


def _take(server: Server, token: str, service: str) -> Any:
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    answer = server.request(
        "POST", f"/api/v1/sites/{SITE}/tickets", token=token, body={"service": service}, headers=headers
    )
    return answer.json


def _deed(server: Server, token: str, counter: str, deed: str) -> Any:
    path = f"/api/v1/counters/{counter}/{deed}?site={SITE}"
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    answer = server.request("POST", path, token=token, body={}, headers=headers)
    if answer.status != 200:
        raise RuntimeError(f"{deed}: {answer.body!r}")
    return answer.json


def _polled(bare: list[float]) -> list[float]:
    """What the same pages would need if they asked every two seconds, reckoned for every moment of a call."""
    return [latency + wait for latency in bare for wait in range(0, POLL_MS, 20)]


def _p95(latencies: list[float]) -> float:
    return max(1.0, sorted(latencies)[int(len(latencies) * 0.95)])


def _print(name: str, latencies: list[float], asked: argparse.Namespace, *, goal: bool = True) -> None:
    size = f"{asked.displays} displays, {asked.phones} phones, {asked.calls} calls on {asked.engine}"
    print(
        f"{name:<10} {size}: p50 {statistics.median(latencies):5.0f} ms, p95 {_p95(latencies):5.0f} ms, "
        f"worst {max(latencies):5.0f} ms" + (f" (goal p95 < {GOAL_MS})" if goal else ""),
        flush=True,
    )


if __name__ == "__main__":
    main()
