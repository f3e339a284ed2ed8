"""Every move of the console in a real browser: by its key, with what it asks first, and taken back."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessibility import findings
from tests.browser.clerk import SITE, Clerk
from tests.browser.console import OpenPage, expect_ticket, number_at, sit_down
from tests.browser.routes import intercept

pytestmark = pytest.mark.browser

LONG_NOTE = "Berkas asli sudah diperiksa, tinggal tanda tangan kepala keluarga dan cap dari kelurahan. " * 2
# What of the console lies outside the window, or under something else.
CUT_OFF = """
() => [...document.querySelectorAll("#console button:not([hidden])")]
  .filter((button) => button.checkVisibility())
  .filter((button) => {
    const { left, right, top, bottom } = button.getBoundingClientRect();
    const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    return !inside || !button.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
  })
  .map((button) => button.textContent.trim())
"""


def calling(open_page: OpenPage, clerk: Clerk, **wish: object) -> Page:
    """A console whose visitor has just been called."""
    clerk.visitor(**wish)
    page = sit_down(open_page, clerk)
    page.keyboard.press("Space")
    expect_ticket(page, "called")
    return page


def ask(page: Page, key: str) -> None:
    """Presses the key of a move that asks something first."""
    page.keyboard.press(key)
    expect(page.locator("dialog[open]")).to_be_visible()


def calls_shown(clerk: Clerk) -> list[str]:
    """The numbers on the displays."""
    shown = clerk.server.request("GET", f"/api/v1/sites/{SITE}/board", token=clerk.tokens["display"])
    return [call["number"] for call in shown.json["calls"]]


def test_a_number_is_looked_at_before_it_is_called(open_page: OpenPage, clerk: Clerk) -> None:
    number = clerk.visitor()["number"]
    page = sit_down(open_page, clerk)
    page.keyboard.press("F1")
    expect_ticket(page, "looked")
    expect(page.locator("#ticket-state")).to_have_text("Dilihat, belum dipanggil")
    assert number not in calls_shown(clerk)
    page.keyboard.press("Space")
    expect_ticket(page, "called")
    assert number in calls_shown(clerk)


def test_a_visitor_is_held_for_a_reason_and_called_back_by_the_arrows(
    open_page: OpenPage, clerk: Clerk
) -> None:
    page = calling(open_page, clerk)
    number = number_at(page)
    ask(page, "F10")
    page.keyboard.press("2")
    expect_ticket(page, "none")
    expect(page.locator("#held")).to_contain_text("Melengkapi berkas")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect_ticket(page, "called")
    assert number_at(page) == number


def test_a_reason_in_own_words_may_hold_figures(open_page: OpenPage, clerk: Clerk) -> None:
    page = calling(open_page, clerk)
    ask(page, "F10")
    page.keyboard.press("ArrowUp")
    page.keyboard.type("kurang 2 meterai")
    page.keyboard.press("Enter")
    expect_ticket(page, "none")
    assert [held["hold_reason"] for held in clerk.desk()["held"]] == ["kurang 2 meterai"]


@pytest.mark.parametrize(("answer", "calls"), [("Enter", 1), ("2", 0)])
def test_a_visitor_is_returned_with_or_without_the_call(
    open_page: OpenPage, clerk: Clerk, answer: str, calls: int
) -> None:
    page = calling(open_page, clerk)
    ask(page, "F7")
    page.keyboard.press(answer)
    expect_ticket(page, "none")
    assert [waiting["calls"] for waiting in clerk.desk()["queue"]] == [calls]


def test_a_note_is_read_by_whoever_calls_the_number_next(open_page: OpenPage, clerk: Clerk) -> None:
    page = calling(open_page, clerk)
    ask(page, "Insert")
    page.keyboard.type("berkas asli sudah diperiksa")
    page.keyboard.press("Enter")
    expect(page.locator("#ticket-note")).to_have_text("Catatan: berkas asli sudah diperiksa")
    ask(page, "F7")
    page.keyboard.press("Enter")
    expect(page.locator("#queue-rows")).to_contain_text("catatan")
    page.keyboard.press("F1")
    expect_ticket(page, "looked")
    expect(page.locator("#ticket-note")).to_have_text("Catatan: berkas asli sudah diperiksa")


def test_a_number_that_was_given_up_is_cancelled(open_page: OpenPage, clerk: Clerk) -> None:
    page = calling(open_page, clerk)
    ask(page, "Delete")
    page.keyboard.press("Enter")
    expect_ticket(page, "none")
    expect(page.locator("#undo-of")).to_have_text("Batalkan nomor")
    assert clerk.desk()["waiting"] == 0


@pytest.mark.parametrize(("key", "dialog"), [("F3", "transfer"), ("Insert", "walkup")])
def test_what_is_typed_while_the_services_load_is_a_search(
    open_page: OpenPage, clerk: Clerk, key: str, dialog: str
) -> None:
    page = calling(open_page, clerk) if dialog == "transfer" else sit_down(open_page, clerk)
    held: list[Route] = []
    catalogue = re.compile(f"/api/v1/sites/{SITE}$")

    def hold(route: Route) -> None:
        held.append(route)

    intercept(page, catalogue, hold)
    with page.expect_request(catalogue):
        page.keyboard.press(key)
    page.keyboard.type("p")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_have_attribute("id", dialog)
    expect(page.locator(f"#{dialog}-none")).to_have_text("Memuat daftar layanan ...")
    expect(page.locator(f"#{dialog}-search")).to_have_value("p")
    page.locator(f"#{dialog}-search").fill("")
    held.pop().continue_()
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page.locator(f"#{dialog}-none")).to_be_empty()


def test_a_visitor_without_a_number_is_served_at_once(open_page: OpenPage, clerk: Clerk) -> None:
    page = sit_down(open_page, clerk)
    ask(page, "Insert")
    expect(page.get_by_role("option").first).to_be_visible()
    page.get_by_label("Prioritas").select_option("elderly")
    page.keyboard.press("Enter")
    expect_ticket(page, "serving")
    expect(page.locator("#ticket-tags")).to_contain_text("Prioritas")


def test_the_last_move_is_taken_back_by_one_key(open_page: OpenPage, clerk: Clerk) -> None:
    page = calling(open_page, clerk)
    number = number_at(page)
    page.keyboard.press("F8")
    expect_ticket(page, "none")
    expect(page.locator("#undo")).to_contain_text("Selesai")
    page.keyboard.press("Backspace")
    expect_ticket(page, "called")
    assert number_at(page) == number
    page.keyboard.press("Control+z")
    expect(page.locator("#note")).to_have_text("Urungkan belum bisa dipakai sekarang.")
    expect_ticket(page, "called")


def test_a_reloaded_page_still_takes_the_move_back(open_page: OpenPage, clerk: Clerk) -> None:
    page = calling(open_page, clerk)
    page.reload()
    expect_ticket(page, "called")
    expect(page.locator("#undo")).to_have_attribute("aria-disabled", "false")
    page.keyboard.press("Backspace")
    expect_ticket(page, "none")
    assert clerk.desk()["waiting"] == 1


def test_a_way_to_counters_where_nobody_is_says_so_before_and_after(
    open_page: OpenPage, clerk: Clerk, free_clerks: Iterator[Clerk]
) -> None:
    colleague = next(free_clerks)
    colleague.press("open")
    page = calling(open_page, clerk)
    number = number_at(page)
    ask(page, "F3")
    page.keyboard.type(colleague.service)
    warning = page.locator("#transfer-unattended")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(warning).to_be_hidden()
    page.locator("#transfer-cancel").click()
    colleague.press("close", reason="rapat")
    ask(page, "F3")
    page.keyboard.type(colleague.service)
    expect(warning).to_contain_text("tidak ada petugas di loket")
    assert findings(page) == []
    page.keyboard.press("Enter")
    expect_ticket(page, "none")
    expect(page.locator("#note")).to_contain_text(f"{number} menunggu")
    expect(page.locator("#note")).to_contain_text("semua loketnya sudah tutup")


def test_a_visitor_goes_to_one_colleague_and_comes_back(
    open_page: OpenPage, clerk: Clerk, free_clerks: Iterator[Clerk]
) -> None:
    colleague = next(free_clerks)
    colleague.press("open")
    page = calling(open_page, clerk)
    number = number_at(page)
    ask(page, "F3")
    page.keyboard.type(colleague.service)
    page.get_by_label("Loket", exact=True).select_option(colleague.counter)
    page.get_by_label("Lalu kembali ke loket ini").check()
    page.keyboard.press("Enter")
    expect_ticket(page, "none")
    sent = colleague.press("call-next")["ticket"]
    assert (sent["number"], sent["only_at"]) == (number, colleague.counter)
    colleague.press("finish")
    expect(page.locator("#queue-rows")).to_contain_text("hanya di sini")
    page.keyboard.press("Space")
    expect_ticket(page, "called")
    assert number_at(page) == number


def test_finishing_says_where_the_visitor_goes_next(
    open_page: OpenPage, clerk: Clerk, free_clerks: Iterator[Clerk]
) -> None:
    further = next(free_clerks).service
    page = calling(open_page, clerk, then=[further])
    stop = clerk.desk()["ticket"]["stops"][0]["service_name"]
    expect(page.locator("#ticket-next")).to_have_text(f"Sesudah ini: {stop}")
    page.keyboard.press("F6")
    expect_ticket(page, "serving")
    expect(page.locator("#likely-hint")).to_contain_text(f"lanjut ke {stop}")
    page.keyboard.press("F8")
    expect_ticket(page, "none")
    expect(page.locator("#note")).to_contain_text(f"lanjut ke {stop}.")


def test_only_who_may_choose_calls_a_number_out_of_turn(open_page: OpenPage, clerk: Clerk) -> None:
    clerk.visitor()
    second = clerk.visitor()["number"]
    page = sit_down(open_page, clerk)
    expect(page.locator("#queue-rows tr")).to_have_count(2)
    expect(page.locator("#queue-rows button")).to_have_count(0)

    page = open_page(clerk.console.replace(clerk.tokens["counter"], clerk.tokens["admin"]))
    page.get_by_label("Cari loket").fill(clerk.name)
    page.keyboard.press("Enter")
    expect(page.locator("#queue-rows button")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect_ticket(page, "called")
    assert number_at(page) == second


def test_an_answer_counts_only_for_the_visitor_it_was_asked_about(open_page: OpenPage, clerk: Clerk) -> None:
    page = calling(open_page, clerk)
    ask(page, "F10")
    clerk.press("finish")
    other = clerk.visitor()["number"]
    clerk.press("call-next")
    expect(page.locator("#ticket-number")).to_have_text(other)
    page.keyboard.press("1")
    expect(page.locator("#note")).to_have_text("Tunda belum bisa dipakai sekarang.")
    assert clerk.desk()["ticket"]["state"] == "called"


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_control_has_its_place_in_one_window(open_page: OpenPage, clerk: Clerk, language: str) -> None:
    page = calling(open_page, clerk, priority="elderly", language="en")
    page.locator(f"[data-language={language}]").click()
    clerk.press("note", text=LONG_NOTE)
    expect(page.locator("#ticket-note")).to_contain_text(LONG_NOTE.strip())
    assert page.evaluate(CUT_OFF) == []
    size = page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    assert size == [768, 1366]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_people_from_answering_what_a_move_asks(
    open_page: OpenPage, clerk: Clerk, scheme: str
) -> None:
    clerk.visitor()
    page = open_page(clerk.console, width=683, height=384, color_scheme=scheme)  # 1366 x 768 magnified twice
    page.get_by_label("Cari loket").fill(clerk.name)
    page.keyboard.press("Enter")
    expect(page.locator("#queue-rows tr")).to_have_count(1)
    ask(page, "Insert")
    expect(page.get_by_role("option").first).to_be_visible()
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("F1")
    expect_ticket(page, "looked")
    assert findings(page) == []
    for key in ("Delete", "Insert", "F3"):
        ask(page, key)
        assert findings(page) == []
        page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth") == 683
