"""One browser, several people or several tabs: nobody acts in another's name, and nobody is left in it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from app.domain.staff import Grant, Role
from tests.browser.accessibility import findings
from tests.browser.routes import intercept
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PASSWORD, OTHER = "kuda lumping menari", "lima ekor kucing di atap"
SITE = "BWI"
SIGN_IN = """([username, password]) => fetch("/api/v1/session", {
  method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({username, password}),
}).then((answer) => answer.status)"""


def entered(day: Server, open_page: OpenPage, name: str, path: str) -> Page:
    page = open_page(f"{day.url}/login?next={path}")
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{day.url}{path}")
    return page


def sign_in_beside(page: Page, name: str) -> None:
    """In another tab of the same browser."""
    other = page.context.new_page()
    other.goto(page.url)
    assert other.evaluate(SIGN_IN, [name, PASSWORD]) == 200
    other.close()


def change_password(page: Page) -> None:
    expect(page.locator("#known")).to_be_visible()
    page.locator("#old").fill(PASSWORD)
    page.locator("#new").fill(OTHER)
    page.locator("#again").fill(OTHER)
    page.keyboard.press("Enter")


def test_after_signing_in_anew_elsewhere_a_page_goes_on(day: Server, open_page: OpenPage) -> None:
    day.person("ketut", Grant(Role.CLERK, SITE), password=PASSWORD)
    page = entered(day, open_page, "ketut", "/account")
    sign_in_beside(page, "ketut")
    with page.expect_response(
        lambda answer: answer.url.endswith("/session/password") and answer.status == 200
    ):
        change_password(page)


def test_a_page_of_one_person_does_nothing_for_the_next(day: Server, open_page: OpenPage) -> None:
    for name in ("nyoman", "made"):
        day.person(name, Grant(Role.CLERK, SITE), password=PASSWORD)
    page = entered(day, open_page, "nyoman", "/account")
    expect(page.locator("#username")).to_have_text("nyoman")
    sign_in_beside(page, "made")
    change_password(page)
    expect(page.locator("#username")).to_have_text("made")
    sign_in_beside(page, "made")  # whose password is what it was


def test_whoever_is_not_signed_out_is_told(day: Server, open_page: OpenPage) -> None:
    day.person("gede", Grant(Role.CLERK, SITE), password=PASSWORD)
    page = entered(day, open_page, "gede", "/account")
    expect(page.locator("#known")).to_be_visible()

    def away(route: Route) -> None:
        if route.request.method == "DELETE":
            route.abort()
        else:
            route.continue_()

    intercept(page, "**/api/v1/session", away)
    page.get_by_role("button", name="Keluar", exact=True).click()
    expect(page.get_by_text("Belum keluar: server tidak menjawab.")).to_be_visible()
    assert page.url.endswith("/account")


def test_a_receptionist_at_the_hall_is_led_to_the_own_work(day: Server, open_page: OpenPage) -> None:
    day.person("komang", Grant(Role.RECEPTIONIST, SITE), password=PASSWORD)
    page = entered(day, open_page, "komang", "/admin")
    expect(page.get_by_role("heading", name="Halaman ini bukan untuk Anda")).to_be_visible()
    page.get_by_role("link", name="Ke halaman kerja saya").click()
    page.wait_for_url("**/reception")


def test_whoever_may_call_nobody_is_told_so_at_a_counter_and_led_to_the_own_work(
    day: Server, open_page: OpenPage
) -> None:
    day.person("wayan", Grant(Role.RECEPTIONIST, SITE), password=PASSWORD)
    page = entered(day, open_page, "wayan", "/counter")
    expect(page.get_by_role("heading", name="Akun ini tidak bertugas di loket")).to_be_visible()
    expect(page.locator("#no-right-why")).to_contain_text("wayan belum boleh memanggil")
    assert findings(page) == []
    page.get_by_role("link", name="Ke halaman kerja saya").click()
    page.wait_for_url("**/reception")
    page.go_back()
    page.get_by_role("button", name="Masuk sebagai orang lain").click()
    page.wait_for_url("**/login")
