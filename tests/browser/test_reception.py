"""The reception desk in a real browser: numbers given, found, printed again and moved to another lane."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessibility import findings
from tests.browser.clerk import Clerk, booked_today
from tests.browser.routes import intercept
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
SITE = "BWI"
WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture(scope="module")
def admin(day: Server) -> str:
    return day.token("admin")


@pytest.fixture
def desk(day: Server, admin: str, open_page: OpenPage) -> Callable[..., Page]:
    """The reception desk, ready for a visitor."""

    def sit_down(**profile: Any) -> Page:
        page = open_page(f"{day.url}/reception?site={SITE}#token={admin}", **profile)
        expect(page.get_by_role("combobox", name="Nomor atau layanan")).to_be_focused()
        expect(page.locator("#link")).to_have_text("sambungan baik")
        return page

    return sit_down


Desk = Callable[..., Page]


def find(page: Page, said: str) -> None:
    """What a visitor says, typed and opened at once."""
    page.keyboard.type(said)
    page.keyboard.press("Enter")


def shown(page: Page) -> str:
    number: str = page.locator("#ticket-title").inner_text().replace("\n", "")
    return number


def service_name(clerk: Clerk) -> str:
    agencies = clerk.server.request("GET", f"/api/v1/sites/{SITE}").json["agencies"]
    services = (service for agency in agencies for service in agency["services"])
    return str(next(service["name"] for service in services if service["code"] == clerk.service))


def test_a_visitor_without_a_number_gets_one_by_the_keyboard_alone(desk: Desk, clerk: Clerk) -> None:
    page = desk()
    find(page, service_name(clerk))
    expect(page.locator("#issue-title")).to_have_text(service_name(clerk))
    expect(page.locator("#issue-title")).to_be_focused()
    page.keyboard.press("F6")
    page.keyboard.press("ArrowDown")  # elderly
    expect(page.get_by_role("radio", name="Lansia").first).to_be_checked()
    page.get_by_label("Cetak di").first.select_option("")
    page.keyboard.press("F8")

    expect(page.locator("#ticket-tags")).to_contain_text("Lansia")
    expect(page.locator("#ticket-paper")).to_contain_text("Tanpa kertas. Minta pengunjung memindai kode ini")
    expect(page.get_by_role("img", name="Kode untuk memantau nomor ini dari ponsel")).to_be_visible()
    expect(page.locator("#search")).to_be_focused()
    queue = clerk.desk()["queue"]
    assert [(ticket["number"], ticket["priority"]) for ticket in queue] == [(shown(page), "elderly")]
    page.keyboard.press("Enter")  # once more than needed: nothing is taken or lost
    expect(page.locator("#ticket-code")).to_be_visible()
    assert clerk.desk()["waiting"] == 1


def test_a_number_is_found_as_it_is_said_and_its_story_told(desk: Desk, clerk: Clerk) -> None:
    ticket = clerk.visitor()
    letters, _, figures = ticket["number"].partition("-")
    page = desk()
    find(page, f"{letters.lower()} {int(figures)}")
    expect(page.locator("#ticket-state")).to_have_text(re.compile("Menunggu, dan berikutnya dipanggil"))
    assert shown(page) == ticket["number"]
    expect(page.locator("#ticket-code")).to_be_hidden()  # its secret stays with its paper
    clerk.press("call-next")
    expect(page.locator("#ticket-state")).to_contain_text(f"Dipanggil ke {clerk.name} pukul")
    expect(page.locator("#story li").first).to_contain_text(f"{ticket['number']} dipanggil ke {clerk.name}")
    expect(page.locator("#lane-note")).to_contain_text("hanya dapat diubah selama nomor masih menunggu")


def test_an_elderly_visitor_with_an_ordinary_number_comes_forward(desk: Desk, clerk: Clerk) -> None:
    clerk.visitor()
    elderly = clerk.visitor()
    page = desk()
    find(page, elderly["number"])
    expect(page.locator("#ticket-state")).to_contain_text("1 orang di depan")
    expect(page.locator("#lane-send")).to_have_attribute("aria-disabled", "false")
    page.keyboard.press("F6")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#ticket-state")).to_contain_text("berikutnya dipanggil")
    expect(page.locator("#said")).to_contain_text(f"Prioritas {elderly['number']} tersimpan")
    expect(page.locator("#search")).to_be_focused()
    assert clerk.desk()["queue"][0]["number"] == elderly["number"]


def test_the_next_visitors_number_is_typed_wherever_the_cursor_is(desk: Desk, clerk: Clerk) -> None:
    one, other = clerk.visitor(), clerk.visitor()
    page = desk()
    find(page, one["number"])
    expect(page.locator("#ticket-title")).to_be_visible()
    find(page, other["number"])  # right after the first, in the same field
    expect(page.locator("#ticket-title")).to_have_text(other["number"])
    page.locator("#reprint-send").focus()
    find(page, one["number"])
    expect(page.locator("#ticket-title")).to_have_text(one["number"])
    page.get_by_role("radio", name="Lansia").last.focus()
    find(page, other["number"])
    expect(page.locator("#ticket-title")).to_have_text(other["number"])
    page.keyboard.press("Escape")
    expect(page.locator("#empty")).to_be_visible()
    expect(page.locator("#search")).to_have_value("")
    expect(page.locator("#search")).to_be_focused()


def test_a_paper_is_told_as_printed_only_when_it_is(desk: Desk, clerk: Clerk) -> None:
    """Nobody prints in this demonstration: the paper stays on its way, however long one looks."""
    ticket = clerk.visitor()
    page = desk()
    find(page, ticket["number"])
    expect(page.locator("#ticket-paper")).to_have_attribute("data-paper", "queued")
    page.get_by_label("Alasan cetak ulang").select_option("unreadable")
    page.keyboard.press("F4")
    expect(page.locator("#said")).to_contain_text(f"{ticket['number']} dicetak ulang")
    expect(page.locator("#story li").first).to_contain_text(f"Kertas {ticket['number']} diminta sekali lagi")
    expect(page.locator("#ticket-paper")).not_to_contain_text("sudah keluar")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("printed", "Kertas sudah keluar dari P1"),
        ("sent", "Lihat sendiri apakah kertasnya keluar"),
        ("failed", "Kertas tidak keluar dari P1"),
    ],
)
def test_what_became_of_the_paper_is_said_plainly(desk: Desk, clerk: Clerk, state: str, told: str) -> None:
    ticket = clerk.visitor()

    def settle(route: Route) -> None:
        story = route.fetch().json()
        story["ticket"]["print"] = {"state": state, "printer": "P1", "place": None}
        route.fulfill(json=story)

    page = desk()
    intercept(page, re.compile(rf"/sites/{SITE}/tickets/{ticket['id']}\?after="), settle)
    find(page, ticket["number"])
    expect(page.locator("#ticket-paper")).to_contain_text(told)
    assert findings(page) == []


def test_a_number_asked_for_twice_is_one_number(desk: Desk, clerk: Clerk) -> None:
    page = desk()
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST" or len(lost) >= 3:
            return route.continue_()
        lost.append(route.request.headers["idempotency-key"])
        route.fetch()  # the server does it, and nobody hears
        return route.abort()

    intercept(page, re.compile(rf"/api/v1/sites/{SITE}/tickets$"), lose)
    find(page, service_name(clerk))
    page.keyboard.press("F8")
    expect(page.get_by_role("alert")).to_contain_text("tidak akan terjadi dua kali")
    page.keyboard.press("F8")
    expect(page.locator("#ticket-code")).to_be_visible()
    assert len(set(lost)) == 1
    assert clerk.desk()["waiting"] == 1


def test_a_refusal_is_read_before_it_goes(desk: Desk, clerk: Clerk) -> None:
    page = desk()
    problem = {"code": "service_paused", "detail": "Layanan ini sedang dijeda."}
    intercept(
        page,
        re.compile(rf"/api/v1/sites/{SITE}/tickets$"),
        lambda route: (
            route.fulfill(status=409, json=problem) if route.request.method == "POST" else route.continue_()
        ),
    )
    find(page, service_name(clerk))
    page.keyboard.press("F8")
    expect(page.get_by_role("alert")).to_contain_text("Layanan ini sedang dijeda.")
    assert findings(page) == []
    page.get_by_role("button", name="Saya mengerti").click()
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(page.locator("#search")).to_be_focused()


def test_a_place_is_never_shown_as_live_without_the_server(desk: Desk, clerk: Clerk) -> None:
    ticket = clerk.visitor()
    page = desk()
    find(page, ticket["number"])
    expect(page.locator("#story li")).not_to_have_count(0)
    intercept(page, re.compile("/api/v1/"), lambda route: route.abort())
    expect(page.locator("#link")).to_have_text(re.compile(r"data pukul \d\d\.\d\d, menyambung kembali"))
    expect(page.locator("#desk")).to_have_class("desk stale")
    page.unroute(re.compile("/api/v1/"))
    expect(page.locator("#link")).to_have_text("sambungan baik")


def test_what_nobody_took_today_says_what_to_do(desk: Desk) -> None:
    page = desk()
    find(page, "x-999")
    expect(page.locator("#hits-said")).to_contain_text('dengan "x-999". Periksa hurufnya')
    assert findings(page) == []


@pytest.mark.parametrize(
    ("width", "scheme"), [(1366, "light"), (1366, "dark"), (683, "light"), (320, "dark")]
)
def test_everybody_can_use_the_desk(desk: Desk, clerk: Clerk, width: int, scheme: str) -> None:
    page = desk(width=width, height=width * 768 // 1366 if width > 320 else 640, color_scheme=scheme)
    assert findings(page) == []
    find(page, service_name(clerk))
    expect(page.locator("#issue-title")).to_be_focused()
    assert findings(page) == []
    page.keyboard.press("Enter")  # once too many gives no number
    page.keyboard.press("F8")
    expect(page.locator("#ticket-code")).to_be_visible()
    expect(page.locator("#story li")).not_to_have_count(0)
    assert findings(page) == []
    assert page.evaluate(WIDTH) <= width
    if width == 1366:
        assert page.evaluate("document.documentElement.scrollHeight") <= 768
        assert page.locator(".sheet").evaluate("sheet => sheet.scrollHeight - sheet.clientHeight") <= 0


def test_the_desk_speaks_both_languages(desk: Desk, clerk: Clerk) -> None:
    page = desk()
    find(page, clerk.visitor()["number"])
    expect(page.locator("#ticket-state")).to_contain_text("Menunggu")
    page.get_by_role("button", name="English").click()
    expect(page.locator("#ticket-state")).to_contain_text("Waiting")
    expect(page.get_by_role("button", name="Print again")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert findings(page) == []
    assert "_" not in page.locator("#desk").inner_text()


def test_whoever_booked_says_the_code_at_the_desk_and_has_a_number(desk: Desk, clerk: Clerk) -> None:
    code = booked_today(clerk)
    page = desk()
    page.keyboard.type(f"{code[:5]}-{code[5:]}".lower())
    expect(page.get_by_role("option", name="reservasi: hadir")).to_contain_text(service_name(clerk))
    assert findings(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("#ticket-state")).to_contain_text(re.compile("Menunggu|giliran", re.IGNORECASE))
    number = shown(page)

    page.keyboard.press("Escape")
    find(page, code)
    expect(page.locator("#ticket-title")).to_be_visible()
    assert shown(page) == number
    page.keyboard.press("Escape")
    page.keyboard.type("ABCDE-12345")
    expect(page.locator("#hits-said")).to_contain_text("ABCDE-12345")
