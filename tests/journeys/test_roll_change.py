"""A roll ends at the entrance: visitor, clerk and administrator see it, each in their own words."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import findings
from tests.journeys.conftest import OpenPage
from tests.journeys.office import Office
from tests.journeys.paper import Paper
from tests.journeys.patience import until
from tests.journeys.screens import DESK, KIOSK, Console, Kiosk
from tests.services.databases import Databases
from tests.services.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PATIENCE_MS = 60_000  # ten seconds at the empty printer, or after an alarm's cause, and a slow machine


@pytest.fixture
def office(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    server = Server(
        data=folder, database=sqlite_databases.fresh(folder), engine="eventlet", options=("--demo",)
    )
    yield Office(server.start())
    server.kill()


def test_a_roll_ends_and_everybody_knows_what_to_do(office: Office, open_page: OpenPage) -> None:
    paper = Paper(office)
    kiosk = Kiosk.at(open_page(office.screen("kiosk", "K1"), **KIOSK))
    clerk = open_page(office.screen("counter"), **DESK)
    Console.at(clerk, "Loket 1")
    paper.do("BWI-P1", "paper_out")

    expect(clerk.locator("#alarms")).to_contain_text("Pencetak P1: kertas habis.", timeout=PATIENCE_MS)
    kiosk.search("sim c")
    kiosk.choose("Perpanjangan SIM C")
    kiosk.take_number()
    number = kiosk.number()
    expect(kiosk.page.locator(".paper")).to_have_attribute("data-paper", "there", timeout=PATIENCE_MS)
    paper.slip_of(number, printer="BWI-P2")
    expect(kiosk.page.locator(".paper-words")).to_contain_text("Tiket Anda sudah keluar di")

    boss = open_page(f"{office.server.url}/admin/printers#token={office.token('admin')}", **DESK)
    card = boss.get_by_role("region", name="P1", exact=True)
    expect(card).to_contain_text("Buka penutup pencetak.")
    expect(boss.get_by_role("region", name="P2", exact=True)).to_contain_text(number)
    assert findings(boss) == []
    clerk.get_by_role("button", name="Tangani: Pencetak P1: kertas habis.").click()
    expect(clerk.locator("#printers")).to_contain_text("ditangani")

    paper.do("BWI-P1", "refill")
    expect(card).to_contain_text("siap", timeout=PATIENCE_MS)
    expect(clerk.locator("#printers")).to_be_empty(timeout=PATIENCE_MS)
    card.get_by_role("button", name="Cetak tes").click()
    expect(card.get_by_role("rowheader").first).to_have_text("tes", timeout=PATIENCE_MS)
    expect(card.get_by_role("row").nth(1)).to_contain_text("keluar", timeout=PATIENCE_MS)


def test_a_paper_is_printed_again_at_the_desk_three_times(office: Office, open_page: OpenPage) -> None:
    paper = Paper(office)
    desk = open_page(office.screen("counter"), **DESK)
    Console.at(desk, "Loket 1")
    if desk.locator("#door-state").inner_text() != "Buka":
        desk.keyboard.press("F2")
    expect(desk.locator("#door-state")).to_have_text("Buka")
    expect(desk.locator("#likely")).to_have_attribute("aria-busy", "false")
    expect(desk.locator("#likely")).to_have_attribute("data-likely", "call-next")
    desk.keyboard.press("Space")
    expect(desk.locator("#ticket")).to_have_attribute("data-state", "called")
    number = desk.locator("#ticket-number").inner_text().replace("\n", "")
    dialog = desk.get_by_role("dialog")
    for papers in (1, 2, 3):
        desk.keyboard.press("p")
        dialog.get_by_label("Cetak di").select_option("P2")
        dialog.get_by_role("button", name="Cetak ulang").click()
        expect(dialog).to_be_hidden()
        wait_for_papers(paper, number, papers)
    desk.keyboard.press("p")
    dialog.get_by_label("Cetak di").select_option("P2")
    dialog.get_by_role("button", name="Cetak ulang").click()
    expect(dialog.get_by_role("alert")).to_contain_text("tiga kali")
    assert all("CETAK ULANG" in slip["text"] for slip in paper.slips_of(number, printer="BWI-P2"))


def wait_for_papers(paper: Paper, number: str, count: int) -> None:
    """A reprint that is not out yet would give way to the next one."""
    until(lambda: len(paper.slips_of(number, printer="BWI-P2")) == count)
