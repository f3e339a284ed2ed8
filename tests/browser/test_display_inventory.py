"""A display among the devices: what it says of itself, its name on the wall, its reload, its end."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]


def paired(day: Server, code: str) -> tuple[int, str]:
    """A display that an administrator paired just now: its id and its address."""
    device, secret = day.new_token("display", site="BWI", name=code)
    return device, f"{day.url}/display#token={secret}"


def opened(open_page: OpenPage, address: str, **profile: Any) -> Page:
    """The display, of which nothing was asked that its browser takes for a touch before it tried to speak."""
    page = open_page("about:blank", **profile)
    with page.expect_websocket():
        page.goto(address)
    return page


def admin(day: Server) -> str:
    return next(link["token"] for link in day.links() if link["role"] == "admin")


def row(page: Page, device: int) -> Any:
    return page.locator("#devices tr").filter(has=page.locator(f"#identify-{device}"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (320, 640)])
def test_the_list_says_how_a_display_is_and_tells_it_what_to_do(
    day: Server, open_page: OpenPage, scheme: str, width: int, height: int
) -> None:
    device, address = paired(day, "TV1")
    display = opened(open_page, address, width=1920, height=1080)
    page = open_page(
        f"{day.url}/admin/devices#token={admin(day)}", width=width, height=height, color_scheme=scheme
    )
    mine = row(page, device)
    expect(mine).to_contain_text("suara ditahan")
    expect(display.get_by_text("Lantai 1").first).to_be_visible()
    expect(mine).to_contain_text("1920 × 1080 · Chromium")
    expect(mine).to_contain_text("versi terbaru")
    expect(mine).not_to_contain_text("belum pernah")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    mine.get_by_role("button", name="Tunjukkan nama").press("Enter")
    expect(page.locator("#device-said")).to_contain_text("menampilkan namanya selama 15 detik")
    shown = display.locator(".identity")
    expect(shown).to_contain_text("TV1")
    expect(shown).to_contain_text("MPP Banyuwangi")
    assert findings(display) == []

    with display.expect_navigation():
        mine.get_by_role("button", name="Muat ulang").press("Enter")
    expect(display.get_by_text("Lantai 1").first).to_be_visible()
    expect(shown).to_have_count(0)
    expect(mine.get_by_role("button", name="Muat ulang")).to_be_focused()


def test_a_display_that_is_touched_says_that_it_is_heard(day: Server, open_page: OpenPage) -> None:
    device, address = paired(day, "TV1")
    display = opened(open_page, address)
    page = open_page(f"{day.url}/admin/devices#token={admin(day)}")
    expect(row(page, device)).to_contain_text("suara ditahan")
    display.get_by_role("button", name="Sentuh layar").click()
    expect(row(page, device)).to_contain_text("terdengar")


def test_a_revoked_display_shows_no_hall_and_asks_to_be_paired(day: Server, open_page: OpenPage) -> None:
    device, address = paired(day, "TV2")
    display = opened(open_page, address)
    expect(display.get_by_text("Lantai 2").first).to_be_visible()
    answer = day.request("POST", f"/api/v1/admin/devices/{device}/revoke", token=admin(day), body={})
    assert answer.status == 200
    expect(display.locator(".pairing-code")).to_have_text(re.compile(r"\w{4}-\w{4}"))
    expect(display.locator("main")).to_be_hidden()


@pytest.mark.slow
def test_a_display_at_rest_asks_the_server_less_than_four_times_a_minute(
    day: Server, open_page: OpenPage
) -> None:
    _, address = paired(day, "TV1")
    page = open_page("about:blank")
    with page.expect_websocket() as opening:
        page.goto(address)
    expect(page.get_by_text("Lantai 1").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for _ in range(4):  # heartbeats, five seconds apart: whatever is asked four times a minute falls between
        opening.value.wait_for_event("framereceived", lambda frame: frame == "2")
    assert asked == []
