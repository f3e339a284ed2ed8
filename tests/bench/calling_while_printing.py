"""From a clerk's "call next" to a display's ear while ten printers print, beside that with idle printers.

`python -m tests.bench.calling_while_printing [--printers 10] [--calls 30] [--rounds 3] [--engine ...]`
A heap of numbers is taken first, so that nobody takes any while it is measured: all printers work at
their heap for as long, and are idle afterwards. The print agent and the printers are the processes that
`run.py serve` starts. Medians of the rounds.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from tests.bench.papers import hall, load_average, printed
from tests.journeys.office import Office
from tests.journeys.patience import until
from tests.web.ear import Ear

PACE_SECONDS = 0.4  # between two calls
PAPERS_A_SECOND = 1.2  # of one printer, at most
SERVICE = "A01"
COUNTERS = ("1", "2", "3", "4", "5")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--printers", type=int, default=10)
    parser.add_argument("--calls", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engine", default="eventlet", choices=("eventlet", "threading"))
    asked = parser.parse_args()
    printing: list[list[float]] = []
    idle: list[list[float]] = []
    papers = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        hall(Path(folder), asked.engine, printers=asked.printers) as office,
        closing(_display(office)) as display,
    ):
        for counter in COUNTERS:
            office.clerk(counter, "open")
        for _ in range(asked.rounds):
            before = printed(office)
            heap = _take_heap(office, asked)
            printing.append(_call(office, display, asked.calls))
            meanwhile = printed(office) - before
            if meanwhile >= heap:
                raise RuntimeError("the printers were idle before the last call")
            papers += meanwhile
            until(partial(_all_printed, office, before + heap), within=120)
            idle.append(_call(office, display, asked.calls))
    print(f"{asked.printers} printers on {asked.engine}, {papers} papers meanwhile; {load_average()}")
    _print("printing", printing)
    _print("idle", idle)
    print(f"ratio of p95: {_p95(printing) / _p95(idle):.2f}")


class Listener(Ear):
    """A display that notes when it heard what: (moment, payload)."""

    def _keep(self, event: str) -> Callable[[Any], None]:
        return lambda payload: self._heard.put((event, (time.perf_counter(), payload)))


def _display(office: Office) -> Listener:
    return Listener(
        office.server.url, "/display", {"token": office.token("display", "TV4")}, events=("called",)
    )


def _take_heap(office: Office, asked: argparse.Namespace) -> int:
    """More numbers than the printers manage during the calls; how many."""
    each = int(asked.calls * PACE_SECONDS * PAPERS_A_SECOND) + 5
    kiosks = [f"K{number}" for number in range(1, asked.printers + 1)] * each
    with ThreadPoolExecutor(asked.printers) as visitors:
        return len(list(visitors.map(lambda kiosk: office.take_number(SERVICE, kiosk=kiosk), kiosks)))


def _all_printed(office: Office, count: int) -> bool:
    return printed(office) >= count


def _call(office: Office, display: Listener, calls: int) -> list[float]:
    """Milliseconds from each key of a clerk to the display's ear."""
    latencies = []
    for counter in islice(cycle(COUNTERS), calls):
        began = time.perf_counter()
        called = office.call_next(counter)
        if called is None:
            raise RuntimeError("nobody waits any more")
        heard, _ = display.next("called", partial(_is_of, called["id"]))
        latencies.append((heard - began) * 1000)
        office.clerk(counter, "finish")
        time.sleep(PACE_SECONDS)  # the pace of the load, not a wait for something
    return latencies


def _is_of(ticket: int, told: tuple[float, Any]) -> bool:
    return bool(told[1]["call"]["ticket"] == ticket)


def _p95(rounds: list[list[float]]) -> float:
    return statistics.median(sorted(each)[int(len(each) * 0.95)] for each in rounds)


def _print(name: str, rounds: list[list[float]]) -> None:
    p50 = statistics.median(statistics.median(each) for each in rounds)
    worst = max(max(each) for each in rounds)
    print(f"{name:<9} p50 {p50:5.1f} ms, p95 {_p95(rounds):5.1f} ms, worst {worst:5.0f} ms")


if __name__ == "__main__":
    main()
