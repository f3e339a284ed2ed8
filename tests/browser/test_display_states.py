"""Whatever a display shows: nobody is kept out, nothing moves where that is asked, no script is needed."""

import re
import urllib.parse
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.domain.layout import BUILT_IN
from tests.browser.accessibility import findings
from tests.browser.collisions import LOOK
from tests.displays.hall import SITE, Hall
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]

MOVING = """
document.getAnimations()
  .filter((one) => one.playState === "running")
  .map((one) => one.effect.target.className)
"""
# In one go: the next board brings the mall's own running text back.
WITH_LONG_TICKER = f"(text) => {{ Antrean.frame.showTicker(text); return {MOVING.strip()}; }}"
ATTENTION = ("Mohon tinggalkan gedung lewat tangga.", "Please leave the building by the stairs.")
LONG = "Loket Dispendukcapil tutup pukul 14.00. " * 5


@pytest.fixture(scope="module")
def hall(day: Server) -> Hall:
    hall = Hall(day)
    for counter in "123456":
        hall.open_counter(counter)
    return hall


def barriers(page: Page) -> list[str]:
    found: list[str] = page.evaluate(LOOK)
    return findings(page) + found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_empty_hall_keeps_nobody_out(hall: Hall, open_page: OpenPage, theme: str) -> None:
    page = open_page(hall.screen("TV2", ask=f"?theme={theme}"), width=1920, height=1080)
    expect(page.get_by_text("Belum ada panggilan")).to_be_visible()
    assert barriers(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_code_for_pairing_keeps_nobody_out(hall: Hall, open_page: OpenPage, theme: str) -> None:
    page = open_page(f"{hall.server.url}/display?theme={theme}", width=1080, height=1920)
    expect(page.locator(".pairing-code")).to_have_text(re.compile("-"))
    assert findings(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_urgent_notice_keeps_nobody_out(hall: Hall, open_page: OpenPage, theme: str) -> None:
    page = open_page(hall.screen("TV2", ask=f"?theme={theme}"), width=1080, height=1920)
    hall.post_notice(*ATTENTION, urgent=True)
    expect(page.get_by_text(ATTENTION[1]).first).to_be_visible()
    assert findings(page) == []
    assert page.evaluate(MOVING) == []
    hall.end_notice()
    expect(page.get_by_text(ATTENTION[1]).first).to_be_hidden()


@pytest.mark.parametrize("layout", BUILT_IN)
def test_nothing_moves_in_any_layout_where_that_is_asked(
    hall: Hall, open_page: OpenPage, layout: str
) -> None:
    hall.set_display("TV4", layout=layout)
    still, lively = (
        open_page(hall.screen("TV4"), width=1280, height=720, reduced_motion=wish)
        for wish in ("reduce", "no-preference")
    )
    for page in (still, lively):
        expect(page.locator(f"main[data-layout={layout}]")).to_be_visible()
    hall.call("1")
    expect(still.locator(".lit").first).to_be_visible()
    assert still.evaluate(WITH_LONG_TICKER, LONG) == []
    assert ("ticker running" in lively.evaluate(WITH_LONG_TICKER, LONG)) == BUILT_IN[layout].ticker
    assert findings(still) == []
    hall.set_display("TV4", layout="calls")


def test_without_a_script_the_display_leads_to_a_page_that_needs_none(
    hall: Hall, open_page: OpenPage
) -> None:
    number = hall.call("2")
    page = open_page(hall.screen("TV1"), java_script_enabled=False)
    page.get_by_role("link", name="MPP Banyuwangi").click()
    expect(page.get_by_role("rowheader", name=number)).to_be_visible()
    expect(page.locator("script")).to_have_count(0)
    plain = urllib.parse.urlsplit(page.url)
    assert plain.path == "/display/plain"
    assert hall.server.request("GET", f"{plain.path}?{plain.query}").headers["Refresh"] == "5"
    again = hall.call("3")
    expect(page.get_by_role("rowheader", name=again)).to_be_visible()  # it loads itself anew


@pytest.mark.parametrize("width", [320, 1920])
def test_the_plain_page_keeps_nobody_out_at_any_width(hall: Hall, open_page: OpenPage, width: int) -> None:
    hall.post_notice(*ATTENTION)
    hall.call("4")
    page = open_page(f"{hall.server.url}/display/plain?site={SITE}&still=1&lang=en", width=width)
    expect(page.get_by_text(ATTENTION[1])).to_be_visible()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    hall.end_notice()
