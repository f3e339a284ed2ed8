"""A printer or its agent fails: the visitor keeps the number, somebody is told, and the paper follows."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.journeys.conftest import OpenPage
from tests.journeys.office import SITE, Office
from tests.journeys.paper import Paper
from tests.journeys.patience import until
from tests.journeys.screens import KIOSK, Kiosk
from tests.services.databases import Databases
from tests.services.server import Server

pytestmark = pytest.mark.slow

PATIENCE = 12.0  # seconds that a visitor stands before a dark slot, and a little more
REPRINT = re.compile(r"CETAK ULANG \d")


@pytest.fixture(scope="module")
def office(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    server = Server(
        data=folder, database=sqlite_databases.fresh(folder), engine="eventlet", options=("--demo",)
    )
    yield Office(server.start())
    server.kill()


@pytest.fixture
def paper(office: Office) -> Paper:
    return Paper(office)


@pytest.mark.browser
def test_a_number_without_paper_stays_and_is_printed_later(
    office: Office, paper: Paper, open_page: OpenPage
) -> None:
    """At a printer without a fallback."""
    kiosk = Kiosk.at(open_page(office.screen("kiosk", "K3"), **KIOSK))
    paper.do("BWI-P3", "paper_out")
    kiosk.search("sim c")
    kiosk.choose("Perpanjangan SIM C")
    kiosk.take_number()
    number = kiosk.number()
    kiosk.expect_words("Printer bermasalah: foto nomor Anda atau pindai kodenya.", within=PATIENCE)
    assert office.printer("P3")["state"] == "paper_out"
    kiosk.confirm()
    ticket = office.ticket(kiosk.code().rpartition("/")[2])
    facts = [fact["kind"] for fact in office.facts(ticket=ticket["id"])]
    assert sorted(facts) == ["print_failed", "ticket_confirmed", "ticket_issued"]

    paper.do("BWI-P3", "refill")
    slip = paper.slip_of(number, printer="BWI-P3")
    assert REPRINT.search(slip["text"]) is None
    until(lambda: office.ticket(ticket["token"])["print"]["state"] == "printed")
    assert office.ticket(ticket["token"])["state"] == "waiting"


def test_papers_survive_the_death_of_the_print_agent(office: Office, paper: Paper) -> None:
    first = office.take_number("G01", kiosk="K2")
    until(lambda: paper.is_coming("BWI-P2"))
    office.child("agent").kill()
    died = datetime.now(UTC)
    second = office.take_number("G01", kiosk="K2")
    seen = office.printer("P2")
    assert seen["open_jobs"] == 2
    assert datetime.fromisoformat(seen["seen_at"]) < died

    paper.slip_of(second["number"], printer="BWI-P2")  # the server began another agent
    until(lambda: office.printer("P2")["open_jobs"] == 0)
    assert marks(paper.slips_of(first["number"], printer="BWI-P2")) == ["", "CETAK ULANG 1"]
    assert marks(paper.slips_of(second["number"], printer="BWI-P2")) == [""]
    for ticket in (first, second):
        assert office.ticket(ticket["token"])["print"]["state"] == "printed"


def test_a_fresh_roll_is_seen_and_counted_down(office: Office, paper: Paper) -> None:
    """The emulator's roll has 60 m, and a ticket takes 95 mm of it."""

    def left() -> int | None:
        printers = office.get(f"/sites/{SITE}/printers", office.token("admin"))["printers"]
        return next(printer["tickets_left"] for printer in printers if printer["code"] == "P3")

    paper.do("BWI-P3", "paper_out")
    until(lambda: office.printer("P3")["state"] == "paper_out")
    paper.do("BWI-P3", "refill")
    until(lambda: left() == 631)
    ticket = office.take_number("G01", kiosk="K3")
    paper.slip_of(ticket["number"], printer="BWI-P3")
    until(lambda: left() == 630)


def marks(slips: list[dict[str, Any]]) -> list[str]:
    """What tells papers of one number apart; nothing on the first."""
    found = [REPRINT.search(slip["text"]) for slip in slips]
    return [mark[0] if mark else "" for mark in found]
