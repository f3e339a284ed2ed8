"""The page of devices under hasty hands: what was pressed is done, and said of the device that was meant."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

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

    page.route("**/revoke", hold)
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
