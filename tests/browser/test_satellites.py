"""The administrator's page of satellites, in a real browser: what is known of each, and what is wrong."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from config.satellites import Satellite, save_satellites
from config.settings import Settings
from tests.browser.accessibility import findings
from tests.services.databases import Databases
from tests.services.ports import free_port
from tests.services.server import Server


@pytest.fixture
def hub(sqlite_databases: Databases, tmp_path: Path) -> Iterator[Server]:
    """One satellite, at an address where nobody is."""
    data = tmp_path / "data"
    address = f"http://127.0.0.1:{free_port()}"
    save_satellites(Settings(data=data), [Satellite("RGJ", address, "0" * 64)])
    url = sqlite_databases.fresh(tmp_path)
    server = Server(data=data, database=url, engine="eventlet", options=("--demo", "--no-agent"))
    yield server.start()
    with contextlib.suppress(Exception):
        server.kill()


def test_an_administrator_reads_which_site_is_silent(hub: Server, page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{hub.url}/admin/satellites#token={hub.token('admin')}")
    silent = page.get_by_role("row", name="Rogojampi")
    expect(silent).to_contain_text("Tidak ada data baru sejak")
    expect(silent).to_contain_text("Servernya tidak menjawab.")
    expect(page.locator("#keeping-own")).to_contain_text("MPP Banyuwangi")
    assert findings(page) == []
    page.get_by_role("button", name="English").click()
    expect(silent).to_contain_text("Its server does not answer.")


def test_a_phone_reads_that_the_site_is_not_connected(hub: Server, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{hub.url}/RGJ")
    expect(page.locator("#hall-notice")).to_contain_text(
        "Belum ada data dari Pasar Pelayanan Publik Rogojampi"
    )
    expect(page.get_by_role("link", name="MPP Banyuwangi")).to_be_visible()
    assert findings(page) == []
