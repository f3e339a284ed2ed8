"""A supervisor steers the live hall in a real browser: what is done, refused, and not offered."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from itertools import count

import pytest
from playwright.sync_api import Page, Route, expect

from app.domain.staff import Grant, Role
from app.operations.counters import close_counter
from app.operations.desk import desk_at
from app.store.database import Database
from app.store.transaction import Transaction
from config.bootstrap import ROOT
from config.mall import load
from tests.browser.accessibility import findings
from tests.browser.clerk import SITE, Clerk
from tests.browser.routes import intercept
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
Supervisor = Callable[..., Page]
PASSWORD = "kuda lumping menari"
MONDAY = datetime.fromisoformat("2026-11-23T10:00:00+07:00")


@pytest.fixture(scope="module")
def names() -> Iterator[str]:
    return (f"sri{number}" for number in count())


@pytest.fixture
def supervisor(day: Server, open_page: OpenPage, names: Iterator[str]) -> Supervisor:
    """Signs somebody in, for some agencies or for the whole site, and opens the hall."""

    def begin(*agencies: str, **profile: object) -> Page:
        name = next(names)
        grant = Grant(Role.SUPERVISOR, SITE, frozenset(agencies) or None)
        day.person(name, grant, password=PASSWORD)
        page = open_page(f"{day.url}/login", **profile)
        wish = {"username": name, "password": PASSWORD}
        assert page.request.post(f"{day.url}/api/v1/session", data=wish).ok
        page.goto(f"{day.url}/admin")
        expect(page.locator("#hall")).to_be_visible()
        return page

    return begin


def open_desk(page: Page, clerk: Clerk) -> None:
    page.locator(f'[data-counter="{clerk.counter}"]').click()
    expect(page.locator("#panel-title")).to_have_text(clerk.name)


def look_again(page: Page) -> None:
    """As every five seconds; the pointer stays where it is."""
    with page.expect_response("**/hall"):
        page.evaluate("document.getElementById('refresh').click()")


def agency_of(clerk: Clerk) -> str:
    answer = clerk.server.request("GET", f"/api/v1/sites/{SITE}").json
    return next(
        str(agency["code"])
        for agency in answer["agencies"]
        if clerk.service in {service["code"] for service in agency["services"]}
    )


def asks_to_close(clerk: Clerk) -> None:
    """As in a mall where a closing has to be agreed to, on a day on which it is open."""
    mall = load(ROOT / "config" / "malls" / "banyuwangi")
    mall = replace(mall, rules=replace(mall.rules, closing_needs_approval=True))

    def ask(tx: Transaction) -> None:
        desk = desk_at(tx, mall, clerk.counter, actor="counter:1")
        close_counter(tx, desk, reason="Makan siang", may_approve=False, now=MONDAY)

    with closing(Database(clerk.server.environment["ANTREAN_DATABASE"])) as database:
        database.write(SITE, ask)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_the_panel(supervisor: Supervisor, clerk: Clerk, scheme: str) -> None:
    page = supervisor(color_scheme=scheme)
    clerk.visitor()
    clerk.press("call-next")
    page.get_by_role("button", name="Perbarui").click()
    open_desk(page, clerk)
    page.get_by_role("button", name="Lepaskan").click()
    expect(page.get_by_label("Nomornya")).to_be_focused()
    assert findings(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator(f'[data-counter="{clerk.counter}"]')).to_be_focused()


def test_a_stuck_number_goes_back_to_its_queue(supervisor: Supervisor, clerk: Clerk) -> None:
    number = clerk.visitor()["number"]
    clerk.press("call-next")
    page = supervisor()
    open_desk(page, clerk)
    page.get_by_role("button", name=f"Lepaskan {number} dari loket ini").click()
    page.get_by_role("button", name=f"Lepaskan {number}", exact=True).click()
    expect(page.locator("#panel-said")).to_have_text(f"{number} dilepaskan dari {clerk.name}.")
    assert clerk.desk()["ticket"] is None
    assert clerk.desk()["queue"][0]["number"] == number


def test_a_counter_rests_closes_with_a_reason_and_opens_again(supervisor: Supervisor, clerk: Clerk) -> None:
    page = supervisor()
    open_desk(page, clerk)
    page.get_by_role("button", name="Istirahat").click()
    page.get_by_role("button", name="Mulai istirahat").click()
    expect(page.locator("#panel-said")).to_have_text(f"{clerk.name} istirahat.")
    page.get_by_role("button", name="Tutup loket").click()
    page.get_by_label("Alasan").fill("Rapat")
    page.get_by_label("Buka lagi dalam").select_option(label="30 mnt")
    page.get_by_role("button", name="Tutup sekarang").click()
    expect(page.locator(f'[data-counter="{clerk.counter}"]')).to_contain_text("Tutup")
    assert clerk.desk()["counter"]["reopens_at"]
    page.get_by_role("button", name="Buka loket").click()
    expect(page.locator("#panel-said")).to_have_text(f"{clerk.name} dibuka.")
    assert clerk.desk()["counter"]["state"] == "open"


def test_closing_the_last_counter_says_who_still_waits_there(supervisor: Supervisor, clerk: Clerk) -> None:
    clerk.visitor()
    page = supervisor()
    open_desk(page, clerk)
    page.get_by_role("button", name="Tutup loket").click()
    expect(page.locator(".deed-warning")).to_contain_text("1 orang masih menunggu")


def test_what_the_server_refuses_is_said_beside_the_button(supervisor: Supervisor, clerk: Clerk) -> None:
    page = supervisor()
    open_desk(page, clerk)
    page.get_by_role("button", name="Tutup loket").click()
    clerk.visitor()
    clerk.press("call-next")
    page.get_by_role("button", name="Tutup sekarang").click()
    expect(page.locator(".deed-form .error")).to_contain_text("masih")
    assert clerk.desk()["counter"]["state"] == "open"


def test_a_counter_helps_another_agency_and_ends_it(supervisor: Supervisor, clerk: Clerk) -> None:
    page = supervisor()
    open_desk(page, clerk)
    page.get_by_role("button", name="Bantu antrean lain").click()
    chosen = page.get_by_label("Instansi").locator("option").first.inner_text()
    page.get_by_role("button", name="Mulai membantu").click()
    expect(page.locator(".panel-list")).to_contain_text(f"{chosen} s.d.")
    expect(page.locator(f'[data-counter="{clerk.counter}"]')).to_contain_text("membantu")
    page.get_by_role("button", name="Akhiri bantuan").click()
    expect(page.locator(".panel-list")).not_to_contain_text("s.d.")


def test_a_closing_is_agreed_to_among_the_alarms(supervisor: Supervisor, clerk: Clerk) -> None:
    asks_to_close(clerk)
    page = supervisor()
    entry = page.locator("#closings li").filter(has_text=f"{clerk.name} minta tutup")
    expect(entry).to_contain_text("Makan siang")
    entry.get_by_role("button", name="Setujui").click()
    expect(page.locator("#alarm-said")).to_have_text(f"Penutupan {clerk.name} disetujui.")
    assert clerk.desk()["counter"]["state"] == "closed"


def test_a_closing_that_leaves_people_alone_is_shown_first(supervisor: Supervisor, clerk: Clerk) -> None:
    clerk.visitor()
    asks_to_close(clerk)
    page = supervisor()
    entry = page.locator("#closings li").filter(has_text=f"{clerk.name} minta tutup")
    entry.get_by_role("button", name="Setujui").click()
    expect(page.locator(".deed-warning")).to_contain_text("1 orang masih menunggu")
    entry.get_by_role("button", name="tetap buka").click()
    expect(page.locator("#alarm-said")).to_have_text(f"{clerk.name} tetap buka.")
    assert clerk.desk()["counter"]["state"] == "open"


def test_a_service_is_paused_and_set_back(supervisor: Supervisor, clerk: Clerk, day: Server) -> None:
    page = supervisor()
    page.locator(f'[data-agency="{agency_of(clerk)}"]').click()
    page.get_by_role("button", name="Atur layanan").click()
    page.get_by_label("Layanan", exact=True).select_option(clerk.service)
    page.get_by_label("Alasan").fill("Jaringan pusat putus")
    page.get_by_role("button", name="Atur sekarang").click()
    expect(page.locator("#switches")).to_contain_text("dijeda: Jaringan pusat putus")
    expect(page.locator(".panel-services")).to_contain_text("dijeda: Jaringan pusat putus")
    path, body = f"/api/v1/sites/{SITE}/tickets", {"service": clerk.service}
    refused = day.request("POST", path, token=clerk.tokens["kiosk"], body=body)
    assert refused.status >= 400
    page.get_by_role("button", name="Tutup panel").click()
    page.locator("#switches").get_by_role("button", name="Seperti biasa").click()
    expect(page.locator("#switches-section")).to_be_hidden()
    clerk.visitor()


def test_a_notice_goes_up_in_both_languages_and_comes_down(supervisor: Supervisor, day: Server) -> None:
    page = supervisor()
    page.locator("#notice-open").click()
    page.get_by_role("button", name="Pasang pengumuman").click()
    page.get_by_label("Bahasa Indonesia").fill("Lift rusak")
    page.get_by_role("button", name="Pasang di semua layar").click()
    expect(page.locator(".deed-form .error")).to_have_text("Tulis pengumuman dalam kedua bahasa.")
    page.get_by_label("Bahasa Inggris").fill("The lift is broken")
    page.get_by_role("button", name="Pasang di semua layar").click()
    expect(page.locator("#notice-text")).to_have_text("Lift rusak")
    notice = day.request("GET", f"/api/v1/sites/{SITE}/notice").json["notice"]
    assert (notice["id"], notice["en"]) == ("Lift rusak", "The lift is broken")
    assert findings(page) == []
    page.get_by_role("button", name="Turunkan pengumuman").click()
    expect(page.locator("#notice-text")).to_have_text("Tidak ada pengumuman di layar.")


def test_a_supervisor_of_some_agencies_is_offered_deeds_for_these_alone(
    supervisor: Supervisor, clerk: Clerk, free_clerks: Iterator[Clerk]
) -> None:
    other = next(free_clerks)
    page = supervisor(agency_of(clerk))
    open_desk(page, clerk)
    expect(page.locator("#deed-help")).to_be_visible()
    open_desk(page, other)
    expect(page.locator("#panel-facts")).to_contain_text("tidak ada yang dapat Anda ubah")
    expect(page.locator("#panel-deeds button")).to_have_count(0)
    page.locator("#notice-open").click()
    expect(page.locator("#panel-title")).to_have_text("Pengumuman")
    expect(page.locator("#panel-deeds button")).to_have_count(0)
    expect(page.get_by_role("link", name="Petugas")).to_be_hidden()
    expect(page.get_by_role("link", name="Pencetak")).to_be_visible()


def test_a_press_is_not_lost_when_its_tile_changes_under_the_hand(
    supervisor: Supervisor, clerk: Clerk
) -> None:
    page = supervisor()
    tile = page.locator(f'[data-counter="{clerk.counter}"]')
    tile.scroll_into_view_if_needed()
    tile.hover()
    page.mouse.down()
    clerk.visitor()
    clerk.press("call-next")
    look_again(page)
    expect(tile).to_contain_text("Memanggil")
    page.mouse.up()
    expect(page.locator("#panel-title")).to_have_text(clerk.name)


def test_an_alarm_leads_to_its_counter_and_stays_under_the_hand_when_it_is_over(
    supervisor: Supervisor, clerk: Clerk
) -> None:
    page = supervisor()
    alarm = {
        "id": 900_001, "site": SITE, "printer": clerk.counter, "subject": "counter", "detail": clerk.name,
        "kind": "idle_with_queue", "since": "2026-11-23T02:00:00+00:00", "cleared_at": None,
        "acknowledged_at": None, "acknowledged_by": None,
    }  # fmt: skip
    told: list[object] = [alarm]

    def answer(route: Route) -> None:
        hall = route.fetch().json()
        route.fulfill(body=json.dumps({**hall, "alarms": told}), content_type="application/json")

    intercept(page, "**/hall", answer)
    look_again(page)
    entry = page.locator("#printer-alarms li").filter(has_text="buka dan kosong")
    expect(entry).to_be_visible()
    expect(page.locator(f'[data-counter="{clerk.counter}"]')).to_contain_text("Ada peringatan.")
    assert findings(page) == []
    page.get_by_role("button", name=f"Lihat {clerk.name}").click()
    expect(page.locator("#panel-title")).to_have_text(clerk.name)
    entry.hover()
    told.clear()
    look_again(page)
    expect(entry).to_contain_text("selesai")
    expect(entry.get_by_role("button", name="Tangani")).to_have_count(0)
