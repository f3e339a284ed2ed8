"""The public board on a phone, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import findings
from tests.browser.clerk import SITE, Clerk

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PHONE = {"width": 360, "height": 740}
LIGHT_BYTES = 60_000
SIZES = """
() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .map(({ name, transferSize }) => [name, transferSize])
"""
LINKED = "() => performance.getEntriesByType('resource').some(({ name }) => name.includes('socket.io'))"


def watch(open_page: OpenPage, clerk: Clerk, ask: str = "", **profile: object) -> Page:
    """The board with its scripts at work."""
    page = open_page(f"{clerk.server.url}/{SITE}/board{ask}", **{**PHONE, **profile})
    expect(page.get_by_role("button", name="Tampilkan")).to_be_hidden()
    return page


def short_name(clerk: Clerk) -> str:
    """The agency of this clerk, as the hall calls it."""
    agencies = clerk.server.request("GET", f"/api/v1/sites/{SITE}").json["agencies"]
    return next(
        str(agency["short_name"])
        for agency in agencies
        if clerk.service in [service["code"] for service in agency["services"]]
    )


def queue_of(page: Page, clerk: Clerk) -> Locator:
    heading = page.get_by_role("heading", name=short_name(clerk), exact=True)
    return page.locator("#queues li").filter(has=heading)


def test_the_phone_shows_a_call_as_the_hall_does(open_page: OpenPage, clerk: Clerk) -> None:
    page = watch(open_page, clerk)
    queue = queue_of(page, clerk)
    number = clerk.visitor()["number"]
    expect(queue).to_contain_text("1 menunggu")
    clerk.press("call-next")
    last = page.get_by_role("region", name="Panggilan terakhir")
    expect(last.locator(".number")).to_have_text(number)
    expect(last).to_contain_text(clerk.name)
    expect(last).to_have_class("last lit")
    expect(queue).to_contain_text("Tidak ada antrean")
    expect(queue.locator(".number")).to_have_text(number)
    assert findings(page) == []
    clerk.press("serve")
    expect(last).to_contain_text("Sedang dilayani")
    expect(last).to_have_class("last")


def test_a_number_called_again_comes_first_again(open_page: OpenPage, clerk: Clerk) -> None:
    page = watch(open_page, clerk)
    number = clerk.visitor()["number"]
    clerk.press("call-next")
    last = page.locator("#last")
    expect(last.locator(".number")).to_have_text(number)
    clerk.press("recall")
    expect(last).to_contain_text("Panggilan ulang")
    expect(last.locator(".number")).to_have_text(number)


def test_the_agency_chosen_is_remembered_on_this_phone(open_page: OpenPage, clerk: Clerk) -> None:
    agency = short_name(clerk)
    page = watch(open_page, clerk)
    page.get_by_label("Tampilkan instansi").select_option(label=agency)
    expect(page.locator("#queues li")).to_have_count(1)
    expect(page.locator("#last")).to_contain_text("Belum ada panggilan hari ini.")
    page.goto(f"{clerk.server.url}/{SITE}/board?lang=en")
    expect(page.locator("#queues li")).to_have_count(1)
    expect(page.locator("#queues h3")).to_have_text(agency)
    number = clerk.visitor()["number"]
    clerk.press("call-next")
    expect(page.locator("#last .number")).to_have_text(number)
    assert findings(page) == []
    page.get_by_label("Show agency").select_option(label="All agencies")
    expect(page.locator("#queues li")).not_to_have_count(1)


def test_without_scripts_a_button_chooses_the_agency(open_page: OpenPage, clerk: Clerk) -> None:
    address = f"{clerk.server.url}/{SITE}/board"
    page = open_page(address, java_script_enabled=False, **PHONE)
    page.get_by_label("Tampilkan instansi").select_option(label=short_name(clerk))
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.locator("#queues li")).to_have_count(1)
    clerk.visitor()
    page.get_by_role("link", name="Muat ulang").click()
    expect(page.locator("#queues li")).to_contain_text("1 menunggu")


def test_a_lost_connection_says_how_old_the_board_is_and_heals(open_page: OpenPage, clerk: Clerk) -> None:
    page = watch(open_page, clerk)
    page.wait_for_function(LINKED)
    page.context.set_offline(True)
    expect(page.locator("#stale")).to_contain_text("menyambung kembali")
    number = clerk.visitor()["number"]
    clerk.press("call-next")
    page.context.set_offline(False)
    expect(page.locator("#last .number")).to_have_text(number)
    expect(page.locator("#stale")).to_be_hidden()


def test_the_board_is_light_with_its_scripts_and_its_live_link(open_page: OpenPage, clerk: Clerk) -> None:
    page = watch(open_page, clerk)
    page.wait_for_function(LINKED)
    sizes = {name: size for name, size in page.evaluate(SIZES) if not name.endswith(".woff2")}
    assert 0 < sum(sizes.values()) < LIGHT_BYTES, sizes


def test_the_notice_of_the_hall_stands_above_until_it_is_taken_down(
    open_page: OpenPage, clerk: Clerk
) -> None:
    admin, path = clerk.server.token("admin"), f"/api/v1/sites/{SITE}/notice"
    page = watch(open_page, clerk)
    wish = {"text_id": "Layanan pindah ke lantai satu.", "text_en": "Services move to floor one."}
    assert clerk.server.request("POST", path, token=admin, body=wish).status == 200
    expect(page.get_by_role("status", name="Pengumuman")).to_have_text(wish["text_id"])
    assert findings(page) == []
    assert clerk.server.request("POST", f"{path}/end", token=admin, body={}).status == 200
    expect(page.get_by_role("status", name="Pengumuman")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768])
def test_nothing_keeps_people_from_reading_the_board(
    open_page: OpenPage, clerk: Clerk, scheme: str, width: int
) -> None:
    clerk.visitor()
    clerk.press("call-next")
    page = watch(open_page, clerk, width=width, color_scheme=scheme)
    expect(page.locator("#last .number")).to_be_visible()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_public_page_of_the_site_leads_to_the_board(open_page: OpenPage, clerk: Clerk) -> None:
    page = open_page(f"{clerk.server.url}/{SITE}?lang=en", **PHONE)
    page.get_by_role("link", name="See the board of calls").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Calls at MPP Banyuwangi")
