"""Every place of a site on one page in a real browser, and the sheets of paper that set them up."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.browser.test_devices import waiting
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
SITE = "BWI"


@pytest.fixture
def administer(day: Server, open_page: OpenPage) -> Callable[..., Page]:
    """Opens a page with the administrator's key; the pages of one test share a browser profile."""
    token = day.token("admin")

    def begin(path: str, **profile: Any) -> Page:
        page = open_page(f"{day.url}{path}#token={token}", **profile)
        expect(page.locator("#hall")).to_be_visible()
        return page

    return begin


@pytest.mark.parametrize(("width", "scheme"), [(1366, "dark"), (320, "light")])
def test_everybody_can_read_the_sheets_and_choose_one(
    administer: Callable[..., Page], width: int, scheme: str
) -> None:
    page = administer("/admin/devices/sheets", width=width, color_scheme=scheme)
    sheets = page.locator(".sheet")
    expect(sheets.nth(1)).to_be_visible()
    expect(page.locator("#sheets-local")).to_be_visible()
    page.get_by_label("Lembar untuk").select_option("kiosk:K1")
    expect(sheets).to_have_count(1)
    expect(sheets.first).to_contain_text("python3 run.py kiosk --install --kind kiosk --url")
    expect(page.get_by_role("button", name="Cetak 1 lembar")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(sheets.first).to_contain_text("Choose the place K1.")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".sheet img").evaluate("(image) => image.decode().then(() => image.naturalWidth > 0)")


def test_on_paper_each_place_has_a_page_of_its_own_and_nothing_else(administer: Callable[..., Page]) -> None:
    page = administer("/admin/devices/sheets")
    expect(page.locator(".sheet").first).to_be_visible()
    places = page.locator(".sheet").count()
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.get_by_label("Lembar untuk")).to_be_hidden()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == places


def test_the_code_of_a_sheet_has_its_place_chosen_already(
    day: Server, administer: Callable[..., Page]
) -> None:
    _, code = waiting(day, "kiosk", name="pc anjungan")
    page = administer(f"/admin/devices?site={SITE}&kind=display&place=TV3")
    page.get_by_label("Kode di layar perangkat").fill(code)
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text("pc anjungan")
    expect(page.locator("#pair-role")).to_have_value("display")
    expect(page.locator("#pair-place")).to_have_value("TV3")


def test_a_place_without_a_device_says_what_to_do_and_leads_to_the_code(
    day: Server, administer: Callable[..., Page]
) -> None:
    page = administer("/admin/devices")
    devices = day.request("GET", "/api/v1/admin/devices", token=day.token("admin")).json["devices"]
    held = [each for each in devices if (each["role"], each["site"], each["code"]) == ("kiosk", SITE, "K2")]
    for each in held:
        day.request("POST", f"/api/v1/admin/devices/{each['id']}/revoke", token=day.token("admin"))
    card = page.locator(".station").filter(has_text="K2 ·")
    expect(card).to_contain_text("belum dipasangkan")
    expect(card).to_contain_text(f"{day.url}/kiosk")
    card.get_by_role("button", name="Ketik kodenya: K2").press("Enter")
    expect(page.get_by_label("Kode di layar perangkat")).to_be_focused()
    expect(page.locator("#pair-said")).to_contain_text("K2")
    assert findings(page) == []
