"""The own account in a real browser: where one is signed in, signing out elsewhere, another password."""

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
    return (f"wayan{number}" for number in count())


@pytest.fixture
def enter(day: Server, open_page: OpenPage) -> Callable[..., Page]:
    """The page of the account, after signing in, in a browser of its own."""

    def begin(name: str, *, path: str = "/account", password: str = PASSWORD, **profile: object) -> Page:
        page = open_page(f"{day.url}/login?next={path}", **profile)
        page.get_by_label("Nama pengguna").fill(name)
        page.get_by_label("Kata sandi", exact=True).fill(password)
        page.keyboard.press("Enter")
        return page

    return begin


def places(page: Page) -> int:
    expect(page.locator("#sessions li").first).to_be_visible()
    return page.locator("#sessions li").count()


@pytest.mark.parametrize(("width", "scheme"), [(1366, "dark"), (320, "light")])
def test_one_signs_out_everywhere_else_and_stays_here(
    day: Server, enter: Callable[..., Page], names: Iterator[str], width: int, scheme: str
) -> None:
    name = next(names)
    day.person(name, Grant(Role.CLERK, SITE), password=PASSWORD)
    lost = enter(name)
    expect(lost.locator("#known")).to_be_visible()
    page = enter(name, width=width, color_scheme=scheme)
    expect(page.get_by_text("di sini", exact=True)).to_be_visible()
    assert places(page) == 2
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Keluar dari semua perangkat lain").click()
    expect(page.get_by_text("Anda sudah keluar dari semua perangkat lain.")).to_be_visible()
    expect(page.locator("#sessions li")).to_have_count(1)
    lost.reload()
    expect(lost.get_by_role("heading", name="Masuk")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Signed in at")).to_be_visible()


def test_an_administrator_sees_the_own_places_alone_and_signs_one_out(
    day: Server, enter: Callable[..., Page], names: Iterator[str]
) -> None:
    name, other = next(names), next(names)
    for each in (name, other):
        day.person(each, Grant(Role.ADMINISTRATOR), password=PASSWORD)
    for each in (other, name):
        expect(enter(each).locator("#known")).to_be_visible()
    page = enter(name)
    assert places(page) == 2
    page.get_by_role("button", name="Keluarkan Chrome, Linux di 127.0.0.1").click()
    expect(page.locator("#sessions li")).to_have_count(1)


def test_another_password_is_chosen_and_the_page_goes_on(
    day: Server, enter: Callable[..., Page], names: Iterator[str]
) -> None:
    name = next(names)
    day.person(name, Grant(Role.CLERK, SITE), password=PASSWORD)
    page = enter(name)
    page.get_by_label("Kata sandi sekarang").fill("bukan yang ini")
    page.get_by_label("Kata sandi baru").fill(OTHER)
    page.get_by_label("Kata sandi sekali lagi").fill(OTHER)
    page.keyboard.press("Enter")
    expect(page.locator("#change-error")).to_contain_text("tidak cocok")
    assert findings(page) == []
    page.get_by_label("Kata sandi sekarang").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kata sandi sudah diganti.")).to_be_visible()
    page.get_by_role("button", name="Keluar", exact=True).click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    expect(enter(name, password=OTHER).locator("#known")).to_be_visible()


@pytest.mark.parametrize("path", ["/counter", "/admin"])
def test_the_account_is_reached_from_the_pages_of_work(
    day: Server, enter: Callable[..., Page], names: Iterator[str], path: str
) -> None:
    name = next(names)
    day.person(name, Grant(Role.SUPERVISOR, SITE), password=PASSWORD)
    page = enter(name, path=path)
    if path == "/counter":
        page.get_by_label("Cari loket atau instansi").fill("loket 9")
        page.keyboard.press("Enter")
    page.get_by_role("link", name="Akun saya").click()
    expect(page.get_by_role("heading", name="Akun saya")).to_be_visible()
    expect(page.locator("#name")).to_have_text(name)
    page.get_by_role("link", name="Ke halaman kerja").click()
    expect(page).to_have_url(f"{day.url}/admin")


def test_nobody_has_an_account_without_signing_in(day: Server, open_page: OpenPage) -> None:
    page = open_page(f"{day.url}/account")
    expect(page).to_have_url(f"{day.url}/login?next=%2Faccount")
