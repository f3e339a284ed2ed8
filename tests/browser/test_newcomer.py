"""A second mall from nothing: in a browser alone, to the first number printed and called.

The mall of Pohuwato opens in 2027. Its address, its floors and how many counters its agencies have are
invented here.
"""

import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from config.bootstrap import ROOT
from tests.browser.accessibility import findings
from tests.browser.newcomer import Newcomer
from tests.journeys.paper import lines
from tests.journeys.patience import until
from tests.journeys.screens import DESK, KIOSK, TELEVISION, figures
from tests.services.databases import Databases
from tests.services.ports import free_port
from tests.services.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OpenPage = Callable[..., Page]
CODE = re.compile(r"/setup\s+with the code\s+(\S+)")
PASSWORD = "ikan bakar rica rica"
NAME, ADDRESS = "MPP Kabupaten Pohuwato", "Jl. Contoh 1, Marisa (alamat rekaan)"
MOST_MINUTES = 10.0


class NetworkPrinter:
    """A printer in the office's network: the emulator in a process of which the server knows nothing."""

    def __init__(self) -> None:
        self.address = f"127.0.0.1:{free_port()}"
        told = [{"site": "NET", "code": "P1", "address": self.address, "profile": "epson-80"}]
        self._process = subprocess.Popen(
            [sys.executable, "run.py", "emulator", "--printers-stdin", "--port", "0"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(told)}\n")
        self._process.stdin.flush()  # it stays open: the emulator ends with it
        self._url = json.loads(self._process.stdout.readline())["url"]

    def slip_of(self, number: str) -> list[str]:
        """The lines of the paper with this number, waited for."""
        return until(lambda: next((slip for slip in self._slips() if number in slip), []))

    def end(self) -> None:
        self._process.terminate()
        self._process.communicate()

    def _slips(self) -> list[list[str]]:
        with urllib.request.urlopen(f"{self._url}printers/NET-P1/slips.json", timeout=60) as answer:
            return [lines(slip) for slip in json.loads(answer.read())["slips"]]


@pytest.fixture(scope="module")
def printer() -> Iterator[NetworkPrinter]:
    started = NetworkPrinter()
    yield started
    started.end()


@pytest.fixture(scope="module")
def server(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """What `python3 run.py` starts where nothing is: a demonstration, whose console shows a code."""
    folder = tmp_path_factory.mktemp("newcomer")
    started = Server(data=folder, database=sqlite_databases.fresh(folder), engine="eventlet")
    yield started.start()
    started.kill()


def open_zone() -> str:
    """The zone of Pohuwato, or, in the last hour of its day, in which no mall gives numbers, the next one."""
    late = datetime.now(ZoneInfo("Asia/Makassar")).hour == 23
    return "Asia/Jayapura" if late else "Asia/Makassar"


def test_a_mall_is_set_up_printed_and_called_by_somebody_who_edits_no_file(
    server: Server, printer: NetworkPrinter, open_page: OpenPage
) -> None:
    before = {path: path.stat().st_mtime for path in Path(ROOT / "config").rglob("*.toml")}
    begun, person = time.monotonic(), Newcomer()
    code = CODE.search("".join(server.lines))
    assert code, server.lines
    desk = open_page(f"{server.url}/setup", **DESK)

    become_administrator(person, desk, code[1])
    answer(person, desk, printer.address)
    kiosk, display = (
        open_page(f"{server.url}/kiosk", **KIOSK),
        open_page(f"{server.url}/display", **TELEVISION),
    )
    devices = person.open(desk, "Pasangkan perangkat")
    for screen, place in ((kiosk, "K1"), (display, "TV1")):
        pair(person, devices, screen, place)
    number = take_number(person, kiosk)
    slip = printer.slip_of(number)
    assert slip[:2] == [NAME.upper(), "Dinas Kependudukan dan Pencatatan Sipil"]
    call(person, desk, display, number)

    sys.stderr.write(f"\nThe newcomer: {person.effort}; {time.monotonic() - begun:.0f} s for the browser.\n")
    assert person.effort.minutes < MOST_MINUTES
    assert before == {path: path.stat().st_mtime for path in before}


def become_administrator(person: Newcomer, desk: Page, code: str) -> None:
    person.look(desk, "#code")
    person.write(desk, "Kode dari konsol server", code)
    person.write(desk, "Nama pengguna", "kepala")
    person.write(desk, "Nama Anda", "Kepala MPP")
    person.write(desk, "Kata sandi", PASSWORD)
    person.write(desk, "Kata sandi sekali lagi", PASSWORD)
    person.press(desk, "Buat pengelola")


def answer(person: Newcomer, desk: Page, printer: str) -> None:
    """The guided set-up, every day around the clock so that the mall is open whenever this runs."""
    step(person, desk, "Mulai dari mana")
    person.press(desk, "Lanjut")
    step(person, desk, "Mal Anda")
    person.write(desk, "Nama mal", NAME)
    person.write(desk, "Alamat", ADDRESS)
    person.choose(desk, "Zona waktu", open_zone())
    person.press(desk, "Lanjut")
    step(person, desk, "Jam layanan")
    person.write(desk, "Senin", "00:00-24:00")
    person.press(desk, "Semua hari seperti Senin")
    person.tick(desk, "Istirahat salat Jumat", on=False)
    person.tick(desk, "Libur nasional", on=False)
    person.press(desk, "Lanjut")
    step(person, desk, "Tempat dan perangkat")
    person.write(desk, "Alamat pencetak tiket", printer)
    person.press(desk, "Lanjut")
    step(person, desk, "Instansi dan loket")
    for agency, counters in (("Dispendukcapil", "3"), ("DPMPTSP", "2"), ("BPJS Kesehatan", "1")):
        person.tick(desk, re.compile(f"^{agency} "))
        person.write(desk, f"Jumlah loket {agency}", counters)
    person.press(desk, "Lanjut")
    step(person, desk, "Periksa dan simpan")
    expect(desk.locator("#summary")).to_contain_text("3 instansi")
    expect(desk.locator("#advice")).to_contain_text("katalog Banyuwangi")
    desk.reload()  # whoever leaves here and comes back loses nothing
    expect(desk.locator("#summary")).to_contain_text(ADDRESS)
    person.press(desk, "Simpan dan pakai")
    step(person, desk, "Mal siap")
    person.press(desk, "Tes pencetak")
    expect(desk.get_by_text("Pencetak menjawab")).to_be_visible()


def step(person: Newcomer, desk: Page, title: str) -> None:
    expect(desk.get_by_role("heading", name=title, exact=True)).to_be_focused()
    assert findings(desk) == []
    person.effort.looks += 1


def pair(person: Newcomer, devices: Page, screen: Page, place: str) -> None:
    expect(screen.locator(".pairing-code")).to_be_visible()
    person.look(devices, "#code")
    person.write(devices, "Kode di layar perangkat", screen.locator(".pairing-code").inner_text())
    person.key(devices, "Enter")
    expect(devices.locator("#place-form")).to_be_visible()
    devices.locator("#pair-place").select_option(place)
    person.effort.choices += 1
    devices.locator("#pair-confirm").click()
    person.effort.choices += 1
    expect(screen.locator(".pairing-code")).to_have_count(0)


def take_number(person: Newcomer, kiosk: Page) -> str:
    expect(kiosk.get_by_text(NAME).first).to_be_visible()
    person.look(kiosk, ".agency-card")
    expect(kiosk.locator(".agency-card")).to_have_count(3)
    person.touch(kiosk, ".agency-card")
    person.touch(kiosk, ".choice-name >> visible=true")
    person.touch(kiosk, ".take")
    return figures(kiosk, ".figure .number")


def call(person: Newcomer, desk: Page, display: Page, number: str) -> None:
    """At the first counter; the display of the hall shows it."""
    console = person.open(desk, "Buka loket")
    person.look(console, "input[type=search], #search")
    person.write(console, "Cari loket atau instansi", "1")
    person.key(console, "Enter")
    expect(console.locator("#link")).to_have_text("sambungan baik")
    person.key(console, "F2")
    expect(console.locator("#door-state")).to_have_text("Buka")
    person.key(console, "Space")
    expect(console.locator("#ticket")).to_have_attribute("data-state", "called")
    expect(display.locator("[data-part=last]")).to_contain_text("Loket 1")
    assert figures(display, "[data-part=last] .number") == number
