"""Bookings in a real browser: a slot chosen, moved, given up and checked in, with scripts and without."""

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.browser.clerk import SITE, Clerk

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 740}
LIGHT_BYTES = 60_000
SIZES = """
() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .map(({ name, transferSize }) => [name, transferSize])
"""
WIDTH = "document.documentElement.scrollWidth"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def code(clerk: Clerk) -> str:
    """What the kiosk shows now."""
    path = f"/api/v1/sites/{SITE}/presence"
    return str(clerk.server.request("GET", path, token=clerk.tokens["kiosk"]).json["code"])


def slots_page(open_page: OpenPage, clerk: Clerk, **profile: object) -> Page:
    return open_page(f"{clerk.server.url}/{SITE}/layanan/{clerk.service}/waktu", **{**PHONE, **profile})


def book(page: Page, day: int = 0) -> str:
    """Books the last slot that is free on one of the days that have any; returns the booking's address.

    The last, since the first may begin while the test is under way.
    """
    choose(page, day)
    page.get_by_role("button", name="Pesan waktu ini").click()
    expect(page.locator(".booking-code")).to_have_text(re.compile(r"^[0-9A-Z]{5}-[0-9A-Z]{5}$"))
    return page.url


def choose(page: Page, day: int) -> None:
    place = page.locator(".slots-day").filter(has=page.locator("input:enabled")).nth(day)
    if place.get_attribute("open") is None:
        place.locator("summary").click()
    place.locator("input:enabled").last.check()


def expect_usable(page: Page, width: int = 360, *, scripts: bool = True) -> None:
    """Where the page's own scripts are off, no others run either; the markup is the same."""
    if not scripts:
        return
    assert findings(page) == []
    assert page.evaluate(WIDTH) == width


@SCRIPTS
def test_a_visitor_books_moves_and_gives_up_a_time(open_page: OpenPage, clerk: Clerk, scripts: bool) -> None:
    address = f"{clerk.server.url}/{SITE}/layanan/{clerk.service}"
    page = open_page(address, java_script_enabled=scripts, **PHONE)
    page.get_by_role("link", name="Pesan waktu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pilih waktu")
    expect_usable(page, scripts=scripts)
    own = book(page, day=1)
    expect(page.get_by_text("Kami simpan sampai pukul")).to_be_visible()
    expect_usable(page, scripts=scripts)

    before = page.locator("#when").inner_text()
    page.get_by_role("link", name="Pindah waktu").click()
    choose(page, 2)
    expect_usable(page, scripts=scripts)
    page.get_by_role("button", name="Pindah ke waktu ini").click()
    expect(page.locator("#when")).not_to_have_text(before)
    assert page.url == own

    page.get_by_text("Batalkan reservasi", exact=True).click()
    expect_usable(page, scripts=scripts)
    page.get_by_role("button", name="Ya, batalkan").click()
    expect(page.get_by_text("Reservasi ini sudah dibatalkan.")).to_be_visible()
    expect_usable(page, scripts=scripts)


@SCRIPTS
def test_on_the_day_the_code_of_the_screens_gives_a_number(
    open_page: OpenPage, clerk: Clerk, scripts: bool
) -> None:
    page = slots_page(open_page, clerk, java_script_enabled=scripts)
    own = book(page)
    page.get_by_label("Kode di layar").fill("222222")
    page.get_by_role("button", name="Lapor kedatangan").click()
    expect(page.get_by_role("alert")).to_contain_text("Kode ini tidak cocok")
    expect_usable(page, scripts=scripts)

    page.get_by_label("Kode di layar").fill(code(clerk).lower())
    page.get_by_role("button", name="Lapor kedatangan").click()
    expect(page.locator("html")).to_have_attribute("data-state", "waiting")
    assert clerk.desk()["waiting"] == 1
    ticket = page.url
    page.goto(own)
    expect_usable(page, scripts=scripts)
    page.get_by_role("link", name="Lihat nomor antrean").click()
    assert page.url == ticket


@SCRIPTS
def test_the_code_on_the_kiosk_opens_the_check_in_of_a_booking(
    open_page: OpenPage, clerk: Clerk, scripts: bool
) -> None:
    page = slots_page(open_page, clerk, java_script_enabled=scripts)
    book(page)
    page.goto(f"{clerk.server.url}/{SITE}/here/{code(clerk)}")
    expect_usable(page, scripts=scripts)
    page.get_by_role("button", name="Saya sudah di sini").click()
    expect(page.locator("html")).to_have_attribute("data-state", "waiting")


@SCRIPTS
def test_a_second_booking_is_refused_with_the_way_to_the_first(
    open_page: OpenPage, clerk: Clerk, scripts: bool
) -> None:
    page = slots_page(open_page, clerk, java_script_enabled=scripts)
    own = book(page)
    page.goto(f"{clerk.server.url}/{SITE}/layanan/{clerk.service}/waktu")
    choose(page, 1)
    page.get_by_role("button", name="Pesan waktu ini").click()
    expect(page.get_by_role("alert")).to_contain_text("sudah mempunyai reservasi")
    expect_usable(page, scripts=scripts)
    page.get_by_role("alert").get_by_role("link").click()
    assert page.url == own


@SCRIPTS
def test_a_form_without_a_time_asks_for_one(open_page: OpenPage, clerk: Clerk, scripts: bool) -> None:
    page = slots_page(open_page, clerk, java_script_enabled=scripts)
    page.get_by_role("button", name="Pesan waktu ini").click()
    expect(page.get_by_role("alert")).to_contain_text("Belum ada waktu yang dipilih")


def test_a_booking_goes_into_the_calendar(open_page: OpenPage, clerk: Clerk) -> None:
    page = slots_page(open_page, clerk)
    book(page, day=1)
    with page.expect_download() as begun:
        page.get_by_role("link", name="Simpan ke kalender").click()
    lines = begun.value.path().read_text().replace("\r\n ", "").splitlines()
    starts = next(line for line in lines if line.startswith("DTSTART:"))
    local = datetime.fromisoformat(starts.removeprefix("DTSTART:")).astimezone(ZoneInfo("Asia/Jakarta"))
    expect(page.locator(".booking-time")).to_contain_text(f"{local:%H.%M}-")


def test_a_slot_is_chosen_by_keyboard_alone(open_page: OpenPage, clerk: Clerk) -> None:
    page = slots_page(open_page, clerk)
    page.locator(".slots-day[open] input:enabled").last.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".booking-code")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_nothing_keeps_people_from_using_the_pages(
    open_page: OpenPage, clerk: Clerk, scheme: str, language: str
) -> None:
    page = slots_page(open_page, clerk, **NARROW, color_scheme=scheme)
    own = book(page, day=1)
    service = f"{clerk.server.url}/{SITE}/layanan/{clerk.service}"
    for address in (service, f"{service}/waktu", own):
        page.goto(f"{address}?lang={language}")
        sizes = {name: size for name, size in page.evaluate(SIZES) if not name.endswith(".woff2")}
        assert 0 < sum(sizes.values()) < LIGHT_BYTES, sizes
        expect_usable(page, 320)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(WIDTH) == 320, address
