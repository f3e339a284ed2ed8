"""What a console does when things change under the clerk's hands: a number, the permission, the server."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.domain.staff import Grant, Role
from tests.browser.accessibility import findings
from tests.browser.clerk import SITE, Clerk
from tests.browser.console import OpenPage, expect_ticket, number_at, sit_down
from tests.browser.routes import intercept

pytestmark = pytest.mark.browser

PASSWORD = "kuda lumping menari"


def choosing(open_page: OpenPage, clerk: Clerk) -> Page:
    """A console of somebody who may call out of turn, beside a queue of three."""
    page = open_page(clerk.console.replace(clerk.tokens["counter"], clerk.tokens["admin"]))
    page.get_by_label("Cari loket").fill(clerk.name)
    page.keyboard.press("Enter")
    expect(page.locator("#queue-rows button")).to_have_count(3)
    return page


def test_a_chosen_number_that_somebody_else_takes_makes_the_next_press_call_nobody(
    open_page: OpenPage, clerk: Clerk
) -> None:
    _first, second, third = (clerk.visitor() for _ in range(3))
    page = choosing(open_page, clerk)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name=f"Panggil {second['number']} sekarang")).to_be_focused()
    clerk.server.request("DELETE", f"/api/v1/tickets/{second['token']}")
    expect(page.locator("#note")).to_contain_text("sudah tidak ada di daftar")
    expect(page.get_by_role("button", name=f"Panggil {third['number']} sekarang")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect_ticket(page, "called")
    assert number_at(page) == third["number"]


def test_asking_for_another_counter_is_answered_while_the_server_is_away(
    open_page: OpenPage, clerk: Clerk
) -> None:
    clerk.visitor()
    page = sit_down(open_page, clerk)
    lists = re.compile(r"/api/v1/counters\?")
    intercept(page, lists, lambda route: route.abort())
    page.locator("#change-counter").click()
    expect(page.locator("#note")).to_contain_text("Daftar loket belum terbaca")
    page.keyboard.press("Space")
    expect_ticket(page, "called")
    page.unroute(lists)
    page.locator("#change-counter").click()
    expect(page.locator("#chooser")).to_be_visible()


def test_a_clerk_whose_counter_was_taken_away_is_told_and_asked_for_another(
    open_page: OpenPage, clerk: Clerk
) -> None:
    username = f"dicabut.{clerk.counter}"
    number = clerk.server.person(username, Grant(Role.CLERK, SITE), password=PASSWORD)
    page = open_page(f"{clerk.server.url}/login?next=/counter")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Cari loket").fill(clerk.name)
    page.keyboard.press("Enter")
    expect(page.locator("#link")).to_have_text("sambungan baik")
    expect(page.locator("#person")).to_have_text(username)
    limit(clerk, number)
    expect(page.locator("#chooser-said")).to_contain_text(f"{clerk.name} tidak lagi untuk Anda")
    expect(page.get_by_label("Cari loket")).to_be_focused()
    assert findings(page) == []


def limit(clerk: Clerk, number: int) -> None:
    """From now on this person serves an agency that this counter does not."""
    token, server = clerk.tokens["admin"], clerk.server
    serves = clerk.desk()["counter"]["serves"]
    agencies = server.request("GET", f"/api/v1/sites/{SITE}").json["agencies"]
    other = next(each["code"] for each in agencies if each["code"] not in serves)
    known = [
        each
        for each in server.request("GET", "/api/v1/staff", token=token).json["staff"]
        if each["id"] == number
    ]
    grant = {"role": "clerk", "site": SITE, "agencies": [other], "also": []}
    wish = {"grants": [grant], "known": known[0]["grants"]}
    answer = server.request("PATCH", f"/api/v1/staff/{number}", token=token, body=wish)
    assert answer.status == 200, answer.body
