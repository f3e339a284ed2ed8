"""What a clerk is told besides the queue, in a mall whose supervisors agree to closings, in Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from app.store.database import Database
from app.store.tables import ticket as tickets
from config.bootstrap import ROOT
from tests.browser.accessibility import findings
from tests.browser.clerk import SITE, Clerk
from tests.browser.console import expect_ticket, sit_down
from tests.services.databases import Databases
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MALL = ROOT / "config" / "malls" / "banyuwangi"
LONGEST_WAIT = 2  # minutes, of priority visitors


@pytest.fixture(scope="module")
def day(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running demonstration in which closings are agreed to and no priority visitor waits long."""
    folder = tmp_path_factory.mktemp("day")
    server = Server(
        data=folder,
        database=sqlite_databases.fresh(folder),
        engine="eventlet",
        options=("--demo", "--no-agent"),
    )
    server.environment["ANTREAN_MALL"] = str(with_rules(folder / "mall"))
    yield server.start()
    server.kill()


def with_rules(folder: Path) -> Path:
    """The mall of the demonstration with more rules."""
    shutil.copytree(MALL, folder)
    told = (folder / "mall.toml").read_text("utf-8")
    rules = f"[rules]\nclosing_needs_approval = true\npriority_max_wait_minutes = {LONGEST_WAIT}"
    (folder / "mall.toml").write_text(told.replace("[rules]", rules), "utf-8")
    return folder


def steer(clerk: Clerk, path: str, **wish: object) -> None:
    """A deed of the supervisor."""
    key = {"Idempotency-Key": os.urandom(16).hex()}
    answer = clerk.server.request(
        "POST", f"/api/v1{path}", token=clerk.tokens["admin"], body=wish, headers=key
    )
    assert answer.status < 300, answer.body


def ask_to_close(page: Page) -> None:
    """By keyboard: the last line of the menu, the second reason, half an hour, send."""
    page.keyboard.press("F2")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Minta menutup")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_a_clerk_asks_to_close_goes_on_calling_and_takes_it_back(open_page: OpenPage, clerk: Clerk) -> None:
    for _ in range(2):
        clerk.visitor()
    page = sit_down(open_page, clerk)
    page.keyboard.press("Space")
    expect_ticket(page, "called")
    ask_to_close(page)
    told = page.locator("#standing")
    expect(told).to_contain_text("Menunggu persetujuan pengawas untuk tutup.")
    expect(told).to_contain_text("Alasan: Rapat atau tugas lain. Buka lagi pukul")
    assert findings(page) == []
    page.keyboard.press("F6")
    expect_ticket(page, "serving")
    page.keyboard.press("F8")
    expect_ticket(page, "none")
    page.keyboard.press("Space")
    expect_ticket(page, "called")
    page.keyboard.press("F2")
    page.keyboard.press("Enter")
    expect(page.locator("#door-state")).to_have_text("Buka")
    expect(told).to_be_empty()


def test_an_approved_closing_waits_for_the_visitor_and_says_when_it_reopens(
    open_page: OpenPage, clerk: Clerk
) -> None:
    clerk.visitor()
    page = sit_down(open_page, clerk)
    page.keyboard.press("Space")
    expect_ticket(page, "called")
    ask_to_close(page)
    told = page.locator("#standing")
    expect(told).to_contain_text("Menunggu persetujuan")
    steer(clerk, f"/counters/{clerk.counter}/closing/approve?site={SITE}")
    expect(told).to_contain_text("Disetujui: loket tutup begitu nomor ini selesai.")
    page.keyboard.press("F8")
    expect(page.locator("#door-state")).to_have_text("Tutup")
    expect(told).to_contain_text("Buka lagi pukul")
    assert clerk.desk()["counter"]["reopens_at"] is not None


def test_a_refused_closing_is_told_until_it_is_read(open_page: OpenPage, clerk: Clerk) -> None:
    page = sit_down(open_page, clerk)
    ask_to_close(page)
    expect(page.locator("#standing")).to_contain_text("Menunggu persetujuan")
    steer(clerk, f"/counters/{clerk.counter}/closing/refuse?site={SITE}")
    expect(page.get_by_role("alert")).to_contain_text("Loket tetap buka.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("alert")).to_be_empty()
    expect(page.locator("#door-state")).to_have_text("Buka")


def test_a_notice_and_help_elsewhere_are_told_at_once_in_both_languages(
    open_page: OpenPage, clerk: Clerk
) -> None:
    page = sit_down(open_page, clerk)
    told = page.locator("#standing")
    steer(clerk, f"/sites/{SITE}/notice", text_id="Lift rusak.", text_en="The lift is broken.", minutes=30)
    expect(told).to_contain_text("Pengumuman: Lift rusak.")
    steer(clerk, f"/counters/{clerk.counter}/help?site={SITE}", service="A01", minutes=30)
    expect(told).to_contain_text("Membantu")
    page.get_by_role("button", name="English").click()
    expect(told).to_contain_text("Notice: The lift is broken.")
    expect(told).to_contain_text("Helping")
    steer(clerk, f"/sites/{SITE}/notice/end")
    expect(told).not_to_contain_text("Notice")


def test_a_break_says_until_when_and_leaves_the_space_bar_to_calling(
    open_page: OpenPage, clerk: Clerk
) -> None:
    clerk.visitor()
    page = sit_down(open_page, clerk)
    expect(page.locator("#waiting")).to_have_text("1")
    page.keyboard.press("F2")
    page.keyboard.press("Enter")
    expect(page.locator("#standing")).to_contain_text("Istirahat sampai pukul")
    page.keyboard.press("F2")
    expect(page.locator("#standing")).to_be_empty()
    page.keyboard.press("Space")
    expect_ticket(page, "called")


def backdate(clerk: Clerk, ticket: dict[str, Any], **ages: timedelta) -> None:
    """As if these moments of the ticket lay so far back."""
    moments = {column: datetime.now(UTC) - age for column, age in ages.items()}
    change = update(tickets).where(tickets.c.id == ticket["id"]).values(moments)
    with closing(Database(clerk.server.environment["ANTREAN_DATABASE"])) as database:
        database.write("", lambda tx: tx.execute(change))


def test_whoever_has_waited_too_long_comes_first_though_nothing_happens(
    open_page: OpenPage, clerk: Clerk
) -> None:
    early, patient = clerk.visitor(), clerk.visitor(priority="elderly")
    backdate(clerk, early, sort_key=timedelta(hours=1))
    page = sit_down(open_page, clerk)
    rows = page.locator("#queue-rows .row-number")
    expect(rows.first).to_have_text(early["number"])
    backdate(clerk, patient, waiting_since=timedelta(seconds=LONGEST_WAIT * 60 - 5))
    clerk.visitor()  # and from here on nothing happens
    expect(rows).to_have_count(3)
    expect(rows.first).to_have_text(patient["number"])
    assert clerk.press("call-next")["ticket"]["number"] == patient["number"]
