"""The kiosk in a real browser against a real server: taps, paper, typing, silence and lost connections."""

import os
import re
import signal
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessibility import findings
from tests.browser.kiosk_stand import (
    SITE,
    TALL,
    OpenPage,
    Stand,
    choice,
    go_to,
    number_on,
    settled,
    stand_of,
    switched_on,
)
from tests.browser.routes import intercept
from tests.services.server import Server

pytestmark = pytest.mark.browser

TAKE = re.compile(rf"/api/v1/sites/{SITE}/tickets$")


@pytest.fixture(scope="module")
def stand(day: Server) -> Stand:
    return stand_of(day)


@pytest.fixture
def kiosk(stand: Stand, open_page: OpenPage) -> Page:
    """The kiosk in portrait, with its agencies on the glass."""
    return switched_on(stand, open_page)


@pytest.fixture
def standing_still(day: Server) -> Iterator[Callable[[], None]]:
    """Stops the server as a whole, without closing a connection; it goes on with the test's end."""
    yield lambda: os.kill(day.pid, signal.SIGSTOP)
    os.kill(day.pid, signal.SIGCONT)


def test_the_agencies_of_the_real_mall_fit_on_the_glass(kiosk: Page) -> None:
    expect(kiosk.locator(".agency-card")).to_have_count(34)
    expect(kiosk.locator(".browsing .scroller-controls")).to_be_hidden()
    last = kiosk.locator(".agency-card").last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] < TALL["height"]


def test_three_taps_lead_to_a_number_with_a_code_for_the_phone(kiosk: Page, stand: Stand) -> None:
    go_to(kiosk, "HU", "HU01")
    kiosk.locator(".take").click()
    assert re.fullmatch(r"HU-\d{3}", number_on(kiosk))
    code = kiosk.locator(".code img")
    expect(code).to_be_visible()
    assert code.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_the_token_leaves_the_address_bar_and_is_remembered(kiosk: Page) -> None:
    assert "#" not in kiosk.url
    kiosk.reload()
    expect(kiosk.locator(".agency-card").first).to_be_visible()


def test_a_screen_that_is_not_paired_says_so(stand: Stand, open_page: OpenPage) -> None:
    for address in (f"{stand.server.url}/kiosk", f"{stand.server.url}/kiosk#token=wrong"):
        page = open_page(address)
        expect(page.locator(".cover")).to_contain_text("Layar ini belum dipasangkan")


def test_a_double_tap_makes_one_ticket(kiosk: Page, stand: Stand) -> None:
    go_to(kiosk, "KB", "KB01")
    before = stand.waiting("KB")
    kiosk.locator(".take").evaluate("button => { button.click(); button.click(); button.click(); }")
    number_on(kiosk)
    assert stand.waiting("KB") == before + 1


def test_a_lost_answer_is_asked_for_again_and_stays_one_ticket(kiosk: Page, stand: Stand) -> None:
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().json()["number"])
        route.abort()

    intercept(kiosk, TAKE, lose_the_first_answer)
    go_to(kiosk, "BP", "BP01")
    before = stand.waiting("BP")
    kiosk.locator(".take").click()
    assert number_on(kiosk) == lost[0]
    assert stand.waiting("BP") == before + 1


def test_a_refusal_is_told_in_the_words_of_the_server(kiosk: Page) -> None:
    problem = {"code": "quota_full", "detail": "Kuota hari ini habis."}
    intercept(kiosk, TAKE, lambda route: route.fulfill(status=409, json=problem))
    go_to(kiosk, "BC", "BC01")
    kiosk.locator(".take").click()
    expect(kiosk.get_by_role("alert")).to_have_text("Kuota hari ini habis.")
    expect(kiosk.locator(".take")).to_have_text("Ambil nomor")


def test_the_visitor_is_told_when_the_paper_is_out(kiosk: Page, stand: Stand) -> None:
    go_to(kiosk, "PS", "PS01")
    kiosk.locator(".take").click()
    expect(kiosk.locator(".paper-words")).to_have_text("Nomor Anda sudah tercatat. Tiket segera keluar.")
    stand.report(number_on(kiosk), "PRINTED")
    expect(kiosk.locator(".paper-words")).to_have_text("Silakan ambil tiket Anda.")
    expect(kiosk.locator(".leaving-words")).to_contain_text("Kembali ke awal dalam")
    settled(kiosk)
    kiosk.get_by_role("button", name="Selesai").click()
    expect(kiosk.locator(".agency-card").first).to_be_visible()


def test_without_paper_a_visitor_notes_the_number_and_keeps_it(kiosk: Page, stand: Stand) -> None:
    go_to(kiosk, "KJ", "KJ01")
    kiosk.locator(".take").click()
    stand.report(number_on(kiosk), "NOT_PRINTED", "paper_out")
    expect(kiosk.locator(".paper-words")).to_contain_text("Printer bermasalah")
    settled(kiosk)
    kiosk.get_by_role("button", name="Sudah saya catat").click()
    expect(kiosk.locator(".confirm-words")).to_have_text("Terima kasih. Nomor Anda tetap berlaku.")
    assert number_on(kiosk) in stand.noted()


def test_the_number_survives_a_reload(kiosk: Page, stand: Stand) -> None:
    go_to(kiosk, "DH", "DH01")
    kiosk.locator(".take").click()
    number = number_on(kiosk)
    kiosk.reload()
    assert number_on(kiosk) == number


def test_figures_move_while_nobody_touches_anything(kiosk: Page, stand: Stand) -> None:
    before = stand.waiting("NL")
    key = {"Idempotency-Key": os.urandom(8).hex()}
    path = f"/api/v1/sites/{SITE}/tickets"
    stand.server.request("POST", path, token=stand.token, body={"service": "NL01"}, headers=key)
    expect(choice(kiosk, "NL")).to_contain_text(f"{before + 1} menunggu")


def test_typing_on_the_glass_finds_a_service(kiosk: Page) -> None:
    kiosk.get_by_label("Cari layanan atau instansi").click()
    for letter in "papsor":
        kiosk.locator(f'.key[data-key="{letter}"]').click()
    expect(kiosk.locator("#search")).to_have_value("papsor")
    choice(kiosk, "service G01").click()
    expect(kiosk.get_by_role("heading", level=1)).to_have_text("Paspor baru dewasa")


def test_what_is_not_found_leads_to_a_person(kiosk: Page) -> None:
    kiosk.locator("#search").click()
    kiosk.keyboard.type("qqqqq")
    expect(kiosk.locator(".hint")).to_contain_text("Tanya petugas informasi")


def test_silence_is_asked_about_and_one_tap_stays(stand: Stand, open_page: OpenPage) -> None:
    page = open_page("about:blank", **TALL)
    page.clock.install()
    page.goto(stand.link)
    expect(page.locator(".agency-card").first).to_be_visible()
    choice(page, "V").click()
    expect(page.locator("main h1")).to_have_text("DLH")
    page.clock.fast_forward(46_000)
    expect(page.get_by_role("dialog")).to_contain_text("Anda masih di sini?")
    assert findings(page) == []
    page.get_by_role("button", name="Ya, saya masih di sini").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("main h1")).to_have_text("DLH")
    page.clock.fast_forward(46_000)
    page.clock.fast_forward(15_000)
    expect(page.locator("main h1")).to_have_text("Ambil nomor antrean")


def test_a_server_that_stands_still_is_told_of_and_the_wish_is_kept(
    kiosk: Page, stand: Stand, standing_still: Callable[[], None]
) -> None:
    go_to(kiosk, "U", "U01")
    before = stand.waiting("U")
    standing_still()
    kiosk.locator(".take").click()
    expect(kiosk.locator(".cover")).to_contain_text("Permintaan Anda tersimpan")
    assert findings(kiosk) == []
    os.kill(stand.server.pid, signal.SIGCONT)
    expect(kiosk.locator(".cover")).to_be_hidden()
    assert re.fullmatch(r"U-\d{3}", number_on(kiosk))
    assert stand.waiting("U") == before + 1
