"""The print agent, or the server, dies by kill -9 before, during and after a paper: none is lost or copied.

TEST_AGENT_KILLS in the environment asks for more kills than the dozen of an ordinary run.
"""

import os
import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from sqlalchemy import select

from app.domain.printing import JobState
from app.store.database import Database
from app.store.tables import print_job, ticket
from config import mall as mall_files
from config.bootstrap import ROOT
from printers.emulator.device import Device
from printers.emulator.mechanism import Pace
from tests.printers.pieces import a_device
from tests.services.server import Serve, Server

SITE, SERVICE = "BWI", "A01"
PLACES = [
    ("eventlet", "sqlite"),
    ("eventlet", "postgresql"),
    ("threading", "sqlite"),
    ("threading", "postgresql"),
]
KILLS_OF_A_PLACE = max(3, int(os.environ.get("TEST_AGENT_KILLS", "12")) // len(PLACES))
WALKING = Pace(mm_per_second=150.0, cut_seconds=0.2)  # about a second for a ticket
VICTIMS = ("agent", "server", "server and agent")
MOMENTS = ("before", "receiving", "printing", "after")  # with the victims, all pairs in twelve kills
HEADING, LAST_WORDS = "MAL PELAYANAN PUBLIK BANYUWANGI", "Terima kasih"
OPEN = (JobState.QUEUED, JobState.LEASED, JobState.UNCERTAIN)
PATIENCE = 60.0


@dataclass
class Kiosk:
    """A kiosk, the printer that it prints on, and every ticket that came out of that, whole or torn."""

    code: str
    device: Device
    tickets: list[str] = field(default_factory=list)
    last_slip: int = 0

    def collect(self) -> None:
        """Reads the slips that were cut since the last time; torn tickets may hang before the last one."""
        fresh = [slip for slip in self.device.mechanism.slips if slip.number > self.last_slip]
        for slip in fresh:
            self.last_slip = slip.number
            self.tickets += slip.text.split(HEADING)[1:]

    def wait_for(self, moment: str, number: str) -> None:
        """Until the printer is so far with the ticket just asked for."""
        until = time.monotonic() + PATIENCE
        while moment != "before" and time.monotonic() < until:
            mechanism = self.device.mechanism
            if any(slip.number > self.last_slip for slip in mechanism.slips):
                return
            coming = mechanism.coming
            if coming is not None and moment != "after" and (moment == "receiving" or number in coming.text):
                return
            time.sleep(0.005)

    def papers_of(self, number: str) -> list[str]:
        """The tickets that show the number, in the order they came out."""
        return [text for text in self.tickets if number in (line.strip() for line in text.splitlines())]


@pytest.fixture
def kiosks(tmp_path: Path) -> Iterator[list[Kiosk]]:
    """Those of the main hall of Banyuwangi, whose papers come out of printers of this test."""
    document = mall_files.read_document(ROOT / "config" / "malls" / "banyuwangi")
    main = next(site for site in document["site"] if site["code"] == SITE)
    for printer in (printer for site in document["site"] for printer in site["printer"]):
        printer |= {"transport": "tcp", "address": "127.0.0.1:1"}
        printer.pop("fallback", None)
    with ExitStack() as devices:
        found = {}
        for printer in main["printer"]:
            device = devices.enter_context(a_device(printer["profile"], pace=WALKING))
            printer["address"] = f"127.0.0.1:{device.port}"
            found[printer["code"]] = device
        mall_files.write(document, tmp_path / "office")
        yield [Kiosk(kiosk["code"], found[kiosk["printer"]]) for kiosk in main["kiosk"]]


@pytest.fixture
def server(serve: Serve, database_url: str, engine_name: str, kiosks: list[Kiosk], tmp_path: Path) -> Server:
    options = ("--demo", "--mall", str(tmp_path / "office"))
    return serve(database=database_url, engine=engine_name, options=options)


def agent_of(server: Server) -> psutil.Process:
    """The agent's process, waited for."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for child in psutil.Process(server.pid).children(recursive=True):
            try:
                if "agent" in child.cmdline():
                    return child
            except psutil.NoSuchProcess:
                continue
        time.sleep(0.05)
    raise AssertionError("no agent was started")


def take_number(server: Server, kiosk: Kiosk, key: str) -> str:
    tokens = {
        (each["site"], each["code"]): each["token"] for each in server.links() if each["role"] == "kiosk"
    }
    answer = server.request(
        "POST",
        f"/api/v1/sites/{SITE}/tickets",
        token=tokens[SITE, kiosk.code],
        body={"service": SERVICE},
        headers={"Idempotency-Key": key},
    )
    assert answer.status == 201, answer.body
    return str(answer.json["number"])


def jobs(url: str) -> dict[str, JobState]:
    """The state of every paper, by number."""
    database = Database(url)
    with database.read() as connection:
        rows = connection.execute(
            select(ticket.c.number, print_job.c.state).join(ticket, ticket.c.id == print_job.c.ticket)
        )
        found = {row.number: JobState(row.state) for row in rows}
    database.close()
    return found


def wait_for_jobs(url: str, count: int) -> dict[str, JobState]:
    """All papers, once none is on its way any more."""
    until = time.monotonic() + PATIENCE
    while True:
        found = jobs(url)
        if len(found) >= count and not any(state in OPEN for state in found.values()):
            return found
        assert time.monotonic() < until, found
        time.sleep(0.1)


def kill(server: Server, victim: str, agent: psutil.Process) -> None:
    """Ends the victim without a goodbye; what died is running again afterwards, or about to."""
    if victim == "agent":
        agent.kill()
        return
    (server.kill_alone if victim == "server" else server.kill)()
    server.start()


@pytest.mark.slow
def test_every_paper_comes_out_once_or_marked(
    server: Server, database_url: str, engine_name: str, kiosks: list[Kiosk]
) -> None:
    place = PLACES.index((engine_name, database_url.partition(":")[0].partition("+")[0]))
    chance = random.Random(place)
    numbers: dict[str, Kiosk] = {}
    for turn in range(place * KILLS_OF_A_PLACE, (place + 1) * KILLS_OF_A_PLACE):
        agent = agent_of(server)
        first = turn % len(kiosks)
        for kiosk in kiosks[first:] + kiosks[:first]:  # the last one decides when; all are on their way
            time.sleep(chance.uniform(0.0, 0.2))
            number = take_number(server, kiosk, f"{turn}-{kiosk.code}")
            numbers[number] = kiosk
        kiosk.wait_for(MOMENTS[turn % len(MOMENTS)], number)
        time.sleep(chance.uniform(0.0, 0.1))  # somewhere within the moment
        kill(server, VICTIMS[turn % len(VICTIMS)], agent)
        states = wait_for_jobs(database_url, len(numbers))
        assert {states[number] for number in numbers} == {JobState.PRINTED}
        for kiosk in kiosks:
            kiosk.collect()

    papers = {number: kiosk.papers_of(number) for number, kiosk in numbers.items()}
    again = sum(len(found) > 1 for found in papers.values())
    print(f"{KILLS_OF_A_PLACE} kills, {len(numbers)} numbers, {again} of them with a marked second paper")
    for number, found in papers.items():
        assert any(LAST_WORDS in text for text in found), number
        assert all("CETAK ULANG" in text for text in found[1:]), found
