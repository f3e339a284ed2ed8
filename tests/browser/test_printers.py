"""The page of the printers in a real browser: every state, what to do, alarms and test prints."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.accessibility import findings
from tests.browser.routes import intercept
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PRINTERS = re.compile(r"/api/v1/sites/BWI/printers$")
NOW = "2026-11-23T02:00:00+00:00"
STATES = ("ready", "near_end", "paper_out", "cover_open", "offline", "error", "unreachable", "mute", None)
SLIP = {"ticket": 7, "number": "A-007", "state": "printed", "reason": "", "at": NOW, "mark": "CETAK ULANG 1"}
TRIAL = {**SLIP, "ticket": None, "number": "TES CETAK", "state": "queued", "reason": "paper_out", "mark": ""}


def printer(code: str, state: str | None, **more: Any) -> dict[str, Any]:
    """A printer as the API describes it."""
    return {
        "code": code,
        "transport": "tcp",
        "profile": "epson-80",
        "fallback": "P2",
        "agent": None,
        "state": state,
        "reason": "",
        "since": NOW,
        "seen_at": NOW,
        "kiosks": ["Anjungan pintu utama yang namanya panjang sekali"],
        "open_jobs": 1,
        "failed_jobs": 2,
        "alarms": [],
        "tickets_left": 1200,
        "roll_since": None,
        "roll_m": 80.0,
        "slips": [SLIP, TRIAL],
        **more,
    }


def alarm(number: int, kind: str, code: str) -> dict[str, Any]:
    """An open alarm that nobody sees to yet."""
    taken = {"cleared_at": None, "acknowledged_at": None, "acknowledged_by": None}
    return {"id": number, "site": "BWI", "printer": code, "kind": kind, "since": NOW, "detail": "", **taken}


@pytest.fixture
def printers(day: Server, open_page: OpenPage) -> Callable[..., Page]:
    """Opens the page; `shown` are the printers that the server tells of, without it the real ones."""
    token = next(link["token"] for link in day.links() if link["role"] == "admin")

    def begin(shown: list[dict[str, Any]] | None = None, **profile: Any) -> Page:
        page = open_page("about:blank", **profile)
        if shown is not None:
            intercept(page, PRINTERS, lambda route: route.fulfill(json={"printers": shown}))
        page.goto(f"{day.url}/admin/printers#token={token}")
        expect(page.locator("#hall")).to_be_visible()
        return page

    return begin


Printers = Callable[..., Page]


def card(page: Page, code: str) -> Locator:
    return page.get_by_role("region", name=code, exact=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 320])
def test_everybody_can_read_every_state(printers: Printers, scheme: str, width: int) -> None:
    shown = [printer(f"P{index}", state) for index, state in enumerate(STATES)]
    shown[2]["alarms"] = [alarm(1, "paper_out", "P2"), alarm(2, "oldest_job", "P2")]
    page = printers(shown, width=width, color_scheme=scheme)
    expect(page.locator(".printer")).to_have_count(len(STATES))
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("state", STATES[1:])
def test_every_state_but_a_good_one_says_what_to_do(printers: Printers, state: str | None) -> None:
    page = printers([printer("P1", state)])
    steps = card(page, "P1").get_by_role("list")
    expect(steps.get_by_role("listitem").first).not_to_be_empty()
    page.get_by_role("button", name="English").click()
    expect(card(page, "P1")).to_contain_text("What to do")
    expect(card(page, "P1")).not_to_contain_text("steps_")


def test_a_printer_that_is_well_needs_nothing(printers: Printers) -> None:
    page = printers([printer("P1", "ready")])
    expect(card(page, "P1")).to_contain_text("siap")
    expect(card(page, "P1").get_by_text("Yang perlu dilakukan")).to_have_count(0)
    expect(page.locator("#printers-said")).to_have_text("1 dari 1 pencetak siap")
    expect(page.locator("#alarms-section")).to_be_hidden()


def test_a_silent_agent_counts_more_than_what_it_said_before(printers: Printers) -> None:
    page = printers([printer("P1", "ready", alarms=[alarm(3, "agent_lost", "P1")])])
    expect(card(page, "P1")).to_contain_text("agen cetak diam")
    expect(card(page, "P1")).to_contain_text("Jalankan lagi agen cetaknya")


def test_the_last_papers_show_marks_tests_and_reasons(printers: Printers) -> None:
    page = printers([printer("P1", "paper_out")])
    slips = card(page, "P1").get_by_role("table")
    expect(slips).to_contain_text("CETAK ULANG 1")
    expect(slips).to_contain_text("menunggu: kertas habis")
    expect(slips.get_by_role("rowheader").nth(1)).to_have_text("tes")
    expect(card(page, "P1").locator(".paper-left")).to_have_text("habis")


@pytest.mark.parametrize(
    ("state", "left"), [("ready", "cukup"), ("near_end", "hampir habis"), ("mute", "belum diketahui")]
)
def test_paper_that_nobody_counts_is_told_by_the_state(printers: Printers, state: str, left: str) -> None:
    page = printers([printer("P1", state, tickets_left=None)])
    expect(card(page, "P1").locator("dd").filter(has_text=left)).to_have_count(1)


@pytest.mark.parametrize(
    ("state", "left", "words"),
    [
        ("ready", 1200, "sekitar 1.200 tiket"),
        ("near_end", 34, "hampir habis, sekitar 34 tiket"),
        ("near_end", 0, "hampir habis"),
        ("paper_out", 3, "habis"),
    ],
)
def test_paper_that_is_counted_is_told_with_the_age_of_the_roll(
    printers: Printers, state: str, left: int, words: str
) -> None:
    page = printers([printer("P1", state, tickets_left=left, roll_since=NOW)])
    told = card(page, "P1").locator(".paper-left")
    expect(told).to_have_text(re.compile(f"^{re.escape(words)}(gulungan sejak 23 Nov 09.00)?$"))
    expect(told).to_contain_text("gulungan sejak 23 Nov 09.00")


def test_a_new_roll_is_told_and_counted_from_now_on(printers: Printers) -> None:
    its = printer("P1", "near_end", tickets_left=None)
    page = printers([its, printer("P3", "ready")])
    asked: list[str] = []

    def change(route: Route) -> None:
        asked.append(route.request.url)
        its.update({"state": "ready", "tickets_left": 840, "roll_since": NOW})
        route.fulfill(json=its)

    intercept(page, re.compile("/printers/P1/roll$"), change)
    card(page, "P1").get_by_role("button", name="Gulungan baru dipasang").click()
    told = card(page, "P1").get_by_role("status").filter(has_text="Dicatat")
    expect(told).to_have_text("Dicatat: gulungan baru 80 m. Kertas dihitung mulai sekarang.")
    expect(card(page, "P1").locator(".paper-left")).to_contain_text("sekitar 840 tiket")
    assert asked == [page.url.split("/admin")[0] + "/api/v1/sites/BWI/printers/P1/roll"]
    expect(page.get_by_role("button", name="Gulungan baru dipasang P1")).to_be_focused()
    assert findings(page) == []


def test_a_new_roll_that_nobody_noted_says_so(printers: Printers) -> None:
    page = printers([printer("P1", "ready")])
    intercept(page, re.compile("/roll$"), lambda route: route.abort())
    card(page, "P1").get_by_role("button", name="Gulungan baru dipasang").click()
    expect(card(page, "P1")).to_contain_text("Server belum menjawab. Coba sekali lagi.")


def test_a_new_roll_of_the_real_server_is_counted(printers: Printers) -> None:
    page = printers()
    card(page, "P2").get_by_role("button", name="Gulungan baru dipasang").click()
    expect(card(page, "P2")).to_contain_text("Dicatat: gulungan baru")
    expect(card(page, "P2").locator(".paper-left")).to_contain_text("gulungan sejak")


def test_a_site_without_printers_says_so(printers: Printers) -> None:
    page = printers([])
    expect(page.locator("#none")).to_contain_text("tidak mempunyai pencetak")
    assert findings(page) == []


def test_an_alarm_is_taken_on_and_becomes_quiet(printers: Printers) -> None:
    its = alarm(4, "paper_out", "P1")
    page = printers([printer("P1", "paper_out", alarms=[its])])
    sent: list[str] = []

    def acknowledge(route: Route) -> None:
        sent.append(route.request.url)
        its.update({"acknowledged_at": NOW, "acknowledged_by": "admin"})
        route.fulfill(json=its)

    intercept(page, re.compile("/acknowledge$"), acknowledge)
    page.get_by_role("button", name="Tangani").click()
    expect(page.locator("#printer-alarms")).to_contain_text("ditangani pukul 09.00")
    expect(page.get_by_role("button", name="Tangani")).to_have_count(0)
    expect(page.locator("#alarm-said")).to_have_text("Dicatat: Anda yang menangani.")
    assert [url.split("/sites/")[1] for url in sent] == ["BWI/alarms/4/acknowledge"]


def test_a_handling_that_failed_is_shown_until_it_is_read(printers: Printers) -> None:
    shown = [printer("P1", "paper_out", alarms=[alarm(4, "paper_out", "P1")])]
    page = printers(shown)
    problem = {"code": "unknown_alarm", "detail": "Peringatan ini tidak dikenal."}

    def refuse(route: Route) -> None:
        shown[0]["alarms"] = []  # it ended in the meantime: its line goes, what was refused stays
        route.fulfill(status=404, json=problem)

    intercept(page, re.compile("/acknowledge$"), refuse)
    page.get_by_role("button", name="Tangani").click()
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text(problem["detail"])
    expect(page.locator("#alarms-section")).to_be_hidden()
    box = refusal.bounding_box()
    assert box is not None
    assert box["height"] > 20
    assert findings(page) == []
    page.get_by_role("button", name="Saya mengerti").click()
    expect(refusal).to_be_hidden()


def test_a_handling_that_nobody_answered_is_shown(printers: Printers) -> None:
    page = printers([printer("P1", "paper_out", alarms=[alarm(4, "paper_out", "P1")])])
    intercept(page, re.compile("/acknowledge$"), lambda route: route.abort())
    page.get_by_role("button", name="Tangani").click()
    expect(page.get_by_role("alert")).to_contain_text("Belum tercatat")


def test_a_refused_test_print_says_why_at_its_printer(printers: Printers) -> None:
    page = printers([printer("P1", "ready"), printer("P3", "ready")])
    problem = {"code": "unknown_printer", "detail": "Pencetak ini tidak dikenal."}
    intercept(page, re.compile("/printers/P3/test$"), lambda route: route.fulfill(status=404, json=problem))
    card(page, "P3").get_by_role("button", name="Cetak tes").click()
    expect(page.locator("#test-said-P3")).to_have_text("Pencetak ini tidak dikenal.")
    expect(page.locator("#test-said-P1")).to_be_empty()


def test_a_test_print_of_the_real_server_is_listed(printers: Printers) -> None:
    page = printers()
    card(page, "P1").get_by_role("button", name="Cetak tes").click()
    expect(page.locator("#test-said-P1")).to_contain_text("TES CETAK")
    expect(card(page, "P1").get_by_role("rowheader").first).to_have_text("tes")


def test_the_hall_leads_here_and_back(day: Server, open_page: OpenPage) -> None:
    token = next(link["token"] for link in day.links() if link["role"] == "admin")
    page = open_page(f"{day.url}/admin#token={token}")
    expect(page.locator("#hall")).to_be_visible()
    page.get_by_role("link", name="Pencetak").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pencetak")
    expect(page.locator(".printer").first).to_be_visible()
    page.get_by_role("link", name="Ruang layanan").click()
    expect(page.locator("#totals")).to_be_visible()
