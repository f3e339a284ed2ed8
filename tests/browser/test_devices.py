"""The page of devices in a real browser: pair by a code, see who is there, end a permission."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.services.server import Server
from tests.web.api.caller import Device

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
Devices = Callable[..., Page]


@pytest.fixture
def devices(day: Server, open_page: OpenPage) -> Devices:
    """Opens the page with the administrator's key."""
    token = next(link["token"] for link in day.links() if link["role"] == "admin")

    def begin(**profile: Any) -> Page:
        page = open_page(f"{day.url}/admin/devices#token={token}", **profile)
        expect(page.locator("#hall")).to_be_visible()
        return page

    return begin


def waiting(server: Server, role: str, *, name: str = "pc-01") -> tuple[Device, str]:
    """A device that asked, and the code on its screen."""
    device = Device(role, name=name)
    answer = server.request("POST", "/api/v1/pairings", body=device.wish)
    assert answer.status == 200, answer.body
    code: str = answer.json["code"]
    return device, f"{code[:4]}-{code[4:]}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 320])
def test_everybody_can_read_and_use_every_step(
    day: Server, devices: Devices, scheme: str, width: int
) -> None:
    device, code = waiting(day, "display", name="layar dengan nama yang panjang sekali-sekali")
    page = devices(width=width, color_scheme=scheme)
    page.get_by_role("button", name="English").click()
    page.get_by_label("Code on the device's screen").fill(code)
    page.keyboard.press("Enter")
    expect(page.locator("#found-title")).to_be_focused()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Revoke permission").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert findings(page) == []
    assert day.request("POST", "/api/v1/pairings/poll", body={"key": device.key}).json["state"] == "waiting"


def test_a_kiosk_is_paired_and_revoked_with_the_keyboard_alone(day: Server, devices: Devices) -> None:
    device, code = waiting(day, "kiosk", name="anjungan baru")
    page = devices()
    page.get_by_label("Kode di layar perangkat").focus()
    page.keyboard.type(code.lower().replace("-", " "))
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text("anjungan baru")
    page.get_by_label("Tempat").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#pair-said")).to_have_text(
        "anjungan baru dipasangkan sebagai Anjungan. Perangkatnya mulai bekerja dalam beberapa detik."
    )
    expect(page.get_by_label("Kode di layar perangkat")).to_be_focused()
    me = day.request("GET", "/api/v1/me", token=device.secret).json
    assert (me["role"], me["site"], me["code"]) == ("kiosk", "BWI", "K2")

    page.get_by_role("button", name="Cabut izin anjungan baru").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Batal").last).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#device-said")).to_have_text("Izin anjungan baru dicabut.")
    expect(page.locator("#devices")).to_contain_text("dicabut")
    expect(page.locator("#facts")).to_contain_text("Izin Anjungan anjungan baru dicabut")


def test_a_dialog_that_is_left_revokes_nothing_and_gives_the_focus_back(devices: Devices) -> None:
    page = devices()
    button = page.get_by_role("button", name="Cabut izin Anjungan pintu utama")
    button.click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(button).to_be_focused()


def test_a_slip_of_the_finger_is_told_at_once_and_is_no_guess(day: Server, devices: Devices) -> None:
    page = devices()
    for _ in range(6):
        page.get_by_label("Kode di layar perangkat").fill("ABC")
        page.keyboard.press("Enter")
        expect(page.locator("#code-error")).to_contain_text("delapan huruf")
    expect(page.get_by_label("Kode di layar perangkat")).to_be_focused()
    assert findings(page) == []


def test_a_place_that_is_taken_is_told(day: Server, devices: Devices) -> None:
    _, code = waiting(day, "kiosk")
    page = devices()
    page.get_by_label("Kode di layar perangkat").fill(code)
    page.keyboard.press("Enter")
    expect(page.locator("#place-help")).to_contain_text("sudah dipakai Anjungan pintu utama")


def test_an_agent_takes_the_place_of_another_only_after_the_page_asked(day: Server, devices: Devices) -> None:
    page = devices()
    for number, name in enumerate(("pc-lama", "pc-baru")):
        device, code = waiting(day, "agent", name=name)
        page.get_by_label("Kode di layar perangkat").fill(code)
        page.keyboard.press("Enter")
        expect(page.locator("#found")).to_contain_text(name)
        replace = page.get_by_role("checkbox")
        if number:
            expect(page.locator("#place-help")).to_contain_text("pc-lama mencetak di tempat ini")
            page.get_by_role("button", name="Pasangkan").click()
            expect(page.locator("#place-error")).to_contain_text("Pilih untuk menggantinya")
            replace.check()
            assert findings(page) == []
        else:
            expect(replace).to_be_hidden()
        page.get_by_role("button", name="Pasangkan").click()
        expect(page.locator("#pair-said")).to_contain_text(f"{name} dipasangkan")
    expect(page.locator("#devices tr").filter(has_text="pc-lama")).to_contain_text("dicabut")
    assert day.request("GET", "/api/v1/me", token=device.secret).status == 200


def test_devices_that_wait_can_be_forgotten(day: Server, devices: Devices) -> None:
    device, _ = waiting(day, "kiosk")
    page = devices()
    page.get_by_text("Lupakan perangkat yang menunggu").first.click()
    page.get_by_role("button", name="Lupakan perangkat yang menunggu").click()
    expect(page.locator("#pair-said")).to_contain_text("Perangkat yang dilupakan:")
    assert day.request("POST", "/api/v1/pairings/poll", body={"key": device.key}).status == 404
    assert findings(page) == []


def test_the_demonstrations_own_devices_appear_as_what_they_are(devices: Devices) -> None:
    page = devices()
    mine = page.locator("#devices tr").filter(has_text="layar ini")
    expect(mine).to_have_count(1)
    expect(mine).to_contain_text("peragaan")


def test_a_strangers_name_stays_text(day: Server, devices: Devices) -> None:
    _, code = waiting(day, "kiosk", name="<img src=x onerror=alert(1)>")
    page = devices()
    page.get_by_label("Kode di layar perangkat").fill(code)
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator("#found img")).to_have_count(0)
