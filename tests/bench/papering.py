"""How long a kiosk waits for its number while every printer of the hall is in trouble, beside well printers.

`python -m tests.bench.papering [--printers 10] [--seconds 8] [--rounds 3] [--engine eventlet|threading]`
The print agent is the process that `run.py serve` starts. Each kiosk has a printer of its own and takes
a number twice a second; the yardstick is the same with printers that print. Medians of the rounds.
"""

import argparse
import http.client
import json
import statistics
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.papers import hall, load_average, printed
from tests.journeys.office import SITE, Office
from tests.journeys.paper import Paper
from tests.journeys.patience import until

GOAL_MS = 200
PACE_SECONDS = 0.5
SERVICE = "A01"
WELL = "well"
TROUBLES = {  # of printers, and what their agent says of them then
    WELL: "ready",
    "hang": "mute",  # they take the connection and nothing more
    "mute": "mute",  # they take the bytes and answer nothing
    "refuse": "unreachable",
    "paper_out": "paper_out",
}


@dataclass
class Measured:
    """What a trouble came to: the figures of each round in milliseconds, and all numbers and papers."""

    numbers: int = 0
    papers: int = 0
    p50: list[float] = field(default_factory=list)
    p95: list[float] = field(default_factory=list)
    worst: float = 0.0

    def add(self, latencies: list[float], papers: int) -> None:
        self.numbers += len(latencies)
        self.papers += papers
        self.p50.append(statistics.median(latencies))
        self.p95.append(sorted(latencies)[int(len(latencies) * 0.95)])
        self.worst = max(self.worst, *latencies)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--printers", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engine", default="eventlet", choices=("eventlet", "threading"))
    asked = parser.parse_args()
    measured = {trouble: Measured() for trouble in TROUBLES}
    for _ in range(asked.rounds):
        for trouble, so_far in measured.items():
            with tempfile.TemporaryDirectory() as folder:
                so_far.add(*_measure(Path(folder), trouble, asked))
    print(f"{asked.printers} kiosks and printers on {asked.engine}, {asked.rounds} rounds; {load_average()}")
    yardstick = statistics.median(measured[WELL].p95)
    for trouble, found in measured.items():
        p95 = statistics.median(found.p95)
        print(
            f"{trouble:<10} {found.numbers:>5} numbers, {found.papers:>5} papers: "
            f"p50 {statistics.median(found.p50):5.1f} ms, p95 {p95:5.1f} ms, worst {found.worst:5.0f} ms; "
            f"ratio of p95 {p95 / yardstick:.2f} (goal p95 < {GOAL_MS})"
        )


def _measure(folder: Path, trouble: str, asked: argparse.Namespace) -> tuple[list[float], int]:
    """Milliseconds from each touch to its number, and how many papers came out."""
    with hall(folder, asked.engine, printers=asked.printers, hang=trouble == "hang") as office:
        if trouble not in (WELL, "hang"):
            paper = Paper(office)
            for number in range(1, asked.printers + 1):
                paper.do(f"{SITE}-P{number}", trouble)
        until(lambda: _states(office) == {TROUBLES[trouble]}, within=60)
        with ThreadPoolExecutor(asked.printers) as visitors:
            kiosks = [
                visitors.submit(_take, office, number, asked) for number in range(1, asked.printers + 1)
            ]
            latencies = [latency for kiosk in kiosks for latency in kiosk.result()]
        return latencies, printed(office)


def _states(office: Office) -> set[str]:
    """What the administrator is shown of the printers."""
    seen = office.get(f"/admin/overview?site={SITE}", office.token("admin"))["printers"]
    return {printer["state"] for printer in seen}


def _take(office: Office, number: int, asked: argparse.Namespace) -> list[float]:
    """One kiosk on one kept connection takes its numbers."""
    headers = {
        "Authorization": f"Bearer {office.token('kiosk', f'K{number}')}",
        "Content-Type": "application/json",
    }
    line = http.client.HTTPConnection("127.0.0.1", office.server.port, timeout=30)
    latencies = []
    time.sleep(PACE_SECONDS * number / asked.printers)  # visitors do not touch all at once
    end = time.monotonic() + asked.seconds
    while time.monotonic() < end:
        headers["Idempotency-Key"] = uuid.uuid4().hex
        began = time.perf_counter()
        line.request("POST", f"/api/v1/sites/{SITE}/tickets", json.dumps({"service": SERVICE}), headers)
        answer = line.getresponse()
        told = answer.read()
        latencies.append((time.perf_counter() - began) * 1000)
        if answer.status != 201:
            raise RuntimeError(f"{answer.status}: {told!r}")
        time.sleep(PACE_SECONDS)  # the pace of the load, not a wait for something
    line.close()
    return latencies


if __name__ == "__main__":
    main()
