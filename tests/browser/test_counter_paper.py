"""The console's word on paper: alarms of the printers, and a ticket's paper printed once more."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessibility import findings
from tests.browser.clerk import Clerk
from tests.browser.routes import intercept

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
SINCE = "2026-11-23T02:00:00+00:00"
REPRINT = re.compile(r"/api/v1/tickets/\d+/reprint\?site=BWI$")
HEAR_NOTES = """
window.heard = 0;
OscillatorNode.prototype.start = new Proxy(OscillatorNode.prototype.start, {
  apply: (start, tone, moments) => { window.heard += 1; return Reflect.apply(start, tone, moments); },
});
"""


class Console:
    """A console at its counter, and the live link through which it hears of alarms."""

    def __init__(self, page: Page, clerk: Clerk) -> None:
        self.page = page
        self._sockets: list[Any] = []
        page.add_init_script(HEAR_NOTES)
        page.route_web_socket(re.compile("/socket.io/"), self._join)
        page.goto(clerk.console)
        page.get_by_label("Cari loket").fill(clerk.name)
        page.keyboard.press("Enter")
        expect(page.locator("#link")).to_have_text("sambungan baik")

    def hears(self, *alarms: dict[str, Any]) -> None:
        """The alarms that are open now, as the server tells them."""
        self._sockets[-1].send(f"42/counter,{json.dumps(['alarms', {'alarms': alarms}])}")

    def _join(self, socket: Any) -> None:
        socket.connect_to_server()
        self._sockets.append(socket)


@pytest.fixture
def console(open_page: OpenPage, clerk: Clerk) -> Callable[..., Console]:
    return lambda **profile: Console(open_page("about:blank", **profile), clerk)


At = Callable[..., Console]


def alarm(number: int, kind: str, **more: Any) -> dict[str, Any]:
    """An open alarm of a printer of its own."""
    taken = {"cleared_at": None, "acknowledged_at": None, "acknowledged_by": None}
    its = {"id": number, "site": "BWI", "printer": f"P{number}", "kind": kind, "since": SINCE, "detail": ""}
    return {**its, **taken, **more}


def holding(page: Page, address: re.Pattern[str]) -> list[Route]:
    """The requests to this address, which nobody answers until the test does."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    intercept(page, address, hold)
    return held


def test_an_alarm_says_what_to_do_and_rings_once(console: At) -> None:
    desk = console()
    page = desk.page
    desk.hears(alarm(1, "paper_out"))
    expect(page.locator("#alarms")).to_contain_text("Pencetak P1: kertas habis. Ganti gulungan")
    page.wait_for_function("window.heard === 2")  # two notes
    desk.hears(alarm(1, "paper_out"), alarm(2, "near_end", acknowledged_at=SINCE))
    expect(page.locator("#printers")).to_contain_text(
        "Pencetak P2: kertas hampir habis. ditangani pukul 09.00"
    )
    assert page.evaluate("window.heard") == 2


def test_without_sound_an_alarm_is_seen_only(console: At) -> None:
    desk = console()
    desk.page.get_by_role("button", name="Bunyi").click()
    desk.hears(alarm(1, "unreachable"))
    expect(desk.page.locator("#alarms")).to_contain_text("tidak terhubung")
    assert desk.page.evaluate("window.heard") == 0


def test_an_alarm_that_is_taken_on_becomes_quiet(console: At) -> None:
    desk = console()
    page = desk.page
    taken = alarm(7, "cover_open", acknowledged_at=SINCE, acknowledged_by="counter:1")
    intercept(
        page, re.compile("/api/v1/sites/BWI/alarms/7/acknowledge$"), lambda route: route.fulfill(json=taken)
    )
    desk.hears(alarm(7, "cover_open"))
    page.get_by_role("button", name="Tangani").click()
    expect(page.locator("#alarms")).to_be_empty()
    expect(page.locator("#printers")).to_contain_text("penutup terbuka. ditangani pukul 09.00")


def test_a_refused_handling_is_told(console: At) -> None:
    desk = console()
    problem = {"code": "unknown_alarm", "detail": "Peringatan ini sudah selesai."}
    intercept(desk.page, re.compile("/acknowledge$"), lambda route: route.fulfill(status=404, json=problem))
    desk.hears(alarm(8, "mute"))
    desk.page.get_by_role("button", name="Tangani").click()
    expect(desk.page.get_by_role("alert").first).to_contain_text("Peringatan ini sudah selesai.")


def test_two_alarms_are_taken_on_while_the_first_is_still_under_way(console: At) -> None:
    desk = console()
    page = desk.page
    held = holding(page, re.compile("/acknowledge$"))
    desk.hears(alarm(7, "cover_open"), alarm(8, "mute"))
    page.get_by_role("button", name="Tangani: Pencetak P7").click()
    page.get_by_role("button", name="Tangani: Pencetak P8").click()
    expect(page.locator("#alarms [aria-busy=true]")).to_have_count(2)
    assert [route.request.url.rsplit("/", 2)[1] for route in held] == ["7", "8"]
    for number, route in ((8, held[1]), (7, held[0])):
        kind = {7: "cover_open", 8: "mute"}[number]
        route.fulfill(json=alarm(number, kind, acknowledged_at=SINCE, acknowledged_by="counter:1"))
    expect(page.locator("#alarms")).to_be_empty()
    expect(page.locator("#printers")).to_contain_text("Pencetak P7: penutup terbuka. ditangani")
    expect(page.locator("#printers")).to_contain_text("Pencetak P8: tidak menjawab. ditangani")


def test_many_alarms_leave_the_ticket_its_room(console: At, clerk: Clerk) -> None:
    desk = console()
    page = desk.page
    clerk.visitor()
    expect(page.locator("#queue-rows tr")).to_have_count(1)
    page.keyboard.press("Space")
    expect(page.locator("#ticket")).to_have_attribute("data-state", "called")
    desk.hears(*(alarm(number, "paper_out") for number in range(1, 6)))
    expect(page.locator("#alarms")).to_contain_text("dan 3 peringatan lain")
    size = page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    assert size == [768, 1366]
    assert findings(page) == []


def test_the_paper_in_hand_is_printed_again_for_a_reason(console: At, clerk: Clerk) -> None:
    page = console().page
    ticket = clerk.visitor()
    asked: list[Any] = []

    def note(route: Route) -> None:
        asked.append((route.request.post_data_json, route.request.headers.get("idempotency-key")))
        route.fulfill(status=202, json={"job": 1})

    intercept(page, REPRINT, note)
    expect(page.locator("#queue-rows tr")).to_have_count(1)
    page.keyboard.press("Space")
    expect(page.locator("#ticket")).to_have_attribute("data-state", "called")
    page.keyboard.press("p")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"Cetak ulang {ticket['number']}?")
    dialog.get_by_label("Alasan lain").check()
    dialog.get_by_label("Tulis alasannya").fill("Basah kena hujan")
    assert findings(page) == []
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("#note")).to_contain_text("bertanda CETAK ULANG")
    assert [body for body, _ in asked] == [{"reason": "Basah kena hujan"}]
    assert all(key for _, key in asked)


def test_a_refused_reprint_stays_open_with_its_sentence(console: At, clerk: Clerk) -> None:
    page = console().page
    clerk.visitor()
    problem = {"code": "reprint_limit", "detail": "Nomor ini sudah dicetak ulang tiga kali."}
    intercept(page, REPRINT, lambda route: route.fulfill(status=409, json=problem))
    expect(page.locator("#queue-rows tr")).to_have_count(1)
    page.keyboard.press("Space")
    page.get_by_role("button", name="Cetak ulang").click()
    page.get_by_role("dialog").get_by_role("button", name="Cetak ulang").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_have_text(problem["detail"])
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_late_answer_belongs_to_its_own_reprint(console: At, clerk: Clerk) -> None:
    page = console().page
    ticket = clerk.visitor()
    held = holding(page, REPRINT)
    expect(page.locator("#queue-rows tr")).to_have_count(1)
    page.keyboard.press("Space")
    dialog = page.get_by_role("dialog")
    send = dialog.get_by_role("button", name="Cetak ulang")
    page.get_by_role("button", name="Cetak ulang").click()
    send.click()
    expect(send).to_have_attribute("aria-busy", "true")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Cetak ulang").click()
    expect(send).to_have_attribute("aria-busy", "false")
    dialog.get_by_label("Kertas tidak keluar").check()
    held[0].fulfill(status=200, json=ticket)
    expect(page.locator("#note")).to_contain_text("bertanda CETAK ULANG")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("Kertas tidak keluar")).to_be_checked()
    send.click()
    expect(send).to_have_attribute("aria-busy", "true")
    assert len(held) == 2
    held[1].fulfill(status=200, json=ticket)
    expect(dialog).to_be_hidden()


def test_a_late_refusal_is_told_without_its_dialog(console: At, clerk: Clerk) -> None:
    page = console().page
    ticket = clerk.visitor()
    problem = {"code": "reprint_limit", "detail": "Nomor ini sudah dicetak ulang tiga kali."}
    held = holding(page, REPRINT)
    expect(page.locator("#queue-rows tr")).to_have_count(1)
    page.keyboard.press("Space")
    page.get_by_role("button", name="Cetak ulang").click()
    page.get_by_role("dialog").get_by_role("button", name="Cetak ulang").click()
    expect(page.locator("#reprint-send")).to_have_attribute("aria-busy", "true")
    page.keyboard.press("Escape")
    held[0].fulfill(status=409, json=problem)
    told = page.get_by_role("alert").filter(has_text=problem["detail"])
    expect(told).to_contain_text(f"Cetak ulang {ticket['number']} ditolak.")
    expect(page.locator("#reprint-refused")).to_be_empty()


def test_without_a_ticket_there_is_nothing_to_print(console: At) -> None:
    page = console().page
    expect(page.locator("#reprint")).to_be_hidden()
    page.keyboard.press("p")
    expect(page.locator("#note")).to_have_text("Cetak ulang belum bisa dipakai sekarang.")
