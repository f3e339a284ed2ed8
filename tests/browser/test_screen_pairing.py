"""A screen without a key shows a code and opens itself once it has a place; revoked, it shows another."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessibility import findings
from tests.browser.routes import intercept
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
CODE = re.compile(r"^[B-Z]{4}-[B-Z]{4}$")


def pair(server: Server, page: Page, role: str, place: str) -> int:
    """What an administrator does with the code on the screen; returns the device's number."""
    expect(page.locator(".pairing-code")).to_have_text(CODE)
    code = page.locator(".pairing-code").inner_text()
    wish = {"code": code, "role": role, "site": "BWI", "place": place}
    answer = server.request("POST", "/api/v1/admin/pairings/confirm", token=admin(server), body=wish)
    assert answer.status == 200, answer.body
    return int(answer.json["id"])


def admin(server: Server) -> str:
    return str(next(link["token"] for link in server.links() if link["role"] == "admin"))


@pytest.mark.parametrize(("width", "height"), [(1080, 1920), (1366, 768), (320, 568)])
@pytest.mark.parametrize("role", ["kiosk", "display"])
def test_the_code_is_large_and_whole_on_every_screen(
    day: Server, open_page: OpenPage, role: str, width: int, height: int
) -> None:
    page = open_page(f"{day.url}/{role}", width=width, height=height)
    code = page.locator(".pairing-code")
    expect(code).to_have_text(CODE)
    box = code.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["width"] >= 0.6 * min(width, height)
    expect(page.locator(".pairing-what")).to_contain_text(f"{day.url}/admin/devices")
    assert findings(page) == []


def test_a_kiosk_opens_itself_when_it_is_paired_and_asks_again_when_revoked(
    day: Server, open_page: OpenPage
) -> None:
    page = open_page(f"{day.url}/kiosk", width=1080, height=1920)
    device = pair(day, page, "kiosk", "K1")
    expect(page.locator(".agency-card").first).to_be_visible()
    assert page.url == f"{day.url}/kiosk"
    page.reload()
    expect(page.locator(".agency-card").first).to_be_visible()

    day.request("POST", f"/api/v1/admin/devices/{device}/revoke", token=admin(day))
    pair(day, page, "kiosk", "K1")
    expect(page.locator(".agency-card").first).to_be_visible()


def test_a_display_opens_itself_when_it_is_paired(day: Server, open_page: OpenPage) -> None:
    page = open_page(f"{day.url}/display?theme=dark")
    pair(day, page, "display", "TV1")
    expect(page.locator("[data-part=zones]")).not_to_be_empty()
    expect(page.locator(".pairing-cover")).to_have_count(0)
    assert page.url == f"{day.url}/display?theme=dark"


def test_a_screen_that_is_given_another_role_becomes_that(day: Server, open_page: OpenPage) -> None:
    page = open_page(f"{day.url}/kiosk")
    pair(day, page, "display", "TV2")
    expect(page.locator("[data-part=zones]")).not_to_be_empty()
    assert page.url == f"{day.url}/display"


def test_a_browser_that_died_while_it_was_paired_finds_its_place_again(
    day: Server, open_page: OpenPage
) -> None:
    page = open_page(f"{day.url}/kiosk")
    expect(page.locator(".pairing-code")).to_have_text(CODE)
    page.route("**/kiosk", lambda route: route.abort())
    with page.expect_event("requestfailed", lambda request: request.url == f"{day.url}/kiosk"):
        pair(day, page, "kiosk", "K1")
    page.unroute("**/kiosk")
    page.goto(f"{day.url}/kiosk")
    expect(page.locator(".agency-card").first).to_be_visible()
    assert page.evaluate("localStorage.getItem('antrean.pairing')") is None


def test_a_screen_rests_between_two_questions_however_fast_it_is_answered(
    day: Server, open_page: OpenPage
) -> None:
    polls: list[str] = []
    answer = {
        "state": "waiting",
        "code": "BCDFGHJK",
        "seconds": 500,
        "role": None,
        "site": None,
        "place": None,
    }

    def at_once(route: Route) -> None:
        polls.append(route.request.url)
        route.fulfill(json=answer)

    page = open_page("about:blank")
    page.clock.install(time="2026-11-23T08:00:00")
    page.clock.pause_at("2026-11-23T08:00:01")
    intercept(page, "**/pairings/poll", at_once)
    page.goto(f"{day.url}/kiosk")
    expect(page.locator(".pairing-code")).to_have_text(CODE)
    for asked in range(3):
        page.clock.run_for(1_900)
        assert page.evaluate("fetch('/healthz').then(() => true, () => true)")
        assert len(polls) == asked
        with page.expect_response("**/pairings/poll"):
            page.clock.run_for(200)
        expect(page.locator(".pairing-code")).to_have_text("BCDF-GHJK")


def test_a_reload_while_waiting_keeps_the_code(day: Server, open_page: OpenPage) -> None:
    page = open_page(f"{day.url}/display")
    code = page.locator(".pairing-code")
    expect(code).to_have_text(CODE)
    before = code.inner_text()
    page.reload()
    expect(code).to_have_text(before)
