"""The print agent, or the server, dies by kill -9 before, during and after a paper: none is lost or copied.

TEST_AGENT_KILLS in the environment asks for more rounds than the few of an ordinary run.
"""

import json
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from sqlalchemy import select

from app.domain.printing import JobState
from app.installation import DEMO_FILE
from app.store.database import Database
from app.store.tables import print_job, ticket
from config import mall as mall_files
from config.bootstrap import ROOT
from printers.emulator.device import Device
from printers.emulator.mechanism import Pace
from tests.printers.pieces import a_device
from tests.services.server import Serve, Server

ROUNDS = int(os.environ.get("TEST_AGENT_KILLS", "4"))
SITE, SERVICE = "BWI", "A01"
WALKING = Pace(mm_per_second=150.0, cut_seconds=0.2)  # about a second for a ticket
MOMENTS = ("before", "receiving", "printing", "after")
LAST_WORDS = "Terima kasih"
PATIENCE = 60.0


@pytest.fixture
def printer() -> Iterator[Device]:
    with a_device(pace=WALKING) as device:
        yield device


@pytest.fixture
def office(tmp_path: Path, printer: Device) -> Path:
    """The Banyuwangi mall whose every paper comes out of the one printer of this test."""
    document = mall_files.read_document(ROOT / "config" / "malls" / "banyuwangi")
    for each in (each for site in document["site"] for each in site["printer"]):
        each |= {"transport": "tcp", "address": "127.0.0.1:1", "profile": "epson-80"}
        each.pop("fallback", None)
    first = next(site for site in document["site"] if site["code"] == SITE)
    first["printer"][0]["address"] = f"127.0.0.1:{printer.port}"
    mall_files.write(document, tmp_path / "office")
    return tmp_path / "office"


@pytest.fixture
def server(serve: Serve, sqlite_url: str, office: Path) -> Server:
    return serve(database=sqlite_url, options=("--demo", "--mall", str(office)))


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


def take_number(server: Server, token: str, key: str) -> str:
    answer = server.request(
        "POST",
        f"/api/v1/sites/{SITE}/tickets",
        token=token,
        body={"service": SERVICE},
        headers={"Idempotency-Key": key},
    )
    assert answer.status == 201, answer.body
    return str(answer.json["number"])


def last_slip(printer: Device) -> int:
    """The number of the slip that was cut last, 0 if there is none."""
    return max((slip.number for slip in printer.mechanism.slips), default=0)


def wait_for(printer: Device, moment: str, before: int) -> None:
    """Until the printer is so far with the ticket just asked for; slip `before` came out before it."""
    mechanism = printer.mechanism
    until = time.monotonic() + PATIENCE
    while moment != "before" and time.monotonic() < until:
        if last_slip(printer) > before:
            return
        coming = mechanism.coming
        if coming is not None and moment != "after" and (moment == "receiving" or "A-" in coming.text):
            return
        time.sleep(0.005)


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
    open_states = (JobState.QUEUED, JobState.LEASED, JobState.UNCERTAIN)
    while True:
        found = jobs(url)
        if len(found) >= count and not any(state in open_states for state in found.values()):
            return found
        assert time.monotonic() < until, found
        time.sleep(0.1)


def papers_of(number: str, texts: list[str]) -> list[str]:
    """The slips that show the number, in the order they came out."""
    return [text for text in texts if any(line.strip() == number for line in text.splitlines())]


@pytest.mark.slow
@pytest.mark.parametrize("victim", ["agent", "server", "server and agent"])
def test_every_paper_comes_out_once_or_marked(
    victim: str, server: Server, sqlite_url: str, printer: Device
) -> None:
    chance = random.Random(ROUNDS)
    screens = json.loads((Path(server.environment["ANTREAN_DATA"]) / DEMO_FILE).read_text())
    token = next(each["token"] for each in screens if (each["role"], each["site"]) == ("kiosk", SITE))
    numbers: list[str] = []
    texts: list[str] = []
    for turn in range(ROUNDS):
        agent = agent_of(server)
        before = last_slip(printer)
        numbers.append(take_number(server, token, f"round-{turn}"))
        wait_for(printer, MOMENTS[turn % len(MOMENTS)], before)
        time.sleep(chance.uniform(0.0, 0.1))  # somewhere within the moment
        if victim == "agent":
            agent.kill()
        else:
            (server.kill_alone if victim == "server" else server.kill)()
            server.start()
        states = wait_for_jobs(sqlite_url, len(numbers))
        assert states[numbers[-1]] is JobState.PRINTED
        texts += [slip.text for slip in printer.mechanism.slips if slip.number > before]

    papers = {number: papers_of(number, texts) for number in numbers}
    doubled = sum(len(found) > 1 for found in papers.values())
    print(f"{ROUNDS} rounds, {len(texts)} papers, {doubled} numbers with a marked second one")
    for number, found in papers.items():
        assert any(LAST_WORDS in text for text in found), number
        assert all("CETAK ULANG" in text for text in found[1:]), found
