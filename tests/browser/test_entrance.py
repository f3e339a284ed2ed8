"""Signing in with a real browser: from a temporary password to the own counter, and out again."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from app.domain.staff import Grant, Role
from tests.browser.accessibility import findings
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PASSWORD, OTHER = "kuda lumping menari", "lima ekor kucing di atap"
SITE = "BWI"


@pytest.fixture(scope="module")
def names() -> Iterator[str]:
    return (f"siti{number}" for number in count())


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """With the keyboard alone: the cursor is in the first field."""
    expect(page.get_by_label("Nama pengguna")).to_be_focused()
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def sit_down(page: Page, counter: str) -> None:
    expect(page.get_by_label("Cari loket atau instansi")).to_be_focused()
    page.keyboard.type(counter)
    page.keyboard.press("Enter")
    expect(page.locator("#link")).to_have_class("state bar-link good")


def test_a_clerk_replaces_the_temporary_password_and_works_at_a_counter(
    day: Server, open_page: OpenPage, names: Iterator[str]
) -> None:
    name = next(names)
    day.person(name, Grant(Role.CLERK, SITE), password=PASSWORD, temporary=True)
    page = open_page(f"{day.url}/counter")
    sign_in(page, name)
    expect(page.get_by_role("heading", name="Pilih kata sandi Anda sendiri")).to_be_focused()
    assert findings(page) == []
    page.keyboard.press("Tab")
    page.keyboard.type(OTHER)
    page.keyboard.press("Tab")
    page.keyboard.type("lain sekali dari itu")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").last).to_have_text("Kedua kata sandi tidak sama. Ketik lagi.")
    page.get_by_label("Kata sandi sekali lagi").fill(OTHER)
    page.keyboard.press("Enter")

    sit_down(page, "loket 9")
    expect(page.locator("#likely-label")).to_have_text("Buka loket")
    page.keyboard.press("F2")
    expect(page.locator("#door-state")).to_have_text("Buka")
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    page.goto(f"{day.url}/counter")
    expect(page).to_have_url(f"{day.url}/login?next=%2Fcounter")


def test_a_wrong_password_is_told_and_can_be_mended(
    day: Server, open_page: OpenPage, names: Iterator[str]
) -> None:
    name = next(names)
    day.person(name, Grant(Role.SUPERVISOR, SITE), password=PASSWORD)
    page = open_page(f"{day.url}/admin")
    sign_in(page, name, "bukan kata sandinya")
    expect(page.get_by_role("alert").first).to_contain_text("tidak cocok")
    expect(page.get_by_label("Kata sandi", exact=True)).to_be_focused()
    assert findings(page) == []
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#hall")).to_be_visible()
    expect(page.locator("#person")).to_have_text(name)


def test_a_session_that_is_ended_leads_back_to_the_entrance(
    day: Server, open_page: OpenPage, names: Iterator[str]
) -> None:
    name = next(names)
    number = day.person(name, Grant(Role.CLERK, SITE), password=PASSWORD)
    page = open_page(f"{day.url}/counter")
    sign_in(page, name)
    sit_down(page, "loket 8")
    admin = day.token("admin")
    assert day.request("POST", f"/api/v1/staff/{number}/sign-out", token=admin, body={}).status == 200
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 320])
@pytest.mark.parametrize("path", ["/login", "/setup"])
def test_everybody_can_use_the_entrance(
    day: Server, open_page: OpenPage, path: str, width: int, scheme: str
) -> None:
    page = open_page(f"{day.url}{path}", width=width, color_scheme=scheme)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
