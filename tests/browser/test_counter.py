"""The counter console in a real browser: keys, presses, lost answers and lost connections."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessibility import findings
from tests.browser.clerk import Clerk
from tests.browser.console import expect_ticket, number_at, sit_down
from tests.browser.routes import intercept

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
# Whether the button says that it works before anything else can happen in the page.
PRESS_AND_LOOK = """
() => {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true }));
  return document.getElementById("likely").getAttribute("aria-busy");
}
"""
# One more click in the very moment in which the big button gets another meaning.
AGAIN_GUARD_MS = 600  # as in counter.js
CLICK_AT_THE_CHANGE = """
() => {
  const button = document.getElementById("likely");
  const before = button.dataset.likely;
  const change = new MutationObserver(() => {
    if (button.dataset.likely === before) return;
    change.disconnect();
    button.click();
    window.clickedAgain = true;
  });
  change.observe(button, { attributeFilter: ["data-likely"] });
}
"""
DEEDS = re.compile(r"/api/v1/counters/.+/(call-next|recall|serve|finish|miss)")


def test_a_clerk_serves_a_visitor_with_the_keyboard_alone(open_page: OpenPage, clerk: Clerk) -> None:
    ticket = clerk.visitor()
    page = sit_down(open_page, clerk)
    expect(page.locator("#queue-rows")).to_contain_text(ticket["number"])
    page.keyboard.press("Space")
    expect_ticket(page, "called")
    assert number_at(page) == ticket["number"]
    page.keyboard.press("F4")
    expect(page.locator("#ticket-tags")).to_contain_text("dipanggil 2x")
    page.keyboard.press("F6")
    expect_ticket(page, "serving")
    page.keyboard.press("F8")
    expect_ticket(page, "none")
    expect(page.locator("#served")).to_have_text("1")


def test_a_visitor_who_does_not_come_is_called_again_later(open_page: OpenPage, clerk: Clerk) -> None:
    ticket = clerk.visitor()
    page = sit_down(open_page, clerk)
    page.keyboard.press("Space")
    expect_ticket(page, "called")
    expect(page.locator("[data-move=miss]")).to_have_attribute("aria-disabled", "true")
    expect(page.locator("[data-move=miss]")).to_contain_text("panggil 1x lagi")
    page.keyboard.press("F9")
    expect(page.locator("#note")).to_have_text("Tidak hadir baru bisa dipakai sesudah 1x Panggil ulang (F4).")
    expect_ticket(page, "called")
    page.keyboard.press("F4")
    expect(page.locator("#ticket-tags")).to_contain_text("dipanggil 2x")
    page.keyboard.press("F9")
    expect_ticket(page, "none")
    page.get_by_role("button", name=f"Panggil lagi {ticket['number']}").click()
    expect_ticket(page, "called")
    assert number_at(page) == ticket["number"]


def test_a_double_press_is_one_call(open_page: OpenPage, clerk: Clerk) -> None:
    clerk.visitor()
    clerk.visitor()
    page = sit_down(open_page, clerk)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if DEEDS.search(request.url) else None)
    page.evaluate(CLICK_AT_THE_CHANGE)
    meant = page.evaluate("performance.now()") + AGAIN_GUARD_MS  # the big button has just changed
    page.wait_for_function("meant => performance.now() > meant", arg=meant)
    page.locator("#likely").dblclick()
    expect_ticket(page, "called")
    page.wait_for_function("window.clickedAgain")
    expect(page.locator("#likely-label")).to_have_text("Mulai layani")
    assert len(sent) == 1
    assert clerk.desk()["ticket"]["state"] == "called"


def test_only_possible_moves_are_enabled_and_the_others_do_nothing(open_page: OpenPage, clerk: Clerk) -> None:
    page = sit_down(open_page, clerk)
    for move in ("recall", "serve", "finish", "miss", "hold", "transfer", "return"):
        expect(page.locator(f"[data-move={move}]")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("F8")
    for place in ("#said", "#note"):
        expect(page.locator(place)).to_have_text("Selesai belum bisa dipakai sekarang.")


def test_a_press_shows_that_it_works_and_the_state_stays_the_servers(
    open_page: OpenPage, clerk: Clerk
) -> None:
    clerk.visitor()
    page = sit_down(open_page, clerk)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    intercept(page, DEEDS, hold)
    assert page.evaluate(PRESS_AND_LOOK) == "true"
    expect(page.locator("#likely-label")).to_have_text("Panggil berikutnya ...")
    expect_ticket(page, "none")
    held.pop().continue_()
    expect_ticket(page, "called")


def test_a_lost_answer_is_asked_again_with_the_same_key(open_page: OpenPage, clerk: Clerk) -> None:
    first, second = clerk.visitor(), clerk.visitor()
    page = sit_down(open_page, clerk)
    keys: list[str] = []
    held: list[Route] = []

    def lose_first_answer(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()  # the server did it, the answer never arrives
            route.abort()
        else:
            held.append(route)

    intercept(page, DEEDS, lose_first_answer)
    with page.expect_request(lambda request: bool(DEEDS.search(request.url)) and bool(keys)):
        page.keyboard.press("Space")
    expect(page.locator("#press")).to_contain_text("tidak akan terjadi dua kali")
    held.pop().continue_()
    expect(page.locator("#press")).to_be_empty()
    expect_ticket(page, "called")
    assert len(keys) > 1
    assert len(set(keys)) == 1
    assert number_at(page) == first["number"]
    assert [ticket["number"] for ticket in clerk.desk()["queue"]] == [second["number"]]


def test_a_press_outlives_a_reload_of_the_page(open_page: OpenPage, clerk: Clerk) -> None:
    clerk.visitor()
    page = sit_down(open_page, clerk)
    intercept(page, DEEDS, lambda route: route.abort())
    page.keyboard.press("Space")
    expect(page.locator("#press")).to_contain_text("belum dijawab")
    page.unroute(DEEDS)
    page.reload()
    expect_ticket(page, "called")


def test_a_refusal_stays_until_it_is_read(open_page: OpenPage, clerk: Clerk) -> None:
    clerk.visitor()
    page = sit_down(open_page, clerk)
    problem = {"status": 409, "code": "nobody_waiting", "detail": "Tidak ada yang menunggu."}
    intercept(page, DEEDS, lambda route: route.fulfill(status=409, json=problem))
    page.keyboard.press("Space")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Panggil berikutnya ditolak. Tidak ada yang menunggu.")
    clerk.visitor()
    expect(page.locator("#waiting")).to_have_text("2")
    expect(alert).to_contain_text("Tidak ada yang menunggu.")
    page.keyboard.press("Escape")
    expect(alert).to_be_empty()


def test_a_lost_connection_is_said_and_healed(open_page: OpenPage, clerk: Clerk) -> None:
    clerk.visitor()
    page = sit_down(open_page, clerk)
    page.context.set_offline(True)
    expect(page.locator("#lost")).to_contain_text("Yang Anda tekan tidak hilang")
    expect(page.locator("#queue-live")).to_have_class(re.compile("stale"))
    page.keyboard.press("Space")
    expect(page.locator("#press")).to_contain_text("belum dijawab")
    page.context.set_offline(False)
    expect_ticket(page, "called")
    expect(page.locator("#lost")).to_be_hidden()
    assert clerk.desk()["ticket"]["calls"] == 1


def test_two_windows_of_one_counter_show_the_same(open_page: OpenPage, clerk: Clerk) -> None:
    clerk.visitor()
    one, other = sit_down(open_page, clerk), sit_down(open_page, clerk)
    one.keyboard.press("Space")
    expect_ticket(other, "called")
    other.keyboard.press("F6")
    expect_ticket(one, "serving")


def test_a_ticket_is_passed_on_by_searching_its_service(open_page: OpenPage, clerk: Clerk) -> None:
    clerk.visitor()
    page = sit_down(open_page, clerk)
    page.keyboard.press("Space")
    expect_ticket(page, "called")
    page.keyboard.press("F3")
    page.locator("#transfer").get_by_label("Cari layanan").fill("skck")
    expect(page.get_by_role("option").first).to_contain_text("SKCK")
    page.keyboard.press("Enter")
    expect_ticket(page, "none")
    assert clerk.desk()["waiting"] == 0


def test_the_counter_goes_on_break_and_opens_again(open_page: OpenPage, clerk: Clerk) -> None:
    page = sit_down(open_page, clerk)
    page.keyboard.press("F2")
    page.get_by_role("button", name="Istirahat 30 menit").click()
    expect(page.locator("#door-state")).to_have_text("Istirahat")
    page.keyboard.press("F2")
    expect(page.locator("#door-state")).to_have_text("Buka")


def test_a_visitor_at_the_counter_keeps_it_open(open_page: OpenPage, clerk: Clerk) -> None:
    clerk.visitor()
    page = sit_down(open_page, clerk)
    page.keyboard.press("Space")
    expect_ticket(page, "called")
    page.keyboard.press("F2")
    expect(page.locator("#door-menu")).to_have_text("Selesaikan atau tunda nomor ini dahulu.")
    page.keyboard.press("Escape")
    expect(page.locator("#door-menu")).to_be_hidden()


def test_the_screen_fits_without_scrolling(open_page: OpenPage, clerk: Clerk) -> None:
    for _ in range(15):
        clerk.visitor()
    page = sit_down(open_page, clerk)
    page.keyboard.press("Space")
    expect_ticket(page, "called")
    size = page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    assert size == [768, 1366]


def test_the_console_changes_its_language_without_a_reload(open_page: OpenPage, clerk: Clerk) -> None:
    page = sit_down(open_page, clerk)
    page.get_by_role("button", name="English").click()
    expect(page.locator("#likely-label")).to_have_text("Call next")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.locator("#likely-label")).to_have_text("Call next")


def test_a_console_whose_token_is_revoked_says_how_to_get_one(open_page: OpenPage, clerk: Clerk) -> None:
    page = open_page(f"{clerk.server.url}/counter#token={'0' * 64}")
    expect(page.get_by_role("heading", name="Layar ini belum dipasangkan")).to_be_visible()
    expect(page.get_by_text("python3 run.py links")).to_be_visible()
    expect(page.get_by_role("link", name="Masuk dengan nama pengguna")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 320])
def test_nothing_keeps_people_from_using_the_console(
    open_page: OpenPage, clerk: Clerk, scheme: str, width: int
) -> None:
    clerk.visitor(priority="elderly")
    clerk.visitor(language="en")
    page = open_page(clerk.console, width=width, color_scheme=scheme)
    expect(page.locator("#chooser")).to_be_visible()
    assert findings(page) == []
    page.get_by_label("Cari loket").fill(clerk.name)
    page.keyboard.press("Enter")
    expect(page.locator("#queue-rows tr")).to_have_count(2)
    assert findings(page) == []
    page.keyboard.press("Space")
    expect_ticket(page, "called")
    assert findings(page) == []
    page.keyboard.press("F3")
    expect(page.get_by_role("option").first).to_be_visible()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
