"""A clerk's day at the console, and what a day brings: a server that dies, sleep, set clocks, two windows."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.browser.clerk import Clerk
from tests.browser.console import expect_ticket, sit_down
from tests.browser.routes import intercept
from tests.browser.test_counter import DEEDS, OpenPage
from tests.services.server import Server

pytestmark = pytest.mark.browser

VISITORS = 50
# Writes down each time the queue is called out of date, and live again.
WATCH_STALENESS = """
() => {
  const queue = document.querySelector("#queue-live");
  const { dataset } = document.documentElement;
  const shown = () => (queue.classList.contains("stale") ? "stale" : "live");
  const note = () => { dataset.story = `${dataset.story ?? ""} ${shown()}`; };
  new MutationObserver(note).observe(queue, { attributeFilter: ["class"] });
}
"""
SHOWS = """
([state, number]) => document.querySelector("#ticket").dataset.state === state
  && (number === null || document.querySelector("#ticket-number").textContent.trim() === number)
"""


def until_it_shows(page: Page, state: str, number: str | None = None) -> None:
    """As soon as the console shows the state; by the page's own pictures, to lose no time."""
    try:
        page.wait_for_function(SHOWS, arg=[state, number])
    except Error as silence:
        raise AssertionError(f"not {state} {number}: {page.locator('#console').inner_text()}") from silence


def serve(page: Page, number: str) -> None:
    page.keyboard.press("Space")
    until_it_shows(page, "called", number)
    page.keyboard.press("F6")
    until_it_shows(page, "serving", number)
    page.keyboard.press("F8")
    until_it_shows(page, "none")


def serve_up_to(page: Page) -> None:
    """The first visitor is at the counter."""
    page.keyboard.press("Space")
    until_it_shows(page, "called")
    page.keyboard.press("F6")
    until_it_shows(page, "serving")


def miss(page: Page, number: str) -> None:
    """Called twice, and nobody came."""
    page.keyboard.press("Space")
    until_it_shows(page, "called", number)
    page.keyboard.press("F4")
    expect(page.locator("#ticket-tags")).to_contain_text("dipanggil 2x")
    page.keyboard.press("F9")
    until_it_shows(page, "none")


def test_a_clerk_serves_fifty_visitors_by_keyboard_alone(open_page: OpenPage, clerk: Clerk) -> None:
    numbers = [clerk.visitor()["number"] for _ in range(VISITORS)]
    page = sit_down(open_page, clerk)
    expect(page.locator("#waiting")).to_have_text(str(VISITORS))
    absent, middle = numbers[10], VISITORS // 2
    for number in numbers[:middle]:
        (miss if number == absent else serve)(page, number)
    page.keyboard.press("F2")
    page.keyboard.press("Enter")  # the first of the ready breaks
    expect(page.locator("#door-state")).to_have_text("Istirahat")
    page.keyboard.press("F2")
    expect(page.locator("#door-state")).to_have_text("Buka")
    for number in numbers[middle:]:
        serve(page, number)
    expect(page.locator("#served")).to_have_text(str(VISITORS - 1))
    expect(page.locator("#errors")).to_be_empty()
    desk = clerk.desk()
    assert (desk["waiting"], desk["ticket"], desk["served_today"]) == (0, None, VISITORS - 1)
    assert [ticket["number"] for ticket in desk["missed"]] == [absent]


def test_a_press_outlives_a_server_that_is_killed_in_the_middle(open_page: OpenPage, clerk: Clerk) -> None:
    first, second = clerk.visitor(), clerk.visitor()
    page = sit_down(open_page, clerk)
    expect(page.locator("#waiting")).to_have_text("2")
    with page.expect_request(DEEDS):
        page.keyboard.press("Space")
        clerk.server.kill_alone()
    expect(page.locator("#queue-live")).to_have_class(re.compile("stale"))
    clerk.server.start()
    until_it_shows(page, "called", first["number"])
    expect(page.locator("#queue-live")).not_to_have_class(re.compile("stale"))
    desk = clerk.desk()
    assert desk["ticket"]["calls"] == 1
    assert [ticket["number"] for ticket in desk["queue"]] == [second["number"]]


@contextmanager
def standing_still(server: Server) -> Iterator[None]:
    """The server hangs: its connections stay open, and nothing comes."""
    os.kill(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGCONT)


def test_a_page_that_slept_asks_before_it_calls_its_queue_live(open_page: OpenPage, clerk: Clerk) -> None:
    page = sit_down(open_page, clerk)
    expect(page.locator("#queue-live")).not_to_have_class(re.compile("stale"))
    page.clock.install()
    page.evaluate(WATCH_STALENESS)
    page.clock.fast_forward("00:05")
    expect(page.locator("html")).to_have_attribute("data-story", re.compile("^ stale( stale)* live"))


def test_a_page_that_wakes_on_a_link_without_an_answer_connects_anew(
    open_page: OpenPage, clerk: Clerk
) -> None:
    page = sit_down(open_page, clerk)
    expect(page.locator("#queue-live")).not_to_have_class(re.compile("stale"))
    page.clock.install()
    with standing_still(clerk.server):
        page.clock.fast_forward("00:05")
        expect(page.locator("#queue-live")).to_have_class(re.compile("stale"))
        page.clock.fast_forward("00:03")
        expect(page.locator("#link")).to_have_text("sambungan terputus")
        expect(page.locator("#lost")).to_contain_text("Yang Anda tekan tidak hilang")
    ticket = clerk.visitor()
    expect(page.locator("#queue-rows")).to_contain_text(ticket["number"])
    expect(page.locator("#queue-live")).not_to_have_class(re.compile("stale"))


def test_an_old_press_is_not_sent_after_a_sleep(open_page: OpenPage, clerk: Clerk) -> None:
    clerk.visitor()
    page = sit_down(open_page, clerk)
    expect(page.locator("#waiting")).to_have_text("1")
    page.clock.install()
    intercept(page, DEEDS, lambda route: route.abort())
    page.keyboard.press("Space")
    expect(page.locator("#press")).to_contain_text("belum dijawab")
    page.clock.fast_forward("01:00:00")
    expect(page.get_by_role("button", name="Kirim lagi")).to_be_visible()
    page.unroute(DEEDS)
    assert clerk.desk()["ticket"] is None
    page.get_by_role("button", name="Kirim lagi").click()
    expect_ticket(page, "called")


def test_a_clock_that_is_set_back_silences_no_key(open_page: OpenPage, clerk: Clerk) -> None:
    clerk.visitor()
    page = sit_down(open_page, clerk)
    page.keyboard.press("Space")
    expect_ticket(page, "called")
    page.keyboard.press("F4")
    expect(page.locator("#ticket-tags")).to_contain_text("dipanggil 2x")
    page.evaluate("() => { const now = Date.now; Date.now = () => now() - 3_600_000; }")
    page.keyboard.press("F4")
    expect(page.locator("#ticket-tags")).to_contain_text("dipanggil 3x")


def test_a_press_from_before_the_cut_finishes_nobody_else(open_page: OpenPage, clerk: Clerk) -> None:
    clerk.visitor()
    second = clerk.visitor()
    page = sit_down(open_page, clerk)
    serve_up_to(page)
    page.context.set_offline(True)
    page.keyboard.press("F8")
    expect(page.locator("#press")).to_contain_text("belum dijawab")
    for deed in ("finish", "call-next", "serve"):
        clerk.press(deed)
    page.context.set_offline(False)
    expect(page.locator("#errors")).to_contain_text("Nomor di loket sudah berganti")
    until_it_shows(page, "serving", second["number"])
    assert clerk.desk()["ticket"]["id"] == second["id"]


def test_two_windows_that_press_at_the_same_moment_make_one_call(open_page: OpenPage, clerk: Clerk) -> None:
    first, second = clerk.visitor(), clerk.visitor()
    one, other = sit_down(open_page, clerk), sit_down(open_page, clerk)
    for page in (one, other):
        expect(page.locator("#waiting")).to_have_text("2")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    for page in (one, other):
        intercept(page, DEEDS, hold)
        page.keyboard.press("Space")
        expect(page.locator("#likely")).to_have_attribute("aria-busy", "true")
    for route in held:
        route.continue_()
    for page in (one, other):
        until_it_shows(page, "called", first["number"])
    assert [ticket["number"] for ticket in clerk.desk()["queue"]] == [second["number"]]


def test_what_the_screen_offers_before_an_answer_is_done_right_after_it(
    open_page: OpenPage, clerk: Clerk
) -> None:
    clerk.visitor()
    page = sit_down(open_page, clerk)
    held: list[Route] = []

    def hold(route: Route) -> None:
        """The server has done it and told every console; only the answer is late."""
        route.fetch()
        held.append(route)

    intercept(page, DEEDS, hold, times=1)
    page.keyboard.press("Space")
    expect_ticket(page, "called")
    page.keyboard.press("F6")
    assert clerk.desk()["ticket"]["state"] == "called"
    page.evaluate("new Promise(requestAnimationFrame)")  # lets the answer arrive here
    held.pop().continue_()
    expect_ticket(page, "serving")
    assert clerk.desk()["ticket"]["calls"] == 1


def test_a_key_that_must_wait_for_a_lost_answer_says_so(open_page: OpenPage, clerk: Clerk) -> None:
    clerk.visitor()
    page = sit_down(open_page, clerk)
    page.keyboard.press("Space")
    expect_ticket(page, "called")
    intercept(page, DEEDS, lambda route: route.abort())
    page.keyboard.press("F6")
    expect(page.locator("#press")).to_contain_text("belum dijawab")
    page.keyboard.press("F8")
    expect(page.locator("#note")).to_have_text("Tunggu sebentar: Mulai layani belum dijawab server.")
    page.unroute(DEEDS)
    expect_ticket(page, "serving")
