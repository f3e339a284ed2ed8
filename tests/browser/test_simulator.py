"""The simulator in a real browser: any service, any day and hour, and what would be said."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.browser.clerk import Clerk
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
Simulator = Callable[..., Page]


@pytest.fixture
def simulator(day: Server, open_page: OpenPage) -> Simulator:
    """Opens the page with the administrator's token once it knows what the site offers."""
    token = next(link["token"] for link in day.links() if link["role"] == "admin")

    def begin(**profile: object) -> Page:
        page = open_page(f"{day.url}/admin/availability#token={token}", **profile)
        expect(page.locator("#simulator-agency option")).to_have_count(34)
        return page

    return begin


def ask(page: Page, day: str, time: str) -> None:
    page.get_by_label("Tanggal").fill(day)
    page.get_by_label("Jam").fill(time)
    page.get_by_role("button", name="Tanyakan", exact=True).click()


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (320, "dark")])
def test_a_service_says_now_that_numbers_are_given(simulator: Simulator, width: int, scheme: str) -> None:
    page = simulator(width=width, color_scheme=scheme)
    page.get_by_role("button", name="Sekarang").click()
    answer = page.locator("#simulator-answer")
    expect(answer).to_contain_text("Nomor diberikan")
    expect(answer.locator("code")).to_have_text("open")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_paused_service_says_why_and_when_it_opens_again(
    simulator: Simulator, clerk: Clerk, day: Server
) -> None:
    token = next(link["token"] for link in day.links() if link["role"] == "admin")
    path = f"/api/v1/sites/BWI/services/{clerk.service}/pause"
    wish = {"reason": "Jaringan putus", "minutes": 30}
    assert day.request("POST", path, token=token, body=wish).status == 200
    page = simulator()
    agency = next(
        each["code"]
        for each in day.request("GET", "/api/v1/sites/BWI").json["agencies"]
        if clerk.service in [service["code"] for service in each["services"]]
    )
    page.get_by_label("Instansi").select_option(agency)
    page.get_by_label("Layanan", exact=True).select_option(clerk.service)
    page.get_by_role("button", name="Sekarang").click()
    answer = page.locator("#simulator-answer")
    expect(answer).to_contain_text("Nomor tidak diberikan")
    expect(answer.locator("code")).to_have_text("paused")
    expect(answer.locator("[lang=id]")).to_contain_text("sedang dijeda sampai")
    expect(answer.locator("[lang=en]")).to_contain_text("is paused until")
    page.get_by_role("button", name="Tanyakan saat itu").click()
    expect(answer).to_contain_text("Nomor diberikan")


def test_an_answer_goes_with_its_question(simulator: Simulator) -> None:
    page = simulator()
    ask(page, "2026-12-01", "10:00")
    expect(page.locator("#simulator-answer")).to_contain_text("1 Desember 2026 10.00")
    page.get_by_label("Jam").fill("11:00")
    expect(page.locator("#simulator-answer")).to_be_hidden()
    page.get_by_label("Tanggal").fill("")
    page.get_by_role("button", name="Tanyakan", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="Pilih tanggal dan jam.")).to_be_visible()
