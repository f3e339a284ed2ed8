"""An administrator asks what two printers can do: one of the server's agent, one at a kiosk's PC."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from config import mall as mall_files
from config.bootstrap import ROOT
from printers.emulator.device import Device
from printers.emulator.mechanism import Pace
from printers.probe import SLIP_NUMBER
from tests.browser.accessibility import findings
from tests.journeys.conftest import OpenPage
from tests.journeys.office import SITE, Office
from tests.journeys.patience import until
from tests.journeys.screens import DESK
from tests.printers.pieces import a_device
from tests.printers.wires import a_cable
from tests.services.agent import Agent
from tests.services.databases import Databases
from tests.services.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PC = "pc-01"
ANSWER_MS = 40_000  # a paper goes first; then some seconds of asking, on a busy machine
WALKING = Pace(mm_per_second=150.0, cut_seconds=0.2)
FIRST_WORDS, LAST_WORDS, TEST_WORDS = "MAL PELAYANAN PUBLIK BANYUWANGI", "Terima kasih", "UJI CETAK"


@dataclass(frozen=True)
class House:
    """The mall takes P1 for an Epson, which it is not; P2 is one, and hangs on the cable of a kiosk's PC."""

    office: Office
    clone: Device
    epson: Device


@pytest.fixture
def house(sqlite_databases: Databases, tmp_path: Path) -> Iterator[House]:
    with ExitStack() as stack:
        clone = stack.enter_context(a_device("clone-80", pace=WALKING))
        epson = stack.enter_context(a_device("epson-80", pace=WALKING))
        cable = stack.enter_context(a_cable(epson))
        document = mall_files.read_document(ROOT / "config" / "malls" / "banyuwangi")
        main = next(site for site in document["site"] if site["code"] == SITE)
        first, second = main["printer"][:2]
        first |= {"transport": "tcp", "address": f"127.0.0.1:{clone.port}", "profile": "epson-80"}
        second |= {"transport": "usb", "address": cable.path, "profile": "epson-80", "agent": PC}
        for printer in (first, second):
            printer.pop("fallback", None)
        mall_files.write(document, tmp_path / "office")
        server = Server(
            data=tmp_path,
            database=sqlite_databases.fresh(tmp_path),
            engine="eventlet",
            options=("--demo", "--mall", str(tmp_path / "office")),
        )
        stack.callback(server.kill)
        yield House(Office(server.start()), clone, epson)


@pytest.fixture
def pc(house: House, tmp_path: Path) -> Iterator[Agent]:
    """The agent on the kiosk's PC, paired by the code on its console."""
    agent = Agent(tmp_path / "kiosk", house.office.server.url, name=PC).start()
    try:
        place = {"code": agent.code(), "role": "agent", "site": SITE, "place": PC, "name": PC}
        house.office.post("/admin/pairings/confirm", house.office.token("admin"), place)
        until(lambda: house.office.printer("P2")["state"] == "ready")
        yield agent
    finally:
        agent.kill()


def ask(page: Page, printer: str) -> Locator:
    """Presses the button, with a test slip; returns where the answer will stand."""
    card = page.get_by_role("region", name=printer, exact=True)
    card.get_by_label("Cetak juga kertas uji").check()
    card.get_by_role("button", name="Periksa kemampuan").click()
    return page.locator(f"#probe-said-{printer}")


def three_slips(device: Device) -> list[str]:
    until(lambda: len(device.mechanism.slips) >= 3)
    return [slip.text for slip in device.mechanism.slips]


def is_printed(office: Office, ticket: dict[str, Any]) -> bool:
    return bool(office.ticket(ticket["token"])["print"]["state"] == "printed")


def whole(text: str, number: str) -> bool:
    """Whether a slip is this ticket and nothing else."""
    return text.count(FIRST_WORDS) == text.count(LAST_WORDS) == text.count(number) == 1


def test_both_are_examined_between_the_papers_of_visitors(
    house: House, pc: Agent, open_page: OpenPage
) -> None:
    office = house.office
    boss = open_page(f"{office.server.url}/admin/printers#token={office.token('admin')}", **DESK)
    before = {"P1": office.take_number("A01", kiosk="K1"), "P2": office.take_number("G01", kiosk="K2")}
    clone, epson = ask(boss, "P1"), ask(boss, "P2")

    expect(clone).to_contain_text("Data mal menyebut epson-80; kami menyarankan clone-80", timeout=ANSWER_MS)
    expect(epson).to_have_text("Cocok: epson-80 profil yang tepat.", timeout=ANSWER_MS)
    assert findings(boss) == []
    after = {"P1": office.take_number("A01", kiosk="K1"), "P2": office.take_number("G01", kiosk="K2")}
    for printer, device in (("P1", house.clone), ("P2", house.epson)):
        first, test, last = three_slips(device)
        assert whole(first, before[printer]["number"])
        assert TEST_WORDS in test
        assert SLIP_NUMBER in test
        assert whole(last, after[printer]["number"])
    until(lambda: all(is_printed(office, ticket) for ticket in (*before.values(), *after.values())))
    facts = [(fact["kind"], fact["data"].get("end")) for fact in office.facts() if "probe" in fact["kind"]]
    assert sorted(facts, key=str) == [
        ("printer_probe_asked", None),
        ("printer_probe_asked", None),
        ("printer_probed", "found"),
        ("printer_probed", "found"),
    ]
    assert "begins to print" in pc.said
