"""The guided set-up in a real browser: every way to begin, every wrong field, small and dark as well."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.cookie import NAME
from app.domain.sheet import Sheet
from app.sheets import workbook
from config.bootstrap import ROOT
from tests.browser.accessibility import findings
from tests.services.databases import Databases
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
LOGO = ROOT / "config" / "malls" / "banyuwangi" / "logo.svg"
PASSWORD = "ikan bakar rica rica"
HEADS = ("Kode instansi", "Nama instansi", "Nama layanan", "Menit di loket")
SMALL: dict[str, Any] = {"width": 320, "height": 640, "color_scheme": "dark"}


@pytest.fixture(scope="module")
def office(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("setup")
    database = sqlite_databases.fresh(folder)
    started = Server(data=folder, database=database, engine="eventlet", options=("--no-agent",))
    yield started.start()
    started.kill()


@pytest.fixture(scope="module")
def chief(office: Server) -> dict[str, Any]:
    """What a browser keeps in which the first administrator is signed in."""
    code = re.search(r"/setup\s+with the code\s+(\S+)", "".join(office.lines))
    assert code
    wish = {"code": code[1], "username": "kepala", "password": PASSWORD}
    made = office.request("POST", "/api/v1/setup", body=wish)
    secret = re.search(rf"{NAME}=([^;]+)", made.headers["Set-Cookie"])
    assert secret
    place = {"domain": "127.0.0.1", "path": "/", "httpOnly": True, "secure": False, "sameSite": "Lax"}
    return {"cookies": [{"name": NAME, "value": secret[1], "expires": -1, **place}], "origins": []}


def forward(page: Page, step: str) -> None:
    page.locator("#forward").click()
    at_step(page, step)


def at_step(page: Page, step: str) -> None:
    expect(page.locator(f"#step-{step}")).to_be_focused()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth")


def refused(page: Page, field: str, words: str) -> None:
    """The sentence stands beside the field, and the cursor in it."""
    page.locator("#forward").click()
    expect(page.locator(f"#{field}-error")).to_contain_text(words)
    expect(page.locator(f"#{field}")).to_be_focused()
    expect(page.locator(f"#{field}")).to_have_attribute("aria-invalid", "true")
    assert findings(page) == []


def the_mall(page: Page) -> None:
    page.locator("#name").fill("MPP Kabupaten Pohuwato")
    page.locator("#address").fill("Jl. Contoh 1, Marisa")


def test_whoever_signs_in_before_a_mall_was_chosen_goes_on_with_that(
    office: Server, chief: dict[str, Any], open_page: OpenPage
) -> None:
    page = open_page(f"{office.url}/login")
    page.locator("#username").fill("kepala")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    at_step(page, "begin")
    expect(page).to_have_url(f"{office.url}/setup")


def test_every_field_says_what_is_wrong_and_a_mall_is_written_from_nothing(
    office: Server, chief: dict[str, Any], open_page: OpenPage
) -> None:
    page = open_page(f"{office.url}/setup?lang=en", storage_state=chief, **SMALL)
    at_step(page, "begin")
    page.get_by_label("With nothing").check()
    forward(page, "mall")
    refused(page, "name", "missing")
    expect(page.locator("#address-error")).not_to_be_empty()
    the_mall(page)
    page.get_by_text("Logo and colours").click()
    page.locator("#logo").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"})
    expect(page.locator("#logo-error")).to_have_text("The logo must be a PNG or SVG file.")
    page.locator("#logo").set_input_files(LOGO)
    expect(page.locator("#logo-told")).to_have_text("Chosen: logo.svg")
    page.locator("#primary").fill("#f2f2a0")
    expect(page.locator("#look-told")).not_to_be_empty()
    page.locator("#primary").fill("#7a1f5c")
    forward(page, "hours")
    page.locator("#hours-tue").fill("pagi")
    refused(page, "hours-tue", "08:00-15:00")
    page.locator("#hours-tue").fill("8.00 - 15.00")
    forward(page, "place")
    page.locator("#zones").fill(" ")
    refused(page, "zones", "at least one floor")
    page.locator("#zones").fill("Lantai 1\nRuang tunggu di sayap timur yang namanya panjang sekali")
    forward(page, "agencies")
    page.locator("#forward").click()
    expect(page.locator("#agencies-error")).to_have_text("Choose or write at least one agency.")
    page.locator("#own-0-short_name").fill("Imigrasi")
    page.locator("#own-0-code").fill("I")
    page.locator("#own-0-services").fill("Paspor baru; 20\nPenggantian paspor")
    page.locator("#forward").click()
    expect(page.locator("#agencies-error")).to_contain_text("I: ")
    page.locator("#own-0-code").fill("G")
    page.get_by_role("button", name="Add an agency").click()
    expect(page.locator("#own-1-short_name")).to_be_focused()
    forward(page, "review")
    expect(page.locator("#summary")).to_contain_text("agencies: 1, services: 2")
    forward(page, "next")
    expect(page.locator("#setup-error")).to_be_empty()
    assert office.request("GET", "/logo").status == 200
    page.reload()
    at_step(page, "begin")


def test_a_spreadsheet_is_mended_by_its_cells_and_then_taken(
    office: Server, chief: dict[str, Any], open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(f"{office.url}/setup?lang=id", storage_state=chief)
    at_step(page, "begin")
    with page.expect_download() as download:
        page.get_by_label("Dari lembar kerja").check()
        page.get_by_role("link", name="antrean.xlsx").click()
    assert download.value.suggested_filename == "antrean.xlsx"
    refused(page, "sheet", "Pilih berkas")
    file = tmp_path / "layanan.xlsx"
    rows = [("A", "Dinas Dukcapil", "KTP-el", 10), ("A", "", "Kartu keluarga", "sepuluh")]
    file.write_bytes(workbook([Sheet("Layanan", (HEADS, *rows))]))
    page.locator("#sheet").set_input_files(file)
    wrong = "Layanan D3: Harus bilangan bulat dari 1 sampai 480, bukan sepuluh."
    expect(page.locator("#sheet-mistakes li")).to_have_text(wrong)
    assert findings(page) == []
    rows[1] = ("A", "", "Kartu keluarga", 12)
    file.write_bytes(workbook([Sheet("Layanan", (HEADS, *rows))]))
    page.locator("#sheet").set_input_files(file)
    expect(page.locator("#sheet-told")).to_have_text("Terbaca: 1 instansi, 2 layanan.")
    forward(page, "mall")
    the_mall(page)
    forward(page, "hours")
    forward(page, "place")
    forward(page, "agencies")
    forward(page, "review")
    expect(page.locator("#summary")).to_contain_text("1 instansi, 2 layanan")
    forward(page, "next")


def test_the_export_of_another_mall_is_taken_whole(
    office: Server, chief: dict[str, Any], open_page: OpenPage, tmp_path: Path
) -> None:
    cookie = {"Cookie": f"{NAME}={chief['cookies'][0]['value']}"}
    exported = office.request("GET", "/api/v1/mall/export?revision=1", headers=cookie)
    assert exported.status == 200
    file = tmp_path / "banyuwangi.zip"
    file.write_bytes(exported.body)
    page = open_page(f"{office.url}/setup?lang=id", storage_state=chief, **SMALL)
    at_step(page, "begin")
    page.get_by_label("Dari ekspor mal lain").check()
    page.locator("#folder").set_input_files({"name": "a.zip", "mimeType": "application/zip", "buffer": b"PK"})
    expect(page.locator("#folder-error")).not_to_be_empty()
    page.locator("#folder").set_input_files(file)
    expect(page.locator("#folder-told")).to_have_text("Terbaca: Mal Pelayanan Publik Banyuwangi.")
    forward(page, "review")
    expect(page.locator("#summary")).to_contain_text("34 instansi, 370 layanan")
    forward(page, "next")
    told = office.request("GET", "/api/v1/mall", headers=cookie).json
    assert told["document"]["mall"]["name"] == "Mal Pelayanan Publik Banyuwangi"
    assert len(told["document"]["site"]) == 3
