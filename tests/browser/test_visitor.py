"""The phone page of a ticket and the public page of a site, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.browser.clerk import SITE, Clerk

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PHONE = {"width": 360, "height": 740}
LIGHT_BYTES = 60_000
# What came over the air for the page and everything it loaded.
SIZES = """
() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .map(({ name, transferSize }) => [name, transferSize])
"""
LINKED = "() => performance.getEntriesByType('resource').some(({ name }) => name.includes('socket.io'))"
LISTEN = """
window.felt = [];
Object.defineProperty(navigator, "vibrate", { value: (pattern) => window.felt.push(pattern) });
"""


def follow(open_page: OpenPage, clerk: Clerk, ticket: dict[str, object], **profile: object) -> Page:
    """The ticket's page on a phone, with its live link standing."""
    page = open_page(f"{clerk.server.url}/t/{ticket['token']}", **{**PHONE, **profile})
    expect(page.locator("#alert-switch")).to_be_visible()
    return page


def expect_state(page: Page, state: str) -> None:
    expect(page.locator("html")).to_have_attribute("data-state", state)


def test_a_visitor_follows_the_number_from_waiting_to_served(open_page: OpenPage, clerk: Clerk) -> None:
    clerk.visitor()
    ticket = clerk.visitor()
    page = follow(open_page, clerk, ticket)
    expect(page.locator("#ahead")).to_have_text("1")
    expect(page.locator("#sentence")).to_have_text("Mohon tunggu, nomor Anda akan dipanggil.")
    clerk.press("call-next")
    expect(page.locator("#ahead")).to_have_text("0")
    expect(page.locator("#sentence")).to_have_text("Anda berikutnya. Mohon bersiap.")
    clerk.press("finish")
    clerk.press("call-next")
    expect_state(page, "called")
    expect(page.locator("#counter")).to_have_text(clerk.name)
    clerk.press("serve")
    expect(page.locator("#sentence")).to_have_text(f"Anda sedang dilayani di {clerk.name}.")
    clerk.press("finish")
    expect_state(page, "served")


def test_your_turn_rings_until_the_phone_is_touched_and_again_at_the_next_call(
    open_page: OpenPage, clerk: Clerk
) -> None:
    ticket = clerk.visitor()
    page = follow(open_page, clerk, ticket)
    page.evaluate(LISTEN)
    page.get_by_role("button", name="Nyalakan bunyi saat dipanggil").click()
    clerk.press("call-next")
    expect(page).to_have_title("GILIRAN ANDA")
    silence = page.get_by_role("button", name="Saya menuju ke sana")
    expect(silence).to_be_visible()
    assert page.evaluate("window.felt.length") > 0
    page.locator("#sentence").click()
    expect(silence).to_be_hidden()
    expect(page).to_have_title(f"{ticket['number']} dipanggil")
    clerk.press("recall")
    expect(silence).to_be_visible()
    silence.click()
    clerk.press("miss")
    expect(page.locator("#sentence")).to_contain_text(f"Nomor Anda sudah dipanggil ke {clerk.name}")


def test_opening_the_page_notes_the_number_and_looking_without_scripts_changes_nothing(
    open_page: OpenPage, clerk: Clerk
) -> None:
    ticket = clerk.visitor()
    facts = f"/api/v1/journal?site={SITE}&after=0&limit=500"

    def kinds() -> list[str]:
        journal = clerk.server.request("GET", facts, token=clerk.tokens["admin"]).json["facts"]
        return [fact["kind"] for fact in journal if fact["ticket"] == ticket["id"]]

    open_page(f"{clerk.server.url}/t/{ticket['token']}", java_script_enabled=False)
    assert kinds() == ["ticket_issued"]
    page = open_page("about:blank", **PHONE)
    with page.expect_response("**/confirm"):
        page.goto(f"{clerk.server.url}/t/{ticket['token']}")
    assert kinds() == ["ticket_issued", "ticket_confirmed"]


def test_a_number_is_cancelled_after_a_second_question(open_page: OpenPage, clerk: Clerk) -> None:
    ticket = clerk.visitor()
    page = follow(open_page, clerk, ticket)
    page.get_by_text("Batalkan nomor ini").click()
    page.get_by_role("button", name="Tidak, tetap menunggu").click()
    expect(page.get_by_role("button", name="Ya, batalkan")).to_be_hidden()
    page.get_by_text("Batalkan nomor ini").click()
    page.get_by_role("button", name="Ya, batalkan").click()
    expect_state(page, "cancelled")
    assert clerk.desk()["waiting"] == 0


def test_a_number_is_cancelled_without_scripts_too(open_page: OpenPage, clerk: Clerk) -> None:
    ticket = clerk.visitor()
    page = open_page(f"{clerk.server.url}/t/{ticket['token']}", java_script_enabled=False, **PHONE)
    page.get_by_text("Batalkan nomor ini").click()
    page.get_by_role("button", name="Ya, batalkan").click()
    expect(page.locator("#sentence")).to_contain_text("Nomor ini sudah dibatalkan.")
    assert clerk.desk()["waiting"] == 0


def test_a_cancellation_that_does_not_arrive_says_so(open_page: OpenPage, clerk: Clerk) -> None:
    page = follow(open_page, clerk, clerk.visitor())
    page.get_by_text("Batalkan nomor ini").click()
    page.context.set_offline(True)
    page.get_by_role("button", name="Ya, batalkan").click()
    expect(page.get_by_role("alert")).to_contain_text("Belum terkirim.")
    assert clerk.desk()["waiting"] == 1


def test_a_lost_connection_says_how_old_the_page_is_and_heals(open_page: OpenPage, clerk: Clerk) -> None:
    ticket = clerk.visitor()
    page = follow(open_page, clerk, ticket)
    page.context.set_offline(True)
    expect(page.locator("#stale")).to_contain_text("menyambung kembali")
    clerk.press("call-next")
    page.context.set_offline(False)
    expect_state(page, "called")
    expect(page.locator("#stale")).to_be_hidden()


def test_a_ticket_that_was_passed_on_shows_its_new_service(open_page: OpenPage, clerk: Clerk) -> None:
    page = follow(open_page, clerk, clerk.visitor())
    clerk.press("call-next")
    expect_state(page, "called")
    clerk.press("transfer", service="A02")
    expect(page.locator(".about")).to_contain_text("Penerbitan KTP-el baru")
    expect_state(page, "waiting")


def test_the_page_speaks_the_language_of_the_ticket_until_another_is_chosen(
    open_page: OpenPage, clerk: Clerk
) -> None:
    ticket = clerk.visitor(language="en")
    page = follow(open_page, clerk, ticket)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Bahasa Indonesia").click()
    expect(page.locator("#sentence")).to_have_text("Anda berikutnya. Mohon bersiap.")


def test_the_scanned_address_in_capitals_opens_the_same_page(open_page: OpenPage, clerk: Clerk) -> None:
    ticket = clerk.visitor()
    page = open_page(f"{clerk.server.url}/T/{ticket['token']}", **PHONE)
    expect(page.get_by_role("heading", level=1)).to_contain_text(ticket["number"].split("-")[1])
    page.goto(f"{clerk.server.url}/t/{ticket['token'].lower()}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(ticket["number"].split("-")[1])


def test_an_unknown_ticket_is_a_friendly_page(open_page: OpenPage, clerk: Clerk) -> None:
    page = open_page(f"{clerk.server.url}/t/NOSUCHTICKET", **PHONE)
    expect(page.get_by_role("heading", name="Tiket tidak ditemukan")).to_be_visible()
    assert findings(page) == []


def test_the_page_is_light_with_its_scripts_and_its_live_link(open_page: OpenPage, clerk: Clerk) -> None:
    page = follow(open_page, clerk, clerk.visitor())
    expect(page.locator("#heard")).to_contain_text("Data pukul")
    page.wait_for_function(LINKED)
    sizes = {name: size for name, size in page.evaluate(SIZES) if not name.endswith(".woff2")}
    assert 0 < sum(sizes.values()) < LIGHT_BYTES, sizes


def test_the_notice_of_the_hall_stands_on_the_phone_until_it_is_taken_down(
    open_page: OpenPage, clerk: Clerk
) -> None:
    admin, path = clerk.server.token("admin"), f"/api/v1/sites/{SITE}/notice"
    page = follow(open_page, clerk, clerk.visitor())
    wish = {"text_id": "Layanan pindah ke lantai satu.", "text_en": "Services move to floor one."}
    assert clerk.server.request("POST", path, token=admin, body=wish).status == 200
    expect(page.get_by_role("status", name="Pengumuman")).to_have_text(wish["text_id"])
    clerk.press("call-next")
    expect_state(page, "called")
    assert findings(page) == []
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("status", name="Notice")).to_have_text(wish["text_en"])
    public = open_page(f"{clerk.server.url}/{SITE}", **PHONE)
    expect(public.get_by_text(wish["text_id"])).to_be_visible()
    assert clerk.server.request("POST", f"{path}/end", token=admin, body={}).status == 200
    expect(page.get_by_role("status", name="Notice")).to_be_hidden()


def test_the_public_page_lists_agencies_and_what_to_bring(open_page: OpenPage, clerk: Clerk) -> None:
    page = open_page(f"{clerk.server.url}/{SITE.lower()}?lang=id", **PHONE)
    expect(page.get_by_role("heading", level=1)).to_have_text("MPP Banyuwangi")
    assert findings(page) == []
    page.get_by_role("link", name="Dispendukcapil").click()
    page.get_by_text("Persyaratan (2)").first.click()
    expect(page.get_by_text("Akta kelahiran", exact=True).first).to_be_visible()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_people_from_using_the_phone_page(
    open_page: OpenPage, clerk: Clerk, scheme: str
) -> None:
    ticket = clerk.visitor(priority="elderly")
    page = follow(open_page, clerk, ticket, width=320, color_scheme=scheme)
    page.get_by_text("Batalkan nomor ini").click()
    assert findings(page) == []
    for deed in ("call-next", "serve", "finish"):
        clerk.press(deed)
        state = {"call-next": "called", "serve": "serving", "finish": "served"}[deed]
        expect_state(page, state)
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 320
