"""The kiosk for everybody: by the keyboard, in large type, on a narrow screen, and with time to think."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.browser.kiosk_stand import (
    TALL,
    WIDE,
    OpenPage,
    Stand,
    choice,
    go_to,
    number_on,
    settled,
    stand_of,
    switched_on,
)
from tests.services.server import Server

pytestmark = pytest.mark.browser

TARGET = 87  # px that 20 mm take on the smallest glass we think of; a hair less for rounding


@pytest.fixture(scope="module")
def stand(day: Server) -> Stand:
    return stand_of(day)


@pytest.fixture
def kiosk(stand: Stand, open_page: OpenPage) -> Page:
    """The kiosk in portrait, with its agencies on the glass."""
    return switched_on(stand, open_page)


def test_the_keyboard_alone_reaches_a_number(kiosk: Page) -> None:
    choice(kiosk, "PM").focus()
    kiosk.keyboard.press("Enter")
    expect(kiosk.get_by_role("heading", level=1)).to_be_focused()
    settled(kiosk)
    for _ in range(4):
        kiosk.keyboard.press("Tab")
        if kiosk.evaluate("document.activeElement.dataset.code") == "PM01":
            break
    kiosk.keyboard.press("Enter")
    expect(kiosk.locator(".take")).to_be_visible()
    settled(kiosk)
    kiosk.keyboard.press("Tab")
    kiosk.keyboard.press("Enter")
    number_on(kiosk)


def test_english_goes_all_the_way_and_home_again(kiosk: Page) -> None:
    kiosk.get_by_role("button", name="English").click()
    expect(kiosk.get_by_role("heading", level=1)).to_have_text("Take a queue number")
    go_to(kiosk, "CS", "CS04")
    expect(kiosk.get_by_role("heading", level=1)).to_have_text("Assisted service for vulnerable visitors")
    kiosk.locator(".priority-ask > .button").click()
    kiosk.get_by_role("button", name="Elderly").click()
    kiosk.get_by_role("button", name="Take a priority number").click()
    number_on(kiosk)
    settled(kiosk)
    kiosk.get_by_role("button", name="Done", exact=True).click()
    expect(kiosk.get_by_role("heading", level=1)).to_have_text("Ambil nomor antrean")


def test_large_type_brings_every_control_into_the_lower_half(stand: Stand, open_page: OpenPage) -> None:
    for glass in (TALL, WIDE):
        page = switched_on(stand, open_page, glass=glass)
        page.locator(".bar-right > .switch").click()
        assert controls_above_the_middle(page) == []
        page.locator("#search").click()
        assert controls_above_the_middle(page) == []
        page.keyboard.press("Escape")
        choice(page, "B").click()
        settled(page)
        assert controls_above_the_middle(page) == []
        choice(page, "B02").click()
        settled(page)
        page.locator(".priority-ask > .button").click()
        assert controls_above_the_middle(page) == []


def controls_above_the_middle(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("button, input")].filter((control) => {
             const { top, width } = control.getBoundingClientRect();
             return width > 0 && top >= 0 && top < innerHeight / 2 - 2;
           }).map((control) => control.textContent)"""
    )
    return found


def controls_too_small(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """(target) => [...document.querySelectorAll("button, input")].filter((control) => {
             const { width, height } = control.getBoundingClientRect();
             return width > 0 && (width < target || height < target);
           }).map((control) => control.textContent)""",
        TARGET,
    )
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("glass", [TALL, WIDE], ids=["tall", "wide"])
def test_every_page_can_be_used_by_everybody(
    stand: Stand, open_page: OpenPage, glass: dict[str, int], scheme: str
) -> None:
    page = switched_on(stand, open_page, glass=glass, color_scheme=scheme)

    def look() -> None:
        assert findings(page) == []
        assert controls_too_small(page) == []

    look()
    page.locator("#search").click()
    page.keyboard.type("akta")
    look()
    page.keyboard.press("Escape")
    choice(page, "B").click()
    settled(page)
    look()
    choice(page, "B02").click()
    settled(page)
    page.locator(".priority-ask > .button").click()
    look()
    page.locator(".take").click()
    number_on(page)
    look()


def test_a_narrow_screen_cuts_nothing_off(stand: Stand, open_page: OpenPage) -> None:
    page = switched_on(stand, open_page, glass={"width": 320, "height": 640})
    widths = [page.evaluate("document.documentElement.scrollWidth")]
    go_to(page, "B", "B13")
    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    page.locator(".take").click()
    number_on(page)
    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    assert widths == [320, 320, 320]
    assert findings(page) == []
