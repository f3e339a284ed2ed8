"""The kiosk in a real browser against a real server: taps, paper, typing, silence and lost connections."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.accessibility import findings
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
SITE = "BWI"
TALL = {"width": 1080, "height": 1920}
WIDE = {"width": 1920, "height": 1080}
TARGET = 87  # px that 20 mm take on the smallest glass we think of; a hair less for rounding
TAKE = re.compile(rf"/api/v1/sites/{SITE}/tickets$")


@dataclass(frozen=True)
class Stand:
    """A kiosk with the hands of its printer."""

    server: Server
    link: str
    printer: str
    token: str
    agent: str
    admin: str

    def waiting(self, agency: str) -> int:
        document = self.server.request("GET", f"/api/v1/sites/{SITE}").json
        return next(int(one["waiting"]) for one in document["agencies"] if one["code"] == agency)

    def noted(self) -> list[str]:
        """The numbers that visitors confirmed."""
        path = f"/api/v1/journal?site={SITE}&limit=500"
        facts = self.server.request("GET", path, token=self.admin).json["facts"]
        return [fact["data"]["number"] for fact in facts if fact["kind"] == "ticket_confirmed"]

    def report(self, number: str, verdict: str, reason: str = "") -> None:
        """The printer's word on a ticket; papers before it in the line are reported as out."""
        while True:
            wish = {"printers": [{"site": SITE, "code": self.printer}], "wait": 5}
            for job in self._tell("lease", wish)["jobs"]:
                mine = number in str(job["slip"])
                word = {"verdict": verdict, "reason": reason} if mine else {"verdict": "PRINTED"}
                self._tell("report", {"job": job["id"], "attempt": job["attempt"], "site": SITE, **word})
                if mine:
                    return

    def _tell(self, what: str, body: object) -> Any:
        answer = self.server.request("POST", f"/api/v1/agent/{what}", token=self.agent, body=body)
        assert answer.status < 300, answer.body
        return answer.json


@pytest.fixture(scope="module")
def stand(day: Server) -> Stand:
    link = next(link for link in day.links() if link["role"] == "kiosk" and link["site"] == SITE)
    me = day.request("GET", "/api/v1/me", token=link["token"]).json
    return Stand(
        server=day,
        link=f"{day.url}/kiosk#token={link['token']}",
        printer=me["device"]["printer"],
        token=link["token"],
        agent=day.token("agent"),
        admin=day.token("admin"),
    )


@pytest.fixture
def kiosk(stand: Stand, open_page: OpenPage) -> Page:
    """The kiosk in portrait, with its agencies on the glass."""
    return switched_on(stand, open_page)


@pytest.fixture
def standing_still(day: Server) -> Iterator[Callable[[], None]]:
    """Stops the server as a whole, without closing a connection; it goes on with the test's end."""
    yield lambda: os.kill(day.pid, signal.SIGSTOP)
    os.kill(day.pid, signal.SIGCONT)


def switched_on(stand: Stand, open_page: OpenPage, *, glass: dict[str, int] = TALL, **profile: Any) -> Page:
    page = open_page(stand.link, **glass, **profile)
    expect(page.locator(".agency-card").first).to_be_visible()
    return page


def choice(page: Page, code: str) -> Locator:
    return page.locator(f'[data-code="{code}"]')


def settled(page: Page) -> None:
    """Waits out the moment in which a second tap of the page before would count for nothing."""
    page.wait_for_function("until => performance.now() > until", arg=page.evaluate("performance.now()") + 400)


def go_to(page: Page, agency: str, service: str) -> None:
    choice(page, agency).click()
    expect(choice(page, service)).to_be_visible()
    settled(page)
    choice(page, service).click()
    expect(page.locator(".take")).to_be_visible()
    settled(page)


def number_on(page: Page) -> str:
    expect(page.locator(".figure .number")).to_be_visible()
    return page.locator(".figure .number").inner_text().replace("\n", "")


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

    kiosk.route(TAKE, lose_the_first_answer)
    go_to(kiosk, "BP", "BP01")
    before = stand.waiting("BP")
    kiosk.locator(".take").click()
    assert number_on(kiosk) == lost[0]
    assert stand.waiting("BP") == before + 1


def test_a_refusal_is_told_in_the_words_of_the_server(kiosk: Page) -> None:
    problem = {"code": "quota_full", "detail": "Kuota hari ini habis."}
    kiosk.route(TAKE, lambda route: route.fulfill(status=409, json=problem))
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


def test_the_keyboard_alone_reaches_a_number(kiosk: Page) -> None:
    choice(kiosk, "PM").focus()
    kiosk.keyboard.press("Enter")
    expect(kiosk.get_by_role("heading", level=1)).to_be_focused()
    settled(kiosk)
    for _ in range(4):
        kiosk.keyboard.press("Tab")
        if kiosk.evaluate("document.activeElement.dataset.code") == "PM01":
            break
    kiosk.keyboard.press("Enter")
    expect(kiosk.locator(".take")).to_be_visible()
    settled(kiosk)
    kiosk.keyboard.press("Tab")
    kiosk.keyboard.press("Enter")
    number_on(kiosk)


def test_english_goes_all_the_way_and_home_again(kiosk: Page) -> None:
    kiosk.get_by_role("button", name="English").click()
    expect(kiosk.get_by_role("heading", level=1)).to_have_text("Take a queue number")
    go_to(kiosk, "CS", "CS04")
    expect(kiosk.get_by_role("heading", level=1)).to_have_text("Assisted service for vulnerable visitors")
    kiosk.locator(".priority-ask > .button").click()
    kiosk.get_by_role("button", name="Elderly").click()
    kiosk.get_by_role("button", name="Take a priority number").click()
    number_on(kiosk)
    settled(kiosk)
    kiosk.get_by_role("button", name="Done", exact=True).click()
    expect(kiosk.get_by_role("heading", level=1)).to_have_text("Ambil nomor antrean")


def test_large_type_brings_every_control_into_the_lower_half(stand: Stand, open_page: OpenPage) -> None:
    for glass in (TALL, WIDE):
        page = switched_on(stand, open_page, glass=glass)
        page.locator(".bar-right > .switch").click()
        assert controls_above_the_middle(page) == []
        page.locator("#search").click()
        assert controls_above_the_middle(page) == []
        page.keyboard.press("Escape")
        choice(page, "B").click()
        settled(page)
        assert controls_above_the_middle(page) == []
        choice(page, "B02").click()
        settled(page)
        page.locator(".priority-ask > .button").click()
        assert controls_above_the_middle(page) == []


def controls_above_the_middle(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("button, input")].filter((control) => {
             const { top, width } = control.getBoundingClientRect();
             return width > 0 && top >= 0 && top < innerHeight / 2 - 2;
           }).map((control) => control.textContent)"""
    )
    return found


def controls_too_small(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """(target) => [...document.querySelectorAll("button, input")].filter((control) => {
             const { width, height } = control.getBoundingClientRect();
             return width > 0 && (width < target || height < target);
           }).map((control) => control.textContent)""",
        TARGET,
    )
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("glass", [TALL, WIDE], ids=["tall", "wide"])
def test_every_page_can_be_used_by_everybody(
    stand: Stand, open_page: OpenPage, glass: dict[str, int], scheme: str
) -> None:
    page = switched_on(stand, open_page, glass=glass, color_scheme=scheme)

    def look() -> None:
        assert findings(page) == []
        assert controls_too_small(page) == []

    look()
    page.locator("#search").click()
    page.keyboard.type("akta")
    look()
    page.keyboard.press("Escape")
    choice(page, "B").click()
    settled(page)
    look()
    choice(page, "B02").click()
    settled(page)
    page.locator(".priority-ask > .button").click()
    look()
    page.locator(".take").click()
    number_on(page)
    look()


def test_a_narrow_screen_cuts_nothing_off(stand: Stand, open_page: OpenPage) -> None:
    page = switched_on(stand, open_page, glass={"width": 320, "height": 640})
    widths = [page.evaluate("document.documentElement.scrollWidth")]
    go_to(page, "B", "B13")
    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    page.locator(".take").click()
    number_on(page)
    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    assert widths == [320, 320, 320]
    assert findings(page) == []


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
