"""The page of the emulated printers in a real browser: their paper, and training for staff."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from printers.emulator.device import EmulatedPrinter
from printers.emulator.serve import devices
from printers.emulator.web import Page as Bench
from printers.profiles import PROFILES
from tests.browser.accessibility import findings

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
SEEN = {
    "Semuanya baik": "Siap",
    "Kertas hampir habis": "Kertas hampir habis",
    "Kertas habis": "Kertas habis",
    "Penutup terbuka": "Penutup terbuka",
    "Tombol siap dimatikan": "Tidak siap",
    "Pemotong macet": "Pemotong macet",
    "Kabel lepas": "Tidak terhubung",
    "Tidak menjawab": "Tidak menjawab",
}


@pytest.fixture
def bench() -> Iterator[str]:
    """The address of a page with two printers."""
    profile = next(iter(PROFILES))
    printers = [EmulatedPrinter(code, "BWI", "127.0.0.1", 0, profile) for code in ("P1", "P2")]
    with devices(printers) as running, Bench(running, host="127.0.0.1", port=0) as page:
        yield f"http://127.0.0.1:{page.port}/?lang=id"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 320])
def test_everybody_can_use_the_page(bench: str, open_page: OpenPage, width: int, scheme: str) -> None:
    page = open_page(bench, width=width, color_scheme=scheme)
    expect(page.get_by_role("heading", level=3)).to_have_count(11)
    page.get_by_text("Utak-atik pencetak ini").first.click()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_speaks_the_typeface_of_every_screen(bench: str, open_page: OpenPage) -> None:
    page = open_page(bench)
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_function("document.fonts.check('700 16px \"Plus Jakarta Sans\"')")
    loaded = "[...document.fonts].filter(({ status }) => status === 'loaded').length"
    assert page.evaluate(loaded) > 0


def test_each_situation_is_brought_about_from_a_printer_in_order(bench: str, open_page: OpenPage) -> None:
    page = open_page(bench)
    page.get_by_label("Pencetak latihan").select_option(label="BWI · P2")
    for situation, state in SEEN.items():
        button = page.get_by_role("button", name=f"Jadikan begini: {situation}", exact=True)
        button.click()
        expect(page.get_by_role("region", name="BWI · P2").locator("[data-state]")).to_have_text(state)
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".situation [aria-pressed=true]")).to_have_count(1)
    expect(page.get_by_role("region", name="BWI · P1").locator("[data-state]")).to_have_text("Siap")


def test_the_situations_are_told_in_english_too(bench: str, open_page: OpenPage) -> None:
    page = open_page(bench)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Cable unplugged")).to_be_visible()
    assert "situation_" not in page.locator("body").inner_text()


def test_nothing_but_the_look_is_served_from_there(bench: str, open_page: OpenPage) -> None:
    page = open_page(bench)
    for name in (
        "wire.js",
        "vendor/socket.io-client-4.8.4/dist/socket.io.js",
        "../auth.py",
        "%2e%2e/auth.py",
    ):
        assert page.request.get(bench.replace("/?lang=id", f"/look/{name}")).status == 404
