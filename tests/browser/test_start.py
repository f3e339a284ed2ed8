"""The start page and the other pages for reading, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PAGES = ("/", "/api/docs", "/api/docs#api_take_number", "/no-such-page")
WIDTH = "document.documentElement.scrollWidth"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_nothing_keeps_anybody_from_reading(
    day: Server, open_page: OpenPage, address: str, scheme: str
) -> None:
    page = open_page(day.url + address, color_scheme=scheme)
    assert findings(page) == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_fits_the_narrowest_phone(day: Server, open_page: OpenPage, address: str) -> None:
    page = open_page(day.url + address, width=320, height=640)
    assert page.evaluate(WIDTH) <= 320


def test_every_link_of_the_start_page_leads_to_a_page(day: Server, open_page: OpenPage) -> None:
    page = open_page(f"{day.url}/")
    links: list[str] = page.eval_on_selector_all("main a[href]", "links => links.map(({ href }) => href)")
    assert {f"{day.url}{path}" for path in ("/kiosk", "/display", "/counter", "/admin", "/BWI")} <= set(links)
    assert {link: page.request.get(link).status for link in links} == dict.fromkeys(links, 200)


def test_the_start_page_gives_no_token_away(day: Server, open_page: OpenPage) -> None:
    page = open_page(f"{day.url}/")
    assert "token=" not in page.content()
    assert not [link["token"] for link in day.links() if link["token"] in page.content()]


def test_the_start_page_says_that_it_is_a_demonstration(day: Server, open_page: OpenPage) -> None:
    page = open_page(f"{day.url}/")
    expect(page.get_by_role("note")).to_contain_text("Ini peragaan.")


def test_the_start_page_shows_how_each_site_is(day: Server, open_page: OpenPage) -> None:
    page = open_page(f"{day.url}/")
    sites = page.get_by_role("region", name="Lokasi").get_by_role("listitem")
    expect(sites).to_have_count(3)
    expect(sites.first).to_contain_text("MPP Banyuwangi")
    expect(sites.first).to_contain_text(re.compile(r"Buka\s+(\d+ orang menunggu|Belum ada yang menunggu)"))


def test_a_chosen_language_stays_chosen(day: Server, open_page: OpenPage) -> None:
    page = open_page(f"{day.url}/")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_text("Choose the screen you want to open.")).to_be_visible()
    page.get_by_role("link", name="API documentation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("API documentation")


def test_the_first_key_press_offers_to_skip_to_the_content(day: Server, open_page: OpenPage) -> None:
    page = open_page(f"{day.url}/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Langsung ke isi")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_wrong_address_says_what_to_do_next(day: Server, open_page: OpenPage) -> None:
    page = open_page(f"{day.url}/no/such/page")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Silakan kembali ke halaman awal.")
    page.get_by_role("link", name="Ke halaman awal").click()
    expect(page).to_have_url(f"{day.url}/")


def test_an_address_inside_the_documentation_opens_its_place(day: Server, open_page: OpenPage) -> None:
    page = open_page(f"{day.url}/api/docs#counter_busy")
    expect(page.locator("tr:target")).to_contain_text("Selesaikan atau tunda nomor itu dahulu.")
    page.locator("#api_take_number .path").click()
    operation = page.locator("#api_take_number")
    expect(operation.get_by_text("Idempotency-Key: $(uuidgen)")).to_be_visible()
