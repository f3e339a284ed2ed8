"""What a visitor sees of the paper at the kiosk, in every case that a printer can bring about."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessibility import findings
from tests.browser.routes import intercept
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
SITE = "BWI"
TALL = {"width": 1080, "height": 1920}
WIDE = {"width": 1920, "height": 1080}
TAKE = re.compile(rf"/api/v1/sites/{SITE}/tickets$")
LONG_PLACE = "Ruang tunggu lantai 2, sebelah anjungan layanan kependudukan"


@dataclass
class Visit:
    """A visitor with a number on the glass, and the live link through which the kiosk hears of its paper."""

    page: Page
    ticket: dict[str, Any] = field(default_factory=dict)
    sockets: list[Any] = field(default_factory=list)

    def hears(self, name: str, **news: Any) -> None:
        """One more event of the live link, in the words of the server."""
        self.sockets[-1].send(f"42/kiosk,{json.dumps([name, {'ticket': self.ticket, **news}])}")

    def sees(self, words: str, *, picture: str, asked: bool) -> None:
        """The sentence and its picture; number and code in any case; and whether to note the number."""
        page = self.page
        expect(page.locator(".paper-words")).to_have_text(words)
        expect(page.locator(".paper use")).to_have_attribute("href", re.compile(rf"#{picture}$"))
        expect(page.locator(".figure .number")).to_be_visible()
        expect(page.locator(".code img")).to_be_visible()
        expect(page.locator(".confirm")).to_be_visible(visible=asked)


Take = Callable[..., Visit]


@pytest.fixture
def take(day: Server, open_page: OpenPage) -> Take:
    """Takes a number at a kiosk whose clock the test moves; `printed` is the answer's word on its paper."""
    link = next(link for link in day.links() if link["role"] == "kiosk" and link["site"] == SITE)

    def begin(service: str = "B01", printed: str | None = None, language: str = "", **profile: Any) -> Visit:
        visit = Visit(open_page("about:blank", **{**TALL, **profile}))
        page = visit.page

        def join(socket: Any) -> None:
            socket.connect_to_server()
            visit.sockets.append(socket)

        def note(route: Route) -> None:
            answer = route.fetch()
            visit.ticket = answer.json()
            if printed:
                visit.ticket["print"] = {**(visit.ticket["print"] or {}), "state": printed}
            route.fulfill(status=answer.status, json=visit.ticket)

        page.route_web_socket(re.compile("/socket.io/"), join)
        intercept(page, TAKE, note)
        page.clock.install()
        page.goto(f"{day.url}/kiosk#token={link['token']}")
        expect(page.locator(".agency-card").first).to_be_visible()
        if language:
            page.get_by_role("button", name=language).click()
        page.locator(f'[data-code="{re.sub(r"[0-9]+$", "", service)}"]').click()
        page.clock.run_for(500)
        page.locator(f'[data-code="{service}"]').click()
        page.clock.run_for(500)
        page.locator(".take").click()
        expect(page.locator(".figure .number")).to_be_visible()
        return visit

    return begin


def test_paper_that_comes_at_once(take: Take) -> None:
    visit = take()
    visit.sees("Nomor Anda sudah tercatat. Tiket segera keluar.", picture="coming", asked=False)
    visit.hears("printed", printer="P1")
    visit.sees("Silakan ambil tiket Anda.", picture="out", asked=False)


def test_slow_paper_is_said_after_four_seconds_and_given_up_after_ten(take: Take) -> None:
    visit = take()
    visit.page.clock.run_for(4_500)
    visit.sees("Mencetak ... mohon tunggu.", picture="slow", asked=False)
    visit.page.clock.run_for(6_000)
    visit.sees("Printer bermasalah: foto nomor Anda atau pindai kodenya.", picture="trouble", asked=True)


def test_an_agent_that_is_gone_leaves_the_visitor_with_number_code_and_button(take: Take) -> None:
    visit = take()
    visit.page.clock.run_for(10_500)
    visit.page.get_by_role("button", name="Sudah saya catat").click()
    expect(visit.page.locator(".confirm-words")).to_have_text("Terima kasih. Nomor Anda tetap berlaku.")


@pytest.mark.parametrize("reason", ["paper_out", "cover_open", "offline", "error", "unreachable", "mute"])
def test_a_block_is_said_at_once(take: Take, reason: str) -> None:
    visit = take()
    visit.hears("print_failed", reason=reason, printer="P1")
    visit.sees("Printer bermasalah: foto nomor Anda atau pindai kodenya.", picture="trouble", asked=True)


def test_paper_that_goes_elsewhere_is_fetched_there(take: Take) -> None:
    visit = take()
    visit.hears("print_failed", reason="moved", printer="P2", place="Lantai 2")
    visit.sees(
        "Printer ini bermasalah. Tiket Anda dicetak di Lantai 2: silakan ambil di sana.",
        picture="walk",
        asked=True,
    )
    visit.hears("printed", printer="P2")
    visit.sees("Tiket Anda sudah keluar di Lantai 2. Silakan ambil di sana.", picture="walk", asked=False)


def test_paper_that_failed_elsewhere_too_is_a_photograph(take: Take) -> None:
    visit = take()
    visit.hears("print_failed", reason="moved", printer="P2", place="Lantai 2")
    visit.hears("print_failed", reason="paper_out", printer="P2")
    visit.sees("Printer bermasalah: foto nomor Anda atau pindai kodenya.", picture="trouble", asked=True)


@pytest.mark.parametrize(
    ("state", "words", "asked"),
    [
        ("queued", "Printer ini bermasalah. Tiket Anda dicetak di Lantai 2: silakan ambil di sana.", True),
        ("printed", "Tiket Anda sudah keluar di Lantai 2. Silakan ambil di sana.", False),
    ],
)
def test_paper_that_moved_while_the_link_was_down_is_fetched_there(
    take: Take, state: str, words: str, asked: bool
) -> None:
    visit = take()
    visit.hears("print_failed", reason="paper_out", printer="P1")
    elsewhere = {**visit.ticket, "print": {"state": state, "printer": "P2", "place": "Lantai 2"}}
    intercept(visit.page, re.compile(r"/api/v1/tickets/[^/]+$"), lambda route: route.fulfill(json=elsewhere))
    visit.sockets[-1].close()
    expect(visit.page.locator(".thread")).to_be_hidden()
    visit.page.clock.run_for(1_000)
    visit.sees(words, picture="walk", asked=asked)


def test_a_kiosk_without_a_printer_asks_for_a_photograph(take: Take) -> None:
    visit = take(printed="none")
    visit.sees("Foto nomor Anda, atau pindai kodenya dengan ponsel.", picture="trouble", asked=True)


def test_a_printer_that_can_confirm_nothing_is_not_believed(take: Take) -> None:
    visit = take(printed="sent")
    visit.sees("Silakan ambil tiket Anda. Bila tidak keluar, foto nomor ini.", picture="out", asked=True)


def test_every_case_is_said_in_english_too(take: Take) -> None:
    visit = take(language="English")
    visit.hears("print_failed", reason="moved", printer="P2", place="Floor 2")
    there = "This printer has a problem. Your ticket is printed at Floor 2: please collect it there."
    visit.sees(there, picture="walk", asked=True)
    expect(visit.page.locator(".confirm")).to_have_text("I have noted it")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("glass", [TALL, WIDE], ids=["tall", "wide"])
def test_the_longest_words_fit_on_the_glass(take: Take, glass: dict[str, int], scheme: str) -> None:
    visit = take("B13", color_scheme=scheme, **glass)
    visit.hears("print_failed", reason="moved", printer="P2", place=LONG_PLACE)
    expect(visit.page.locator(".confirm")).to_be_visible()
    assert findings(visit.page) == []
    size = visit.page.evaluate(
        "[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
    )
    assert size == [glass["height"], glass["width"]]
    done = visit.page.locator(".done").bounding_box()
    assert done is not None
    assert done["y"] + done["height"] <= glass["height"]
    assert overlapping(visit.page) == []


def overlapping(page: Page) -> list[str]:
    """Pairs of parts of the number's page that lie over each other."""
    found: list[str] = page.evaluate(
        """() => {
             const parts = [".figure", ".number-service", ".code", ".paper", ".confirmation", ".leaving"];
             const boxes = parts.map((name) => [name, document.querySelector(name).getBoundingClientRect()]);
             return boxes.flatMap(([one, a], i) => boxes.slice(i + 1).filter(([, b]) =>
               a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
               .map(([other]) => one + " " + other));
           }"""
    )
    return found
