"""The code on a display: phones check in by it, and an outage leaves no old one behind."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.displays.cable import Cable
from tests.displays.hall import SITE, Hall
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PHONE = {"width": 360, "height": 740}
LATER = "(() => { const now = Date.now; Date.now = () => now() + 400000; })()"  # longer than any code is good


@pytest.fixture(scope="module")
def hall(day: Server) -> Hall:
    hall = Hall(day)
    for code in ("TV1", "TV2"):
        hall.set_display(code, layout="guide")
    return hall


@pytest.fixture
def cable(hall: Hall) -> Iterator[Cable]:
    made = Cable(hall.server.port)
    yield made
    made.remove()


def signs(page: Page) -> str:
    line = page.locator(".scan-sign")
    expect(line).to_have_text(re.compile(r"^[2-9A-Z]{3} [2-9A-Z]{3}$"))
    return line.inner_text()


def picture(page: Page) -> Any:
    """How the code for cameras is to be seen: its address, and how wide it came."""
    return page.locator(".scan-code").evaluate(
        "image => [new URL(image.src).pathname, image.naturalWidth > 0]"
    )


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920)])
def test_a_phone_checks_in_by_the_code_of_a_display(
    hall: Hall, open_page: OpenPage, width: int, height: int
) -> None:
    screen = open_page(hall.screen("TV1"), width=width, height=height)
    shown = signs(screen)
    assert picture(screen) == [f"/{SITE}/here/{shown.replace(' ', '')}/qr.svg", True]
    assert findings(screen) == []

    phone = open_page(f"{hall.server.url}/{SITE}/layanan/A01", **PHONE)
    phone.get_by_role("button", name="Ambil nomor").click()
    phone.get_by_label("Kode di layar").fill(shown.lower())
    phone.get_by_role("button", name="Lapor kedatangan").click()
    expect(phone.locator("html")).to_have_attribute("data-state", re.compile("waiting|called"))


def test_whoever_scans_without_a_number_finds_the_board(hall: Hall, open_page: OpenPage) -> None:
    screen = open_page(hall.screen("TV1"), width=1920, height=1080)
    signs(screen)
    phone = open_page(f"{hall.server.url}{picture(screen)[0].removesuffix('/qr.svg')}", **PHONE)
    phone.locator(f"a[href='/{SITE}/board']").click()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()


def test_no_old_code_stays_in_an_outage_and_the_new_one_is_there_right_after(
    hall: Hall, cable: Cable, open_page: OpenPage
) -> None:
    screen = open_page(hall.screen("TV2", base=cable.url), width=1280, height=720)
    shown = signs(screen)
    cable.cut()
    screen.evaluate(LATER)
    expect(screen.locator(".scan-sign")).to_be_hidden()
    assert shown not in screen.locator(".scan").inner_text()

    cable.mend()
    signs(screen)
    expect(screen.locator(".scan-code")).to_have_attribute("src", re.compile(rf"/{SITE}/here/\w{{6}}/qr.svg"))
