"""Who works at the reception desk: whoever signs in there, and whom it is not for."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.domain.staff import Grant, Permission, Role
from tests.browser.accessibility import findings
from tests.browser.clerk import Clerk
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PASSWORD, SITE = "kuda lumping menari", "BWI"


@pytest.fixture
def username() -> str:
    return f"rina{uuid.uuid4().hex[:6]}"


@pytest.mark.parametrize(
    ("grant", "address"),
    [
        (Grant(Role.RECEPTIONIST, SITE), "/reception"),
        (Grant(Role.CLERK, SITE), "/counter"),
        (Grant(Role.SUPERVISOR, SITE), "/admin"),
    ],
)
def test_whoever_signs_in_lands_at_the_own_work(
    day: Server, open_page: OpenPage, username: str, grant: Grant, address: str
) -> None:
    day.person(username, grant, password=PASSWORD)
    page = open_page(f"{day.url}/login")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{day.url}{address}")


def test_a_receptionist_of_one_agency_works_for_it_alone(
    day: Server, open_page: OpenPage, username: str, clerk: Clerk
) -> None:
    agency = clerk.visitor()["agency"]
    day.person(username, Grant(Role.RECEPTIONIST, SITE, frozenset({agency})), password=PASSWORD)
    page = open_page(f"{day.url}/login?next=/reception")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#person")).to_have_text(username)
    expect(page.locator("#site-field")).to_be_hidden()
    expect(page.locator(".hit")).to_have_count(1)
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()


def test_who_may_find_nobody_is_told_so(day: Server, open_page: OpenPage, username: str) -> None:
    also = frozenset({Permission.ISSUE})
    day.person(username, Grant(Role.CLERK, SITE, also=also), password=PASSWORD)
    page = open_page(f"{day.url}/login?next=/reception")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Halaman ini untuk resepsionis")).to_be_visible()
    assert findings(page) == []
