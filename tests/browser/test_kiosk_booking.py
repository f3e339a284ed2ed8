"""Whoever booked types the code at the kiosk: a number and its paper, or a sentence; in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.browser.clerk import Clerk, booked_today
from tests.browser.kiosk_stand import settled

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
TALL, WIDE = {"width": 1080, "height": 1920}, {"width": 1920, "height": 1080}
TARGET = 87  # px that 20 mm take on the smallest glass we think of


def kiosk(open_page: OpenPage, clerk: Clerk, glass: dict[str, int]) -> Page:
    page = open_page(f"{clerk.server.url}/kiosk#token={clerk.tokens['kiosk']}", **glass)
    page.get_by_role("button", name="Saya sudah reservasi").click()
    expect(page.get_by_role("heading", name="Ketik kode booking Anda")).to_be_visible()
    settled(page)
    return page


def tap(page: Page, signs: str) -> None:
    for sign in signs:
        page.locator(f".page.booking [data-key='{sign.lower()}']").click()


@pytest.mark.parametrize("glass", [TALL, WIDE], ids=["tall", "wide"])
def test_a_code_that_is_typed_on_the_glass_becomes_a_number(
    open_page: OpenPage, clerk: Clerk, glass: dict[str, int]
) -> None:
    code = booked_today(clerk)
    page = kiosk(open_page, clerk, glass)
    go = page.get_by_role("button", name="Lapor kedatangan")
    tap(page, code[:4])
    go.click()
    expect(page.get_by_role("alert").filter(has_text="sepuluh huruf dan angka")).to_be_visible()
    tap(page, code[4:])
    expect(page.get_by_label("Kode booking")).to_have_value(f"{code[:5]}-{code[5:]}")
    assert findings(page) == []
    go.click()
    expect(page.get_by_role("heading", name=re.compile("Nomor Anda"))).to_be_visible()
    number = page.locator(".figure").text_content() or ""

    again = kiosk(open_page, clerk, glass)
    tap(again, code)
    again.get_by_role("button", name="Lapor kedatangan").click()
    expect(again.locator(".figure")).to_have_text(number)


def test_a_scanner_types_the_address_of_the_booking(open_page: OpenPage, clerk: Clerk) -> None:
    code = booked_today(clerk)
    page = kiosk(open_page, clerk, TALL)
    page.keyboard.type(f"{clerk.server.url}/b/{code}\n")
    expect(page.get_by_role("heading", name=re.compile("Nomor Anda"))).to_be_visible()


def test_a_wrong_code_is_told_in_the_language_of_the_visitor(open_page: OpenPage, clerk: Clerk) -> None:
    page = kiosk(open_page, clerk, TALL)
    page.get_by_role("button", name="English").click()
    tap(page, "ABCDE12345")
    page.get_by_role("button", name="Check in").click()
    told = page.get_by_role("alert").filter(has_text="No booking has this code")
    expect(told).to_be_visible()
    expect(page.get_by_label("Booking code")).to_have_attribute("aria-invalid", "true")
    assert findings(page) == []

    page.locator("[data-key=delete]").click()
    expect(told).to_be_hidden()
    expect(page.get_by_label("Booking code")).to_have_value("ABCDE-1234")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("button", name="I have a booking")).to_be_visible()


@pytest.mark.parametrize("glass", [TALL, WIDE], ids=["tall", "wide"])
@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_every_key_is_large_enough_and_on_the_glass(
    open_page: OpenPage, clerk: Clerk, glass: dict[str, int], large: bool
) -> None:
    page = kiosk(open_page, clerk, glass)
    if large:
        page.get_by_role("button", name="A+").click()
    page.get_by_label("Kode booking").fill("ABCDE12345")
    page.get_by_role("button", name="Lapor kedatangan").click()
    expect(page.get_by_role("alert").filter(has_text="tidak ditemukan")).to_be_visible()
    for button in page.locator(".page.booking button:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= TARGET, button.inner_text()
        assert box["y"] + box["height"] <= glass["height"], button.inner_text()
    assert findings(page) == []
