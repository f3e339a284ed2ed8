"""The server dies by kill -9 in a rush: what it acknowledged is kept, and it serves again at once.

TEST_KILLS in the environment asks for more rounds than the few of an ordinary run.
"""

import http.client
import json
import os
import subprocess
import sys
import threading
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from sqlalchemy import select

from app.store.database import Database
from app.store.tables import ticket as table
from config import mall as mall_files
from config.bootstrap import ROOT
from tests.conftest import Serve
from tests.journeys.patience import until
from tests.services.server import PATIENCE, Server

ROUNDS = int(os.environ.get("TEST_KILLS", "2"))
KIOSKS = 8
SITE, SERVICE = "BWI", "A01"
BEFORE_THE_KILL = 30  # numbers of a round


@dataclass
class Rush:
    """Kiosks that take numbers until the line is dead, and remember what they were told."""

    port: int
    token: str
    told: dict[str, str] = field(default_factory=dict)  # key -> number
    enough: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def begin(self) -> None:
        self._threads = [threading.Thread(target=self._kiosk) for _ in range(KIOSKS)]
        for thread in self._threads:
            thread.start()

    def wait_for(self, numbers: int) -> None:
        for _ in range(numbers):
            assert self.enough.acquire(timeout=PATIENCE)

    def end(self) -> None:
        for thread in self._threads:
            thread.join()

    def _kiosk(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        while True:
            key = uuid.uuid4().hex
            try:
                status, number = take(line, self.token, key)
            except (OSError, http.client.HTTPException):
                line.close()
                return
            assert status == 201
            self.told[key] = number
            self.enough.release()


def take(line: http.client.HTTPConnection, token: str, key: str) -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Content-Type": "application/json"}
    line.request("POST", f"/api/v1/sites/{SITE}/tickets", json.dumps({"service": SERVICE}), headers)
    answer = line.getresponse()
    return answer.status, json.loads(answer.read())["number"]


def kept(url: str) -> list[str]:
    """The numbers of the service in the database, in their order."""
    database = Database(url)
    with database.read() as connection:
        numbers = connection.execute(
            select(table.c.number).where(table.c.service == SERVICE).order_by(table.c.ordinal)
        )
        found = list(numbers.scalars())
    database.close()
    return found


def work_to_serve_again(server: Server) -> float:
    """Starts the server; what it took of the processor, in seconds, until it answered that it is ready."""
    server.start()
    until(lambda: server.request("GET", "/readyz").status == 200)
    taken = psutil.Process(server.pid).cpu_times()
    return taken.user + taken.system


def work_to_load() -> float:
    """What loading the program alone takes of the processor, in seconds."""
    said = subprocess.run(
        [sys.executable, "-c", "import time, app.serving; print(time.process_time())"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return float(said.stdout)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The Banyuwangi mall with printers on the wire, as an office has them, instead of emulated ones."""
    document = mall_files.read_document(ROOT / "config" / "malls" / "banyuwangi")
    for printer in (printer for site in document["site"] for printer in site["printer"]):
        printer["transport"] = "tcp"
    mall_files.write(document, tmp_path / "office")
    return tmp_path / "office"


@pytest.fixture
def crashing(serve: Serve, database_url: str, engine_name: str, office: Path) -> Server:
    options = ("--demo", "--no-agent", "--mall", str(office))
    return serve(database=database_url, engine=engine_name, options=options)


def test_every_number_that_was_told_is_kept_and_none_is_given_twice(
    crashing: Server, database_url: str
) -> None:
    token = next(
        each["token"] for each in crashing.links() if (each["role"], each["site"]) == ("kiosk", SITE)
    )
    told: dict[str, str] = {}
    hardest = 0.0
    for _ in range(ROUNDS):
        rush = Rush(crashing.port, token)
        rush.begin()
        rush.wait_for(BEFORE_THE_KILL)
        crashing.kill()
        rush.end()
        told |= rush.told
        hardest = max(hardest, work_to_serve_again(crashing))

    numbers = kept(database_url)
    assert len(set(numbers)) == len(numbers)
    assert numbers == [f"A-{ordinal:03d}" for ordinal in range(1, len(numbers) + 1)]
    assert set(told.values()) <= set(numbers)
    assert len(set(told.values())) == len(told)

    line = http.client.HTTPConnection("127.0.0.1", crashing.port, timeout=10)
    for key in list(told)[:: max(1, len(told) // 20)]:
        assert take(line, token, key) == (200, told[key])
    line.close()
    assert hardest < 3 * work_to_load()
