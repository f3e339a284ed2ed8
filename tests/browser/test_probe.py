"""What a printer can do, on the page of the printers: asked, followed, told, and seen on a slip."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import findings
from tests.browser.routes import intercept
from tests.browser.test_printers import NOW, card, printer, printers
from tests.services.server import Server

pytestmark = pytest.mark.browser

Printers = Callable[..., Page]
__all__ = ["printers"]

FINDINGS = {
    "state": "ready",
    "name": "TM-T82",
    "process_id": True,
    "fence": True,
    "clear_buffer": True,
    "width": 80,
    "profile_80": "epson-80",
    "profile_58": "epson-58",
}
CLONE = {
    **FINDINGS,
    "name": "",
    "process_id": False,
    "clear_buffer": None,
    "profile_80": "clone-80",
    "profile_58": "clone-58",
}
MUTE = {**CLONE, "state": "mute", "fence": False, "profile_80": "clone-80-mute"}


def outcome(end: str = "found", found: Any = None, *, slip: str | None = None, reason: str = "") -> Any:
    return {"end": end, "findings": found, "slip": slip, "reason": reason}


def probe(ended: Any = None, *, taken: bool = True) -> dict[str, Any]:
    """As the API describes it; without `ended` an agent is still to answer."""
    return {
        "id": 1,
        "asked_at": NOW,
        "asked_by": "admin:1",
        "slip": bool(ended and ended["slip"]),
        "started_at": NOW if taken else None,
        "ended_at": NOW if ended else None,
        "outcome": ended,
    }


EVERY = {
    "none": None,
    "asked": probe(taken=False),
    "taken": probe(),
    "fits": probe(outcome(found=FINDINGS, slip="PRINTED")),
    "clone": probe(outcome(found=CLONE, slip="UNKNOWN")),
    "mute": probe(outcome(found=MUTE, slip="NOT_PRINTED", reason="mute")),
    "blocked": probe(
        outcome(found={**FINDINGS, "state": "paper_out"}, slip="NOT_PRINTED", reason="paper_out")
    ),
    "queue": probe(outcome("one_way", {**MUTE, "profile_80": "epson-80"}, slip="SENT")),
    "untaken": probe(outcome("untaken"), taken=False),
    "lost": probe(outcome("lost")),
    "unreachable": probe(outcome("unreachable")),
    "broken": probe(outcome("broken")),
}


def open_all(page: Page) -> None:
    for summary in page.locator(".probe summary").all():
        summary.click()


def said(page: Page, code: str = "P1") -> Locator:
    return page.locator(f"#probe-said-{code}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 320])
def test_everybody_can_read_every_outcome(printers: Printers, scheme: str, width: int) -> None:
    shown = [printer(name, "ready", probe=its) for name, its in EVERY.items()]
    page = printers(shown, width=width, color_scheme=scheme)
    open_all(page)
    expect(page.locator(".probe details[open]")).to_have_count(len(EVERY) - 1)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["Indonesia", "English"])
def test_every_outcome_is_a_sentence(printers: Printers, language: str) -> None:
    page = printers([printer(name, "ready", probe=its) for name, its in EVERY.items()])
    page.get_by_role("button", name=language).click()
    open_all(page)
    for name, its in EVERY.items():
        assert said(page, name).inner_text().endswith(".") == (its is not None), name
        text = card(page, name).inner_text()
        assert "probe_" not in text, name
        assert "{" not in text, name


def test_it_is_asked_taken_up_and_told_by_the_real_server(printers: Printers, day: Server) -> None:
    page = printers()
    p1 = card(page, "P1")
    p1.get_by_label("Cetak juga kertas uji").check()
    p1.get_by_role("button", name="Periksa kemampuan").click()
    expect(said(page)).to_have_text("Menunggu agen cetak. Pencetak ditanyai di antara dua tiket.")
    expect(p1.locator("[aria-current=step]")).to_contain_text("Diambil agen cetak")
    agent = day.token("agent")

    def tell(deed: str, body: dict[str, Any]) -> Any:
        return day.request("POST", f"/api/v1/agent/{deed}", token=agent, body=body).json

    (order,) = tell("lease", {"printers": [{"site": "BWI", "code": "P1"}]})["probes"]
    assert order["slip"]
    assert tell("probe-taken", {"probe": order["probe"]}) == {"wanted": True}
    expect(said(page)).to_contain_text("sedang menanyai")
    tell("probe-outcome", {"probe": order["probe"], **outcome(found=CLONE, slip="PRINTED")})

    expect(said(page)).to_have_text(
        "Data mal menyebut epson-80; kami menyarankan clone-80. "
        "Ganti jenis pencetak ini di Data mal, bagian Pencetak."
    )
    expect(p1).to_contain_text("Kertas uji sudah keluar.")
    expect(p1.get_by_role("button", name="Periksa kemampuan")).to_have_attribute("aria-busy", "false")
    expect(p1.get_by_role("button", name="Periksa kemampuan")).to_be_focused()


def test_what_a_person_sees_on_the_slip_changes_the_advice_and_goes_nowhere(printers: Printers) -> None:
    page = printers([printer("P1", "ready", probe=EVERY["fits"])])
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    open_all(page)
    expect(said(page)).to_have_text("Cocok: epson-80 profil yang tepat.")
    ruler = page.get_by_role("group", name="deretan angka")
    ruler.get_by_label("Tidak").focus()
    page.keyboard.press("Space")
    expect(said(page)).to_contain_text("kami menyarankan epson-58")
    expect(ruler.get_by_label("Tidak")).to_be_focused()
    page.get_by_role("group", name="terpotong").get_by_label("Tidak").check()
    page.get_by_role("group", name="QR").get_by_label("Ya").check()
    expect(card(page, "P1")).to_contain_text("harus menyobek tiketnya")
    expect(card(page, "P1")).to_contain_text("Kode QR-nya terbaca.")
    ruler.get_by_label("Ya").check()
    expect(said(page)).to_have_text("Cocok: epson-80 profil yang tepat.")
    assert "POST" not in sent


def test_without_a_slip_nobody_is_asked_to_look_at_one(printers: Printers) -> None:
    page = printers([printer("P1", "ready", probe=EVERY["blocked"])])
    open_all(page)
    expect(card(page, "P1")).to_contain_text("Kertas uji tidak dicetak (kertas habis)")
    expect(card(page, "P1").get_by_role("radio")).to_have_count(0)


def test_a_refusal_says_why_at_its_printer(printers: Printers) -> None:
    page = printers([printer("P1", "ready"), printer("P3", "ready")])
    problem = {"code": "unknown_printer", "detail": "Pencetak ini tidak dikenal."}
    intercept(page, re.compile("/printers/P3/probe$"), lambda route: route.fulfill(status=404, json=problem))
    card(page, "P3").get_by_role("button", name="Periksa kemampuan").click()
    expect(said(page, "P3")).to_have_text("Pencetak ini tidak dikenal.")
    expect(said(page)).to_be_empty()


def test_a_refusal_gives_way_to_a_newer_probe(printers: Printers) -> None:
    shown = [printer("P1", "ready", probe=EVERY["clone"])]
    page = printers(shown)
    problem = {"code": "unknown_printer", "detail": "Pencetak ini tidak dikenal."}
    intercept(page, re.compile("/printers/P1/probe$"), lambda route: route.fulfill(status=404, json=problem))
    card(page, "P1").get_by_role("button", name="Periksa kemampuan").click()
    expect(said(page)).to_have_text("Pencetak ini tidak dikenal.")
    shown[0]["probe"] = {**EVERY["fits"], "id": 2}  # somebody else asked, elsewhere
    page.locator("#refresh").click()
    expect(said(page)).to_contain_text("Cocok")


def test_an_open_probe_is_looked_at_sooner_than_the_rest_of_the_hall(printers: Printers) -> None:
    shown = [printer("P1", "ready", probe=EVERY["asked"])]
    page = printers(shown)
    page.clock.install()
    page.reload()
    expect(said(page)).to_contain_text("Menunggu")
    shown[0]["probe"] = EVERY["fits"]
    page.clock.run_for(1_500)  # the page itself asks every five seconds
    expect(said(page)).to_contain_text("Cocok")
