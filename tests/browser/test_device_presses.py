"""The page of devices under hasty hands: what was pressed is done, and said of the device that was meant."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.routes import intercept
from tests.browser.test_devices import Devices, devices, waiting
from tests.services.server import Server

pytestmark = pytest.mark.browser

__all__ = ["devices"]


def paired(server: Server, name: str) -> Any:
    """A kiosk that has its place; its number."""
    _, code = waiting(server, "kiosk", name=name)
    wish = {"code": code, "role": "kiosk", "site": "BWI", "place": "K2", "name": name}
    answer = server.request("POST", "/api/v1/admin/pairings/confirm", token=admin(server), body=wish)
    assert answer.status == 200, answer.body
    return answer.json["id"]


def admin(server: Server) -> str:
    return str(next(link["token"] for link in server.links() if link["role"] == "admin"))


def revoked(server: Server) -> set[str]:
    listed = server.request("GET", "/api/v1/admin/devices", token=admin(server)).json["devices"]
    return {device["name"] for device in listed if device["revoked_at"]}


def holding(page: Page) -> list[Route]:
    """The questions to end a permission, whose answers wait for the test."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    intercept(page, "**/revoke", hold)
    return held


def press(page: Page, device: int) -> None:
    page.locator(f"#revoke-{device}").click()
    page.locator("#revoke-confirm").click()


def test_a_slow_answer_neither_swallows_the_next_press_nor_takes_its_name(
    day: Server, devices: Devices
) -> None:
    first, second = paired(day, "lambat-1"), paired(day, "lambat-2")
    page = devices()
    held = holding(page)
    with page.expect_request("**/revoke"):
        press(page, first)
    page.keyboard.press("Escape")
    with page.expect_request(f"**/{second}/revoke"):
        press(page, second)
    held[0].continue_()
    expect(page.locator("#device-said")).to_have_text("Izin lambat-1 dicabut.")
    expect(page.locator("#revoke-title")).to_contain_text("lambat-2")
    expect(page.get_by_role("dialog")).to_be_visible()
    held[1].continue_()
    expect(page.locator("#device-said")).to_have_text("Izin lambat-2 dicabut.")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert {"lambat-1", "lambat-2"} <= revoked(day)


def test_a_late_refusal_is_said_with_its_device_and_not_in_the_next_dialog(
    day: Server, devices: Devices
) -> None:
    first, second = paired(day, "tolak-1"), paired(day, "tolak-2")
    page = devices()
    held = holding(page)
    with page.expect_request("**/revoke"):
        press(page, first)
    page.keyboard.press("Escape")
    page.locator(f"#revoke-{second}").click()
    held[0].fulfill(status=409, json={"code": "no", "detail": "Tidak bisa."})
    expect(page.locator("#device-said")).to_have_text("tolak-1: Tidak bisa.")
    expect(page.locator("#revoke-error")).to_be_empty()
    page.keyboard.press("Escape")
    expect(page.locator(f"#revoke-{second}")).to_be_focused()
    assert not {"tolak-1", "tolak-2"} & revoked(day)


def test_another_code_is_another_device(day: Server, devices: Devices) -> None:
    first, second = (waiting(day, "kiosk", name=name)[1] for name in ("ketik-1", "ketik-2"))
    page = devices()
    page.locator("#code").fill(first)
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text("ketik-1")
    page.locator("#code").fill(second)
    expect(page.locator("#place-form")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text("ketik-2")
    page.locator("#pair-confirm").click()
    expect(page.locator("#pair-said")).to_contain_text("ketik-2 dipasangkan")


def test_a_code_that_was_found_late_is_not_the_one_typed_since(day: Server, devices: Devices) -> None:
    first, second = (waiting(day, "kiosk", name=name)[1] for name in ("cari-1", "cari-2"))
    page = devices()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    intercept(page, "**/pairings/find", hold)
    page.locator("#code").fill(first)
    with page.expect_request("**/pairings/find"):
        page.keyboard.press("Enter")
    page.locator("#code").fill(second)
    with page.expect_response("**/pairings/find"):
        held[0].continue_()
    page.unroute("**/pairings/find")
    expect(page.locator("#pair-find")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("#place-form")).to_be_hidden()
    page.locator("#code").press("Enter")
    expect(page.locator("#found")).to_contain_text("cari-2")


@pytest.mark.parametrize("deed", ["pair", "forget"])
def test_what_was_done_is_told_once_and_stays(day: Server, devices: Devices, deed: str) -> None:
    page = devices()
    said = page.locator("#pair-said")
    if deed == "pair":
        page.locator("#code").fill(waiting(day, "kiosk", name="sekali")[1])
        page.keyboard.press("Enter")
        page.locator("#pair-confirm").click()
    else:
        page.locator(".forget summary").click()
        page.locator("#pair-forget").click()
    expect(said).not_to_be_empty()
    told = said.inner_text()
    with page.expect_response("**/admin/devices"):
        page.locator("#refresh").click()
    page.evaluate("window.told = 0")
    said.evaluate("it => new MutationObserver(() => { window.told += 1; }).observe(it, {childList: true})")
    for _ in range(2):
        with page.expect_response("**/admin/devices"):
            page.locator("#refresh").click()
    expect(said).to_have_text(told)
    assert page.evaluate("window.told") == 0
