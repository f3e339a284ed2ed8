"""The live hall in a real browser: what it shows, how it keeps up, whom it refuses."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.accessibility import findings
from tests.browser.clerk import Clerk
from tests.browser.routes import intercept
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
Admin = Callable[..., Page]
HALL = re.compile(r"/api/v1/sites/BWI/hall$")


@pytest.fixture
def admin(day: Server, open_page: OpenPage) -> Admin:
    """Opens the page with the administrator's token and waits for its figures."""
    token = next(link["token"] for link in day.links() if link["role"] == "admin")

    def begin(**profile: object) -> Page:
        page = open_page(f"{day.url}/admin#token={token}", **profile)
        expect(page.locator("#hall")).to_be_visible()
        return page

    return begin


def tile(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_text(name, exact=True))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_from_reading(admin: Admin, scheme: str) -> None:
    page = admin(color_scheme=scheme)
    page.get_by_text("Semua loket sebagai tabel").click()
    page.get_by_text("Kejadian terakhir").click()
    expect(page.locator("#counters tr")).to_have_count(78)
    expect(page.locator("#queues tr")).to_have_count(34)
    assert findings(page) == []


def test_the_page_fits_the_narrowest_phone(admin: Admin) -> None:
    page = admin(width=320, height=640)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
def test_the_hall_fills_the_window_and_scrolls_within_its_panes(
    admin: Admin, width: int, height: int
) -> None:
    page = admin(width=width, height=height)
    expect(page.locator("#queues tr")).to_have_count(34)
    size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert size == [width, height]


def test_a_called_number_appears_on_the_tile_of_its_counter(admin: Admin, clerk: Clerk) -> None:
    page = admin()
    page.get_by_text("Kejadian terakhir").click()
    expect(tile(page, clerk.name)).to_contain_text("Siap")
    number = clerk.visitor()["number"]
    clerk.press("call-next")
    page.get_by_role("button", name="Perbarui").click()
    expect(tile(page, clerk.name)).to_contain_text("Memanggil")
    assert number in tile(page, clerk.name).inner_text().replace("\n", "")
    expect(page.locator("#facts tr").first).to_contain_text(f"{number} dipanggil ke {clerk.name}")


def test_the_page_keeps_up_by_itself(admin: Admin, clerk: Clerk) -> None:
    page = admin()
    clerk.press("break", minutes=15)
    until = re.compile(r"Istirahat\s*s\.d\. \d\d\.\d\d")
    expect(tile(page, clerk.name)).to_contain_text(until)


def test_a_queue_is_a_figure_and_a_bar_with_the_norm(admin: Admin, clerk: Clerk) -> None:
    clerk.visitor()
    clerk.visitor()
    page = admin()
    agencies = page.request.get(f"{clerk.server.url}/api/v1/sites/BWI").json()["agencies"]
    services = {service["code"]: each["short_name"] for each in agencies for service in each["services"]}
    name = services[clerk.service]
    row = page.locator("#queues tr").filter(has_text=name)
    expect(row.locator(".figure")).to_have_text("2")
    expect(row).to_contain_text("0 mnt")
    bar = row.locator(".measure-bar")
    assert bar.evaluate("(bar) => bar.style.getPropertyValue('--share')") == "0.000"
    assert bar.evaluate("(bar) => bar.style.getPropertyValue('--norm')") == "0.667"
    expect(page.get_by_text("garis: norma 60 menit")).to_be_visible()


def test_no_token_of_a_screen_is_in_the_page(admin: Admin, day: Server) -> None:
    page = admin()
    assert not [link["token"] for link in day.links() if link["token"] in page.content()]
    assert "token" not in page.url


def test_printers_that_nobody_heard_of_need_attention(admin: Admin) -> None:
    page = admin()
    expect(page.locator("#alarms")).to_contain_text("Pencetak P1 belum pernah melapor.")


def test_another_site_can_be_chosen(admin: Admin) -> None:
    page = admin()
    page.get_by_label("Lokasi").select_option(label="Pasar Pelayanan Publik Genteng")
    expect(page.locator("#zones .tile")).not_to_have_count(78)
    expect(page.locator("#zones .tile")).not_to_have_count(0)


def test_the_language_changes_without_leaving_the_page(admin: Admin) -> None:
    page = admin()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The hall")
    expect(page.locator("#totals")).to_contain_text("Numbers taken")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_lost_server_leaves_the_figures_with_their_hour(admin: Admin) -> None:
    page = admin()

    def cut(route: Route) -> None:
        route.abort()

    intercept(page, HALL, cut)
    tiles = page.locator("#zones").bounding_box()
    page.get_by_role("button", name="Perbarui").click()
    expect(page.locator("#freshness")).to_contain_text("menyambung kembali")
    assert page.locator("#zones").bounding_box() == tiles
    assert findings(page) == []
    expect(page.locator("#trouble")).to_contain_text("mencoba lagi")
    expect(page.locator("#totals")).to_be_visible()
    page.unroute(HALL)
    page.get_by_role("button", name="Perbarui").click()
    expect(page.locator("#freshness")).not_to_contain_text("menyambung kembali")


def test_without_a_token_the_page_leads_to_the_entrance(day: Server, open_page: OpenPage) -> None:
    page = open_page(f"{day.url}/admin/printers?site=BWI")
    expect(page.get_by_text("python3 run.py links")).to_be_visible()
    assert page.url == f"{day.url}/login?next=%2Fadmin%2Fprinters%3Fsite%3DBWI"


def test_a_revoked_token_is_told_and_another_way_in_shown(day: Server, open_page: OpenPage) -> None:
    page = open_page(f"{day.url}/admin#token={'0' * 64}")
    expect(page.get_by_role("heading", name="Layar ini belum dipasangkan")).to_be_visible()
    expect(page.get_by_role("link", name="Masuk dengan nama pengguna")).to_be_visible()
    assert findings(page) == []


def test_a_clerk_token_opens_nothing_here(day: Server, open_page: OpenPage) -> None:
    token = next(link["token"] for link in day.links() if link["role"] == "counter")
    page = open_page(f"{day.url}/admin#token={token}")
    expect(page.locator("#unpaired-why")).to_contain_text("tidak diizinkan")
    expect(page.locator("#hall")).to_be_hidden()
