"""How many tickets a second, beside the least a durable ticket can cost on the same engine.

`python -m tests.bench.issuing [--engine eventlet|threading] [--seconds 5] [--rounds 3]`
A ticket is issued whole: availability, estimate, number, paper, fact and kept answer in one
durable commit (SQLite, synchronous=FULL). Every number of clients begins a day with an empty
hall, since nobody calls here. Prints medians over the rounds and their ratio.
"""

import argparse
import json
import statistics
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config import mall as mall_files
from config.bootstrap import ROOT
from tests.bench.engines import yardstick
from tests.bench.load import Measured, burst, post
from tests.services.server import Server

CLIENTS = (1, 8, 32)
GOAL = 0.4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="eventlet", choices=("eventlet", "threading"))
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    mall = mall_files.load(ROOT / "config" / "malls" / "banyuwangi")
    services = [
        service.code for agency in mall.agencies for service in agency.services if service.quota is None
    ]
    for clients in CLIENTS:
        with tempfile.TemporaryDirectory() as folder, antrean(Path(folder), asked.engine) as server:
            token = server.token("kiosk", site="BWI", name="K1")
            agent = server.token("agent")
            with yardstick("tests.bench.yardstick", folder, engine=asked.engine) as port:
                ours: list[Measured] = []
                least: list[Measured] = []
                for _ in range(asked.rounds):
                    least.append(burst(port, _bump, clients=clients, seconds=asked.seconds))
                    _printer_is_well(server, agent)
                    taking = _taking(token, services)
                    ours.append(burst(server.port, taking, clients=clients, seconds=asked.seconds))
                _print(clients, ours, least)


def _print(clients: int, ours: list[Measured], least: list[Measured]) -> None:
    wrong = {status for each in ours for status in each.statuses} - {201}
    rate = statistics.median(each.rate for each in ours)
    base = statistics.median(each.rate for each in least)
    p99 = statistics.median(each.p99 for each in ours)
    print(
        f"{clients:>3} clients: {rate:6.0f} tickets/s, p99 {p99:6.1f} ms; yardstick {base:6.0f}/s; "
        f"ratio {rate / base:.2f} (goal {GOAL}); errors: {sorted(wrong) or 'none'}",
        flush=True,
    )


def _taking(token: str, services: list[str]):  # type: ignore[no-untyped-def]
    run = uuid.uuid4().hex

    def request(client: int, count: int) -> bytes:
        service = services[(client * 7919 + count) % len(services)]
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"{run}-{client}-{count}"}
        return post("/api/v1/sites/BWI/tickets", headers, json.dumps({"service": service}).encode())

    return request


def _bump(_client: int, _count: int) -> bytes:
    return post("/ticket", {}, b"{}")


def _printer_is_well(server: Server, agent: str) -> None:
    """Else its papers would be taken for lost during the measurement."""
    printers = [{"site": "BWI", "code": code, "state": "ready"} for code in ("P1", "P2", "P3")]
    answer = server.request("POST", "/api/v1/agent/health", token=agent, body={"printers": printers})
    if answer.status != 200:
        raise RuntimeError(f"health: {answer.body!r}")


@contextmanager
def antrean(folder: Path, engine: str) -> Iterator[Server]:
    """The server without a print agent, which is another process on another machine's core."""
    server = Server(
        data=folder / "antrean",
        database=f"sqlite:///{folder / 'antrean.db'}",
        engine=engine,
        options=("--demo", "--no-agent"),
    ).start()
    try:
        yield server
    finally:
        server.kill()


if __name__ == "__main__":
    main()
