"""Many people at once in a real browser: a file with mistakes, one without, and their slips on paper."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
HEAD = "Nama pengguna;Nama;Peran;Lokasi;Instansi\n"
LONG = "Siti Nurhaliza Rahmawati Kusumaningrum-Wijayakusuma"


@pytest.fixture
def staff(day: Server, open_page: OpenPage) -> Callable[..., Page]:
    """Opens the page with the administrator's key."""

    def begin(**profile: Any) -> Page:
        page = open_page(f"{day.url}/admin/staff#token={day.token('admin')}", **profile)
        expect(page.locator("#hall")).to_be_visible()
        return page

    return begin


def offer(page: Page, text: str) -> None:
    file = {"name": "petugas.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("Berkas petugas").set_input_files([file])  # type: ignore[list-item]
    page.get_by_role("button", name="Periksa berkas").press("Enter")


@pytest.mark.parametrize(("width", "scheme"), [(1366, "dark"), (320, "light")])
def test_every_wrong_cell_is_read_at_once_and_in_either_language(
    staff: Callable[..., Page], width: int, scheme: str
) -> None:
    page = staff(width=width, color_scheme=scheme)
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.locator("#import-error")).to_have_text("Pilih berkas lebih dahulu.")
    offer(page, f"{HEAD}Siti R;Siti;Kasir;XX;ZZZ\n")
    expect(page.locator("#mistakes tr")).to_have_count(4)
    assert findings(page) == []
    page.get_by_role("button", name="English").click()
    expect(page.locator("#mistakes")).to_contain_text("is no role")
    expect(page.locator("#import-said")).to_contain_text("Cells to mend: 4")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1366, 320])
def test_people_are_added_and_their_passwords_are_on_paper_alone(
    day: Server, staff: Callable[..., Page], width: int
) -> None:
    page = staff(width=width)
    one, two = f"satu{width}", f"dua{width}"
    offer(page, f"{HEAD}{one};{LONG};Petugas loket;BWI;\n{two};;Supervisor;;\n")
    expect(page.locator("#newcomers tr")).to_have_count(2)
    assert findings(page) == []
    page.get_by_role("button", name="Tambahkan 2 orang").press("Enter")
    expect(page.get_by_role("button", name="Cetak 2 slip")).to_be_focused()
    expect(page.locator("#people")).to_contain_text(two)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    password = page.locator(".slip dd").nth(1)
    expect(password).to_be_hidden()
    page.emulate_media(media="print")
    expect(password).to_be_visible()
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator("#people")).to_be_hidden()
    wish = {"username": one, "password": password.text_content()}
    assert day.request("POST", "/api/v1/session", body=wish).status == 200
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Selesai, lupakan kata sandinya").press("Enter")
    expect(page.locator(".slip")).to_have_count(0)
    expect(page.get_by_role("button", name="Tambah petugas")).to_be_focused()
