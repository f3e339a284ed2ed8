"""Outside the hours a display is black; a call, a touch and an urgent notice are seen all the same."""

import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from config.bootstrap import ROOT
from tests.browser.routes import intercept
from tests.services.databases import Databases
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
WAKEFUL = timedelta(minutes=6)  # longer than a display stays lit after it was opened


@pytest.fixture
def closed(sqlite_databases: Databases, tmp_path: Path) -> Iterator[Server]:
    """Banyuwangi on a holiday: its office works in earnest, and nobody is expected."""
    folder = tmp_path / "mall"
    shutil.copytree(ROOT / "config" / "malls" / "banyuwangi", folder)
    file = folder / "mall.toml"
    days = [(datetime.now(UTC) + timedelta(days=ahead)).date() for ahead in (-1, 0, 1)]
    holidays = "".join(f'\n[[holiday]]\ndate = {day}\nname = "Libur"\n' for day in days)
    file.write_text(file.read_text("utf-8") + holidays, "utf-8")
    server = Server(
        data=tmp_path, database=sqlite_databases.fresh(tmp_path), engine="eventlet", options=("--no-agent",)
    )
    server.environment["ANTREAN_MALL"] = str(folder)
    yield server.start()
    server.kill()


def key(server: Server, role: str, *name: str) -> str:
    created = server.command("token", "create", "--role", role, "--site", "BWI", *name)
    assert created.returncode == 0, created.stderr
    return str(created.stdout.split()[-1])


def ask(server: Server, key: str, method: str, path: str, body: object) -> int:
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    path = f"/api/v1/sites/BWI/{path}"
    return server.request(method, path, token=key, body=body, headers=headers).status


def test_it_is_black_on_a_holiday_until_somebody_touches_it(closed: Server, open_page: OpenPage) -> None:
    admin = key(closed, "admin")
    page = open_page("about:blank")
    page.clock.install()
    intercept(page, "**/healthz", lambda route: route.abort())  # else the watchdog reloads after the leap
    page.goto(f"{closed.url}/display#token={key(closed, 'display', '--name', 'TV1')}")
    expect(page.locator("[data-part=zones]")).to_contain_text("Lantai")
    rest = page.locator("[data-part=rest]")
    expect(rest).to_be_hidden()
    page.clock.fast_forward(WAKEFUL.seconds * 1000)
    expect(rest).to_be_visible()
    page.mouse.click(10, 10)
    expect(rest).to_be_hidden()
    page.clock.fast_forward(WAKEFUL.seconds * 1000)
    expect(rest).to_be_visible()
    urgent = {"text_id": "Gempa.", "text_en": "Earthquake.", "urgent": True}
    assert ask(closed, admin, "POST", "notice", urgent) == 200
    expect(page.get_by_role("alert").filter(has_text="Gempa.")).to_be_in_viewport(ratio=1)
    top = "document.elementFromPoint(20, 20).closest('[data-part]').dataset.part"
    assert page.evaluate(top) == "urgent"
    assert ask(closed, admin, "POST", "notice/end", {}) == 200
    expect(page.locator("[data-part=urgent]")).to_be_hidden()
    assert page.evaluate(top) == "rest"
    assert ask(closed, admin, "PATCH", "displays/TV1", {"always_on": True}) == 200
    expect(rest).to_be_hidden()
