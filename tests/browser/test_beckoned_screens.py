"""A kiosk and a console show their names when an administrator asks, and load anew when nobody uses them."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.journeys.patience import until
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
Beckon = Callable[[int, str], None]


@pytest.fixture
def beckon(day: Server) -> Beckon:
    """beckon(device, deed): what the administrator presses."""
    token = next(link["token"] for link in day.links() if link["role"] == "admin")

    def ask(device: int, deed: str) -> None:
        answer = day.request("POST", f"/api/v1/admin/devices/{device}/{deed}", token=token, body={})
        assert answer.status == 200, answer.body

    return ask


def expect_known(day: Server, device: int, *, width: int) -> None:
    """The administrator's list tells what the page said of itself, and no sound."""
    token = next(link["token"] for link in day.links() if link["role"] == "admin")

    def said() -> Any:
        listed = day.request("GET", "/api/v1/admin/devices", token=token).json["devices"]
        return next(each["screen"] for each in listed if each["id"] == device)

    screen = until(said)
    assert (screen["current"], screen["width"], screen["sound"]) == (True, width, "off")
    assert screen["engine"].startswith("Chrome")


def loads(page: Page) -> Any:
    """How often the page was loaded in this tab."""
    return page.evaluate("Number(sessionStorage.getItem('loads'))")


COUNT = "sessionStorage.setItem('loads', Number(sessionStorage.getItem('loads')) + 1)"


def test_a_kiosk_shows_its_name_and_loads_anew_after_its_visitor(
    day: Server, open_page: OpenPage, beckon: Beckon
) -> None:
    device, secret = day.new_token("kiosk", site="BWI", name="K1")
    page = open_page(f"{day.url}/kiosk#token={secret}", width=1080, height=1920)
    agency = page.get_by_role("button", name="Dispendukcapil").first
    expect(agency).to_be_visible()
    expect_known(day, device, width=1080)
    page.add_init_script(COUNT)
    beckon(device, "identify")
    expect(page.locator(".identity")).to_contain_text("K1")
    assert findings(page) == []
    page.evaluate("document.querySelector('.identity').remove()")
    agency.click()
    back = page.get_by_role("button", name="Kembali").first
    expect(back).to_be_visible()
    came = page.evaluate("performance.now()")
    beckon(device, "reload")
    beckon(device, "identify")
    expect(page.locator(".identity")).to_contain_text("K1")
    assert loads(page) == 0
    page.evaluate("document.querySelector('.identity').remove()")
    page.wait_for_function("(came) => performance.now() - came > 400", arg=came)  # else it is a double tap
    with page.expect_navigation():
        back.click()
    expect(agency).to_be_visible()
    assert loads(page) == 1


def test_a_console_shows_its_name_and_loads_anew_at_its_counter(
    day: Server, open_page: OpenPage, beckon: Beckon
) -> None:
    device, secret = day.new_token("counter", site="BWI", name="70")
    page = open_page(f"{day.url}/counter#token={secret}")
    expect(page.locator("#console")).to_be_visible()
    page.wait_for_function("() => document.querySelector('#likely')?.dataset.likely")
    expect_known(day, device, width=1366)
    beckon(device, "identify")
    expect(page.locator(".identity")).to_contain_text("70")
    assert findings(page) == []
    with page.expect_navigation():
        beckon(device, "reload")
    expect(page.locator("#console")).to_be_visible()
    expect(page.locator(".identity")).to_have_count(0)
