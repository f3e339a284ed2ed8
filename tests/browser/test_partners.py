"""The page of partners in a real browser: add one, copy its keys, see what its hook was sent."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
LONG = "Smart Kampung Desa Kemiren, Kecamatan Glagah, Kabupaten Banyuwangi, Jawa Timur"


@pytest.fixture
def partners(day: Server, open_page: OpenPage) -> Callable[..., Page]:
    """Opens the page with the administrator's key."""
    key = day.token("admin")

    def begin(**profile: Any) -> Page:
        page = open_page(f"{day.url}/admin/partners#token={key}", **profile)
        expect(page.locator("#hall")).to_be_visible()
        return page

    return begin


def add(page: Page, code: str, name: str) -> str:
    """Fills the form; the key that is shown once."""
    page.get_by_role("button", name="Tambahkan mitra").click()
    assert findings(page) == []
    page.get_by_label("Kode").fill(code)
    page.get_by_label("Nama", exact=True).fill(name)
    page.get_by_label("melihat antrean seperti umum").check()
    page.get_by_label("membaca kejadian antrean").check()
    page.get_by_label("Alamat kabar").fill("https://smartkampung.example.go.id/antrean")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("#keys")).to_be_focused()
    return page.locator("#keys code").first.inner_text()


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (360, "dark")])
def test_a_partner_is_added_and_its_key_shown_once(
    day: Server, partners: Callable[..., Page], width: int, scheme: str
) -> None:
    page = partners(width=width, color_scheme=scheme)
    secret = add(page, f"kampung-{width}", LONG)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert day.request("GET", "/api/v1/sites/BWI", token=secret).status == 200
    page.locator("#keys-close").click()
    expect(page.get_by_text(secret)).to_have_count(0)
    page.reload()
    expect(page.get_by_role("row", name=f"kampung-{width}")).to_be_visible()
    expect(page.get_by_text(secret)).to_have_count(0)


def test_its_messages_are_seen_and_it_is_let_go(day: Server, partners: Callable[..., Page]) -> None:
    page = partners()
    secret = add(page, "kampung-kirim", "Kampung Kirim")
    page.get_by_role("button", name="Kiriman: Kampung Kirim").click()
    page.get_by_role("button", name="Coba kirim").click()
    expect(page.locator("#deliveries tr")).to_have_count(1)
    assert findings(page) == []
    page.get_by_role("button", name="Nonaktifkan: Kampung Kirim").click()
    page.locator("#asking-confirm").click()
    expect(page.get_by_role("button", name="Aktifkan lagi: Kampung Kirim")).to_be_visible()
    assert day.request("GET", "/api/v1/sites/BWI", token=secret).status == 401


def test_what_is_wrong_is_said_beside_the_form(partners: Callable[..., Page]) -> None:
    page = partners()
    page.get_by_role("button", name="Tambahkan mitra").click()
    page.get_by_label("Kode").fill("Kampung Besar")
    page.get_by_label("Nama", exact=True).fill("Kampung")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("alert").filter(has_text="Kode mitra")).to_be_visible()
