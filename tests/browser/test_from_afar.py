"""A number from afar in a real browser: found, taken, checked in and put off, with scripts and without."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.browser.clerk import SITE, Clerk

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 740}
LIGHT_BYTES = 60_000
SIZES = """
() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .map(({ name, transferSize }) => [name, transferSize])
"""
LINKED = "() => performance.getEntriesByType('resource').some(({ name }) => name.includes('socket.io'))"
LISTEN = """
window.felt = [];
Object.defineProperty(navigator, "vibrate", { value: (pattern) => window.felt.push(pattern) });
"""
WIDTH = "document.documentElement.scrollWidth"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def code(clerk: Clerk) -> str:
    """What the kiosk shows now."""
    path = f"/api/v1/sites/{SITE}/presence"
    return str(clerk.server.request("GET", path, token=clerk.tokens["kiosk"]).json["code"])


def service_page(open_page: OpenPage, clerk: Clerk, **profile: object) -> Page:
    return open_page(f"{clerk.server.url}/{SITE}/layanan/{clerk.service}", **{**PHONE, **profile})


def take(page: Page) -> str:
    """Takes a number on a service's page; returns the address of the number's page."""
    page.get_by_role("button", name="Ambil nomor dari sini").click()
    expect(page.locator("html")).to_have_attribute("data-state", "expected")
    return page.url


def expect_usable(page: Page, width: int = 360, *, scripts: bool = True) -> None:
    """Where the page's own scripts are off, no others run either; the markup is the same."""
    if not scripts:
        return
    assert findings(page) == []
    assert page.evaluate(WIDTH) == width


@SCRIPTS
def test_a_visitor_takes_a_number_and_checks_in_with_the_code_of_the_screens(
    open_page: OpenPage, clerk: Clerk, scripts: bool
) -> None:
    page = service_page(open_page, clerk, java_script_enabled=scripts)
    address = take(page)
    expect(page.get_by_role("heading", level=2)).to_have_text(re.compile(r"Datang sebelum|Silakan datang"))
    expect(page.locator("#kept")).to_contain_text("Nomor disimpan sampai pukul")
    assert clerk.desk()["waiting"] == 0
    expect_usable(page, scripts=scripts)

    page.get_by_label("Kode di layar").fill("222222")
    page.get_by_role("button", name="Lapor kedatangan").click()
    expect(page.get_by_role("alert").filter(has_text="Kode ini tidak cocok")).to_be_visible()
    expect_usable(page, scripts=scripts)

    shown = code(clerk)
    page.get_by_label("Kode di layar").fill(f"{shown[:3]} {shown[3:].lower()}")
    page.get_by_role("button", name="Lapor kedatangan").click()
    expect(page.locator("html")).to_have_attribute("data-state", "waiting")
    expect(page.locator("#coming")).to_be_hidden()
    assert page.url == address
    assert clerk.desk()["waiting"] == 1


@SCRIPTS
def test_the_code_on_the_kiosk_opens_the_check_in_of_this_phone(
    open_page: OpenPage, clerk: Clerk, scripts: bool
) -> None:
    page = service_page(open_page, clerk, java_script_enabled=scripts)
    address = take(page)
    page.goto(f"{clerk.server.url}/{SITE}/here/{code(clerk)}")
    expect_usable(page, scripts=scripts)
    page.get_by_role("button", name="Saya sudah di sini").click()
    expect(page.locator("html")).to_have_attribute("data-state", "waiting")
    assert page.url == address

    page.goto(f"{clerk.server.url}/{SITE}/here/ABCDEF")
    expect(page.get_by_text("Nomor berikut sudah masuk antrean:")).to_be_visible()
    expect_usable(page, scripts=scripts)


def test_a_phone_without_a_number_is_told_what_the_code_is_for(open_page: OpenPage, clerk: Clerk) -> None:
    page = open_page(f"{clerk.server.url}/{SITE}/here/{code(clerk)}?lang=en", **NARROW)
    expect(page.get_by_text("This phone has no number that waits for a check-in")).to_be_visible()
    expect_usable(page, 320)


@SCRIPTS
def test_more_time_is_given_twice(open_page: OpenPage, clerk: Clerk, scripts: bool) -> None:
    page = service_page(open_page, clerk, java_script_enabled=scripts)
    take(page)
    more = page.get_by_role("button", name="Saya perlu 10 menit lagi")
    before = page.locator("#kept").inner_text()
    more.click()
    expect(page.locator("#postpone-left")).to_contain_text("Masih bisa 1 kali.")
    expect(page.locator("#kept")).not_to_have_text(before)
    more.click()
    expect(page.locator("#postpone-left")).to_have_text("Waktu tambahan sudah diminta dua kali.")
    expect(more).to_be_disabled()
    expect_usable(page, scripts=scripts)


@SCRIPTS
def test_a_visitor_goes_to_the_end_after_a_second_question(
    open_page: OpenPage, clerk: Clerk, scripts: bool
) -> None:
    ticket = clerk.visitor()
    clerk.visitor()
    page = open_page(f"{clerk.server.url}/t/{ticket['token']}", java_script_enabled=scripts, **PHONE)
    expect(page.locator("#ahead")).to_have_text("0")
    page.get_by_text("Pindah ke belakang", exact=True).click()
    expect_usable(page, scripts=scripts)
    page.get_by_role("button", name="Ya, pindah ke belakang").click()
    expect(page.locator("#ahead")).to_have_text("1")


def test_a_press_that_does_not_arrive_says_so_and_counts_once(open_page: OpenPage, clerk: Clerk) -> None:
    page = service_page(open_page, clerk)
    take(page)
    more = page.get_by_role("button", name="Saya perlu 10 menit lagi")
    page.wait_for_function(LINKED)
    page.context.set_offline(True)
    more.click()
    expect(page.locator("#refusal")).to_contain_text("Belum terkirim.")
    page.context.set_offline(False)
    more.click()
    expect(page.locator("#postpone-left")).to_contain_text("Masih bisa 1 kali.")
    expect(page.locator("#refusal")).to_be_hidden()


def test_a_phone_that_asked_for_sound_hears_once_that_it_is_near(open_page: OpenPage, clerk: Clerk) -> None:
    for _ in range(4):
        clerk.visitor()
    ticket = clerk.visitor()
    page = open_page(f"{clerk.server.url}/t/{ticket['token']}", **PHONE)
    page.evaluate(LISTEN)
    page.get_by_role("button", name="Nyalakan bunyi saat dipanggil").click()
    soon = page.get_by_text("Sebentar lagi giliran Anda.")
    expect(page.locator("#ahead")).to_have_text("4")
    expect(soon).to_be_hidden()
    clerk.press("call-next")
    expect(soon).to_be_visible()
    expect(page.locator("#ahead")).to_have_text("3")
    assert page.evaluate("window.felt.length") == 1
    expect_usable(page)
    clerk.press("finish")
    clerk.press("call-next")
    expect(page.locator("#ahead")).to_have_text("2")
    assert page.evaluate("window.felt.length") == 1


def test_a_visitor_chooses_how_near_is_near_and_the_phone_keeps_it(open_page: OpenPage, clerk: Clerk) -> None:
    for _ in range(3):
        clerk.visitor()
    ticket = clerk.visitor()
    page = open_page(f"{clerk.server.url}/t/{ticket['token']}", **PHONE)
    soon, near = page.locator("#soon"), page.get_by_label("Ingatkan saya saat di depan saya tinggal")
    expect(soon).to_be_visible()  # three are ahead, as the page proposes
    near.select_option(label="1 orang")
    expect(soon).to_be_hidden()
    page.reload()
    expect(near).to_have_value("1")
    expect(soon).to_be_hidden()
    page.evaluate(LISTEN)
    page.get_by_role("button", name="Nyalakan bunyi saat dipanggil").click()
    for ahead, buzzes in (("2", 0), ("1", 1)):
        clerk.press("call-next")
        clerk.press("finish")
        expect(page.locator("#ahead")).to_have_text(ahead)
        assert page.evaluate("window.felt.length") == buzzes
    expect(soon).to_be_visible()
    expect_usable(page)
    near.select_option(label="10 orang")
    expect(soon).to_be_visible()
    assert page.evaluate("window.felt.length") == 1


@SCRIPTS
def test_one_of_370_services_is_found_by_a_word(open_page: OpenPage, clerk: Clerk, scripts: bool) -> None:
    page = open_page(f"{clerk.server.url}/{SITE}", java_script_enabled=scripts, **PHONE)
    field = page.get_by_role("searchbox", name="Cari layanan")
    field.press_sequentially("paspot")  # a slip
    if not scripts:
        page.get_by_role("button", name="Cari").click()
    expect(page.get_by_role("status").filter(has_text="layanan ditemukan")).to_be_visible()
    page.get_by_text("Persyaratan").first.click()
    expect_usable(page, scripts=scripts)
    page.get_by_role("link", name="Paspor baru dewasa").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Paspor baru dewasa")
    expect(page.get_by_role("heading", name="Yang perlu dibawa")).to_be_visible()
    expect(page).to_have_title(re.compile("Paspor baru dewasa - Imigrasi, MPP Banyuwangi"))


def test_a_search_that_finds_nothing_says_what_to_do(open_page: OpenPage, clerk: Clerk) -> None:
    page = open_page(f"{clerk.server.url}/{SITE}?find=zzqqxx", **NARROW)
    expect(page.get_by_text("tanya petugas informasi")).to_be_visible()
    expect_usable(page, 320)


@pytest.mark.parametrize("path", ["", "?find=paspor", "?agency=A", "/layanan/A01"])
def test_the_public_pages_are_light(open_page: OpenPage, clerk: Clerk, path: str) -> None:
    page = open_page(f"{clerk.server.url}/{SITE}{path}", **PHONE)
    page.wait_for_load_state("load")
    sizes = {name: size for name, size in page.evaluate(SIZES) if not name.endswith(".woff2")}
    assert 0 < sum(sizes.values()) < LIGHT_BYTES, sizes


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_nothing_keeps_people_from_using_the_page_of_a_service(
    open_page: OpenPage, clerk: Clerk, scheme: str, language: str
) -> None:
    page = service_page(open_page, clerk, **NARROW, color_scheme=scheme)
    page.goto(f"{page.url}?lang={language}")
    page.locator(".lanes summary").click()
    expect_usable(page, 320)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(WIDTH) == 320


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_longest_names_of_services_stay_on_a_narrow_phone(
    open_page: OpenPage, clerk: Clerk, language: str
) -> None:
    page = open_page(f"{clerk.server.url}/{SITE}?agency=A&lang={language}", **NARROW)
    expect(page.locator(".entry").first).to_be_visible()
    assert page.evaluate(WIDTH) == 320


def test_the_kiosk_shows_the_code_on_its_first_page(open_page: OpenPage, clerk: Clerk) -> None:
    page = open_page(f"{clerk.server.url}/kiosk#token={clerk.tokens['kiosk']}", width=1080, height=1920)
    sign = page.locator(".presence")
    expect(sign).to_contain_text("Sudah punya nomor dari HP?")
    shown = page.locator(".presence-code").inner_text().replace(" ", "")
    assert re.fullmatch(r"[2-9A-Z]{6}", shown)
    picture = sign.locator("img")
    expect(picture).to_have_attribute("src", f"/{SITE}/here/{shown}/qr.svg")
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    assert findings(page) == []


def test_a_receptionist_checks_in_whoever_stands_at_the_desk(open_page: OpenPage, clerk: Clerk) -> None:
    phone = service_page(open_page, clerk)
    take(phone)
    number = phone.get_by_role("heading", level=1).inner_text().split(":")[-1].replace("\n", "").strip()
    desk = open_page(f"{clerk.server.url}/reception?site={SITE}#token={clerk.tokens['admin']}")
    expect(desk.get_by_role("combobox", name="Nomor atau layanan")).to_be_focused()
    desk.keyboard.type(number)
    expect(desk.get_by_role("option", name=re.compile("belum datang"))).to_be_visible()
    desk.keyboard.press("Enter")
    here = desk.get_by_role("button", name="Hadir")
    expect(here).to_be_visible()
    assert findings(desk) == []
    desk.keyboard.press("F9")
    expect(desk.locator("#said")).to_contain_text("masuk antrean")
    expect(here).to_be_hidden()
    expect(phone.locator("html")).to_have_attribute("data-state", "waiting")
