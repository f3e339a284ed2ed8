"""Takes the pictures of the front page and the guides: a real server on a busy morning, in a real Chromium.

`python3 run.py pictures` writes docs/pictures/*.png, at the sizes of the real screens and small
enough for a repository.
"""

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from config.bootstrap import ROOT
from tests import morning
from tests.morning import Morning
from tests.services import chromium
from tests.services.node import find_node
from tests.services.server import Server

FOLDER = ROOT / "docs" / "pictures"
LARGEST_BYTES = 200_000
COLOURS = 128
KIOSK = (1080, 1920)
DESK = (1366, 768)
TELEVISION = (1920, 1080)
PHONE = (390, 844)
STILL_MS = 1_000  # until fonts, transitions and chimes are over
TAP_GUARD_MS = 400  # in which a kiosk takes a second tap for a slip

Shot = Callable[[Morning, Browser], bytes]


def kiosk(hall: Morning, browser: Browser) -> bytes:
    """The kiosk before the first touch."""
    page = opened(browser, hall.link("kiosk"), KIOSK)
    expect(page.locator(".agency-card").first).to_be_visible()
    return shot(page)


def number(hall: Morning, browser: Browser) -> bytes:
    """The kiosk with the number just taken and its paper out."""
    page = opened(browser, hall.link("kiosk"), KIOSK)
    for choice in ('[data-code="G"]', '[data-code="G01"]', ".take"):
        page.locator(choice).click()
        page.wait_for_timeout(TAP_GUARD_MS)
    expect(page.get_by_text("Silakan ambil tiket Anda.")).to_be_visible(timeout=60_000)
    return shot(page)


def paper(hall: Morning, browser: Browser) -> bytes:
    """The slips as they come out of the emulated printers."""
    return shot(opened(browser, hall.get("/me", "admin")["emulator_url"], DESK))


def counter(hall: Morning, browser: Browser) -> bytes:
    """A console with a visitor at the counter."""
    page = opened(browser, hall.link("counter"), DESK)
    page.get_by_label("Cari loket").fill("Loket 1")
    page.keyboard.press("Enter")
    expect(page.locator("#link")).to_have_text("sambungan baik")
    return shot(page)


def display(hall: Morning, browser: Browser) -> bytes:
    """A lobby display just after some calls."""
    page = opened(browser, hall.link("display"), TELEVISION)
    page.locator("body").click()  # the sound's permission
    for desk in ("11", "3", "5"):
        hall.press(desk, "finish", "call-next")
        page.wait_for_timeout(STILL_MS)
    return shot(page)


def phone(hall: Morning, browser: Browser) -> bytes:
    """The page of a ticket that waits."""
    return shot(opened(browser, hall.ticket_page(hall.visitor("A01")["id"]), PHONE))


def turn(hall: Morning, browser: Browser) -> bytes:
    """The page of a ticket that is called."""
    called = hall.press("7", "finish", "call-next")["ticket"]
    return shot(opened(browser, hall.ticket_page(called["id"]), PHONE))


def admin(hall: Morning, browser: Browser) -> bytes:
    """The hall at a glance."""
    page = opened(browser, hall.link("admin"), DESK)
    expect(page.locator("#hall")).to_be_visible()
    return shot(page)


def reception(hall: Morning, browser: Browser) -> bytes:
    """The reception with a number that somebody asked for."""
    waits = hall.visitor("A01")["number"]
    page = opened(browser, f"{hall.server.url}/reception#token={hall.tokens['admin']}", DESK)
    page.get_by_role("combobox", name="Nomor atau layanan").fill(waits)
    expect(page.locator("#hits [role=option]").first).to_contain_text(waits, timeout=60_000)
    page.keyboard.press("Enter")
    expect(page.locator("#ticket-title")).to_be_visible(timeout=60_000)
    return shot(page)


def devices(hall: Morning, browser: Browser) -> bytes:
    """Kiosks, displays, agents and printers, with what is to be done."""
    page = opened(browser, f"{hall.server.url}/admin/devices#token={hall.tokens['admin']}", DESK)
    expect(page.get_by_text("Keadaan perangkat")).to_be_visible()
    return shot(page)


def mall(hall: Morning, browser: Browser) -> bytes:
    """The services of the mall, to be searched and changed."""
    page = opened(browser, f"{hall.server.url}/admin/mall/service#token={hall.tokens['admin']}", DESK)
    expect(page.locator("table").first).to_be_visible()
    return shot(page)


PICTURES: dict[str, Shot] = {
    "kiosk": kiosk,
    "number": number,
    "paper": paper,
    "counter": counter,
    "display": display,
    "phone": phone,
    "turn": turn,
    "admin": admin,
    "reception": reception,
    "devices": devices,
    "mall": mall,
}


def main() -> int:
    """Every picture with a line for each; 1 when one came out too large."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    too_large = 0
    with a_browser() as browser, a_morning() as hall:
        for name, take in PICTURES.items():
            file = FOLDER / f"{name}.png"
            file.write_bytes(small(take(hall, browser)))
            size = file.stat().st_size
            too_large += size > LARGEST_BYTES
            print(f"pictures: {file.relative_to(ROOT)}, {size / 1000:.0f} kB", flush=True)
    return 1 if too_large else 0


@contextmanager
def a_morning(*, papers: bool = True, **environment: str) -> Iterator[Morning]:
    """A demonstration of its own, which leaves nothing behind."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/antrean.db"
        options = ("--demo",) if papers else ("--demo", "--no-agent")
        server = Server(data=Path(folder), database=database, engine="eventlet", options=options)
        server.environment.update(environment)
        server.start()
        try:
            print("pictures: a busy morning begins ...", flush=True)
            yield morning.begin(server, papers=papers)
        finally:
            server.stop()


@contextmanager
def a_browser() -> Iterator[Browser]:
    found = chromium.find_chromium()
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(find_node())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.program,
            args=list(chromium.ARGUMENTS),
            env={**os.environ, **found.environment},
        )
        yield browser
        browser.close()


def opened(browser: Browser, address: str, size: tuple[int, int], **profile: Any) -> Page:
    """The address on a screen of its own, as in Banyuwangi."""
    view = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=view, locale="id-ID", timezone_id="Asia/Jakarta", **profile)
    page = context.new_page()
    page.goto(address)
    return page


def shot(page: Page) -> bytes:
    """What the screen shows once it is still; ends the page."""
    page.wait_for_timeout(STILL_MS)
    picture = page.screenshot()
    page.context.close()
    return picture


def small(picture: bytes) -> bytes:
    """The same picture with a palette, which calm screens do not miss."""
    with Image.open(io.BytesIO(picture)) as full:
        palette = full.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    written = io.BytesIO()
    palette.save(written, "PNG", optimize=True)
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main())
