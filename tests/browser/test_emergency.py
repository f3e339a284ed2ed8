"""An urgent notice covers every display, is said in quiet hours, too, and reaches phones at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import findings
from tests.browser.test_display_sound import listening, served
from tests.displays.hall import SITE, Hall
from tests.services.databases import Databases
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
LEAVE = ("Harap tinggalkan gedung lewat tangga.", "Please leave the building by the stairs.")


@pytest.fixture(scope="module")
def hall(day: Server) -> Hall:
    hall = Hall(day)
    hall.open_counter("1")
    return hall


@pytest.fixture
def silent(sqlite_databases: Databases, tmp_path: Path) -> Iterator[Hall]:
    yield from served(sqlite_databases, tmp_path, ("00:00", "24:00"))


@pytest.mark.parametrize(("width", "height", "theme"), [(1280, 720, "dark"), (1080, 1920, "light")])
def test_it_covers_a_display_as_large_as_it_fits(
    hall: Hall, open_page: OpenPage, width: int, height: int, theme: str
) -> None:
    page = open_page(hall.screen(ask=f"?theme={theme}"), width=width, height=height, reduced_motion="reduce")
    expect(page.locator("[data-part=zones]")).to_contain_text("Lantai")
    hall.post_notice("Keluar!", "Leave!", urgent=True)
    over = page.get_by_role("alert").filter(has_text="Keluar!")
    expect(over).to_be_visible()
    short = over.locator(".urgent-id").evaluate("(node) => parseFloat(getComputedStyle(node).fontSize)")
    hall.post_notice(*[(sentence * 9)[:200] for sentence in LEAVE], urgent=True)
    expect(over).to_be_hidden()
    long = page.get_by_role("alert").filter(has_text="gedung")
    size = long.locator(".urgent-id").evaluate("(node) => parseFloat(getComputedStyle(node).fontSize)")
    assert min(width, height) * 0.03 < size < short
    assert long.evaluate("(node) => node.scrollHeight <= node.clientHeight")
    box = long.bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (width, height)
    assert findings(page) == []
    late = open_page(hall.screen(ask=f"?theme={theme}"))
    expect(late.get_by_role("alert").filter(has_text="gedung")).to_be_visible()
    hall.end_notice()
    for screen in (page, late):
        expect(screen.locator("[data-part=urgent]")).to_be_hidden()


def test_it_is_said_in_quiet_hours_and_calls_are_not(browser: Browser, silent: Hall) -> None:
    page = listening(browser, silent, "TV1")
    silent.post_notice(*LEAVE, urgent=True)
    clips = "window.played.filter(([name]) => /^[0-9a-f]{32}.wav$/.test(name))"
    page.wait_for_function(f"() => {clips}.length === 2")
    silent.call("1")
    expect(page.locator("[data-part=last].lit")).to_contain_text("Loket 1")
    heard = [entry for entry in page.evaluate("window.played") if entry[0] != "silence.wav"]
    assert [entry[0] for entry in heard] == ["chime.wav", heard[1][0], heard[2][0]]
    assert {round(volume, 2) for _, volume, _ in heard} == {0.35}
    page.context.close()


def test_phones_and_pages_announce_it(hall: Hall, open_page: OpenPage) -> None:
    board = open_page(f"{hall.server.url}/{SITE}/board", width=360, height=740)
    expect(board.locator("#notice")).to_be_hidden()
    hall.post_notice(*LEAVE, urgent=True)
    expect(board.get_by_role("alert").filter(has_text=LEAVE[0])).to_be_visible()
    assert findings(board) == []
    for page in ("/BWI", "/display/plain?site=BWI"):
        told = open_page(f"{hall.server.url}{page}", width=360, height=740)
        expect(told.get_by_role("alert").filter(has_text=LEAVE[0])).to_be_visible()
        assert findings(told) == []
    hall.post_notice("Senam pagi.", "Morning exercise.")
    expect(board.get_by_role("status").filter(has_text="Senam pagi.")).to_be_visible()
    hall.end_notice()
    expect(board.locator("#notice")).to_be_hidden()


def test_the_hall_asks_again_before_everybody_hears_it(hall: Hall, open_page: OpenPage) -> None:
    key = hall.token("admin", site="")
    page = open_page(f"{hall.server.url}/admin?site={SITE}#token={key}", width=1366, height=768)
    page.locator("#notice-open").click()
    page.get_by_role("button", name="Pasang pengumuman").click()
    page.get_by_label("Bahasa Indonesia").fill(LEAVE[0])
    page.get_by_label("Bahasa Inggris").fill(LEAVE[1])
    page.get_by_label("Darurat").check()
    page.get_by_role("button", name="Pasang di semua layar").click()
    expect(page.locator(".deed-form .error")).to_contain_text("Semua layar akan tertutup")
    expect(page.locator("#notice-text")).to_have_text("Tidak ada pengumuman di layar.")
    assert findings(page) == []
    page.get_by_role("button", name="Ya, umumkan sekarang").click()
    expect(page.locator("#notice-text")).to_have_text(LEAVE[0])
    assert hall.server.request("GET", f"/api/v1/sites/{SITE}/notice").json["notice"]["urgent"] is True
    page.get_by_role("button", name="Turunkan pengumuman").click()
    expect(page.locator("#notice-text")).to_have_text("Tidak ada pengumuman di layar.")
