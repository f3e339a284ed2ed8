"""The page of the emulated printers in a real browser: their paper, and training for staff."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from printers.emulator.device import EmulatedPrinter
from printers.emulator.mechanism import Faults
from printers.emulator.serve import devices
from printers.emulator.web import Page as Bench
from printers.profiles import PROFILES
from tests.browser.accessibility import findings

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
DEEDS = set(Faults().names()) | {
    "slow_link", "slow_head", "refill", "near_end", "ends_soon", "paper_out", "drop", "break_line",
    "power_cycle", "normal",
}  # fmt: skip
SEEN = {
    "Semuanya baik": "Siap",
    "Kertas hampir habis": "Kertas hampir habis",
    "Kertas habis": "Kertas habis",
    "Penutup terbuka": "Penutup terbuka",
    "Tombol siap dimatikan": "Tidak siap",
    "Pemotong macet": "Pemotong macet",
    "Kabel lepas": "Tidak terhubung",
    "Tidak menjawab": "Tidak menjawab",
    "Jaringan lambat": "Siap",
    "Kepala cetak lambat": "Siap",
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
    expect(page.get_by_role("heading", level=3)).to_have_count(13)
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


def test_every_deed_can_be_done_by_hand(bench: str, open_page: OpenPage) -> None:
    page = open_page(bench)
    printer = page.get_by_role("region", name="BWI · P2")
    printer.get_by_text("Utak-atik pencetak ini").click()
    buttons = printer.locator("[data-deed]")
    done = set(buttons.evaluate_all("(all) => all.map((button) => button.dataset.deed)"))
    assert done == DEEDS
    for slow in ("Perlambat jaringan", "Perlambat kepala cetak", "Buka penutup"):
        printer.get_by_role("button", name=slow).click()
        expect(printer.get_by_role("button", name=slow)).to_have_attribute("aria-pressed", "true")
    expect(printer.locator("[data-state]")).to_have_text("Penutup terbuka")
    printer.get_by_role("button", name="Putuskan sekarang").click()
    printer.get_by_role("button", name="Perbaiki semuanya").click()
    expect(printer.locator("[aria-pressed=true]")).to_have_count(0)
    expect(printer.locator("[data-state]")).to_have_text("Siap")


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
