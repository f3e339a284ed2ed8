"""What displays ask of the server while nobody is called: requests and messages a minute, by display.

`python -m tests.bench.idling [--displays 20] [--seconds 60] [--engine ...]`
Real Chromium pages, counted from when the last of them stands still. The heartbeat of the live link, five
seconds apart, is counted among the messages; the goal is set for HTTP requests.
"""

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.bench.calling import SCREEN, SITE, chrome
from tests.bench.issuing import antrean
from tests.services import chromium

GOAL_A_MINUTE = 3.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--displays", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--engine", default="eventlet", choices=("eventlet", "threading"))
    asked = parser.parse_args()
    found = chromium.provide_locked()
    print(chromium.version(found), flush=True)
    with chrome(found) as browser, tempfile.TemporaryDirectory() as folder:
        seen = _measure(browser, Path(folder), asked)
    minutes = asked.displays * asked.seconds / 60
    print(f"{asked.displays} displays at rest for {asked.seconds:.0f} s")
    for name in ("requests", "messages in", "messages out"):
        print(f"{name:<13} {seen[name] / minutes:6.2f} a minute for each display")
    print(f"goal          {GOAL_A_MINUTE:6.2f} requests a minute")


def _measure(browser: Browser, folder: Path, asked: argparse.Namespace) -> Counter[str]:
    seen: Counter[str] = Counter()
    with antrean(folder, asked.engine) as server:
        links = [each for each in server.links() if (each["role"], each["site"]) == ("display", SITE)]
        pages = [
            _opened(browser, links[number % len(links)]["url"], seen) for number in range(asked.displays)
        ]
        for page in pages:
            page.wait_for_load_state("networkidle")
        seen.clear()
        pages[0].wait_for_timeout(asked.seconds * 1000)
        return Counter(seen)


def _opened(browser: Browser, address: str, seen: Counter[str]) -> Page:
    """A display in a browser profile of its own, whose traffic is counted in `seen`."""
    page = browser.new_context(viewport=SCREEN, reduced_motion="reduce").new_page()
    page.on("request", lambda _: seen.update(["requests"]))
    with page.expect_websocket() as opening:
        page.goto(address)
    opening.value.on("framereceived", lambda _: seen.update(["messages in"]))
    opening.value.on("framesent", lambda _: seen.update(["messages out"]))
    return page


if __name__ == "__main__":
    main()
