"""The look and the words of the mall in a real browser: chosen on one page, worn by open screens."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.browser.accessibility import findings
from tests.browser.routes import intercept
from tests.services.server import Server

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
SITE = "BWI"
ACCENT = "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()"
CALL = "getComputedStyle(document.documentElement).getPropertyValue('--call').trim()"

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="77" height="33"><style>path { fill: #0b5d4f; }</style>'
    b'<path d="M0 0h77v33z"/></svg>'
)


@pytest.fixture
def admin(day: Server, open_page: Open) -> Open:
    """Opens a page of the administrator's: "look" or "words"."""
    key = day.token("admin")

    def begin(place: str, **profile: Any) -> Page:
        page = open_page(f"{day.url}/admin/{place}#token={key}", **profile)
        expect(page.locator("#hall")).to_be_visible()
        ready = "#look-mocks .mock" if place == "look" else ".words-one"
        expect(page.locator(ready).first).to_be_visible()
        return page

    return begin


def save(page: Page) -> None:
    """Looks at the draft and saves it as a revision."""
    page.locator("#draft-review").click()
    expect(page.locator("#save")).to_be_enabled()
    page.locator("#save").click()
    expect(page.locator("#review-said")).to_be_focused()


def document(day: Server) -> dict[str, Any]:
    return dict(day.request("GET", "/api/v1/mall", token=day.token("admin")).json["document"])


def a_logo() -> bytes:
    """A green disk on nothing."""
    image = Image.new("RGBA", (240, 160), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((10, 10, 230, 150), fill=(11, 93, 79, 255))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(1366, "light", "Indonesia"), (320, "dark", "English")]
)
@pytest.mark.parametrize("place", ["look", "words"])
def test_the_pages_can_be_used_by_everybody(
    admin: Open, place: str, width: int, scheme: str, language: str
) -> None:
    page = admin(place, width=width, color_scheme=scheme)
    page.get_by_role("button", name=language).click()
    if place == "words":
        page.locator(".words-one button").first.click()
        expect(page.locator(".words-form textarea").first).to_be_focused()
    else:
        expect(page.locator("#look-paper")).to_be_visible()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_colours_reach_screens_that_are_open_without_loading_them_anew(
    day: Server, admin: Open, open_page: Open
) -> None:
    kiosk = open_page(f"{day.url}/kiosk#token={day.token('kiosk', site=SITE, name='K1')}")
    display = open_page(f"{day.url}/display#token={day.token('display', site=SITE, name='TV1')}")
    expect(kiosk.locator(".agency-card").first).to_be_visible()
    for screen in (kiosk, display):
        screen.evaluate("window.here = true")
    page = admin("look")
    page.locator("#look-primary").fill("#7b1fa2")
    expect(page.locator("#look-primary-said")).to_have_attribute("data-level", "fine")
    page.locator("#look-accent").fill("#f2b705")
    expect(page.locator("#look-accent-said")).to_have_attribute("data-level", "fine")
    mock = "document.querySelector('.mock-screen').style"
    page.wait_for_function(f"() => {mock}.getPropertyValue('--accent') === '#7b1fa2'")
    page.wait_for_function(f"() => {mock}.getPropertyValue('--call') === '#f2b705'")
    save(page)
    for screen in (kiosk, display):
        screen.wait_for_function(f"() => {ACCENT} === '#7b1fa2' && {CALL} === '#f2b705'")
        assert screen.evaluate("window.here") is True


def test_a_colour_that_cannot_do_its_work_is_refused_and_stays_out_of_the_draft(
    day: Server, admin: Open
) -> None:
    before = document(day).get("look", {})
    page = admin("look")
    page.locator("#look-accent").fill("#fffef8")
    expect(page.locator("#look-accent-said")).to_have_attribute("data-level", "refused")
    expect(page.locator("#look-accent-said")).to_contain_text("tidak menonjol")
    page.locator("#look-primary").fill("hijau")
    expect(page.locator("#look-primary-said")).to_contain_text("#0b5d4f")
    expect(page.locator("#draft")).to_be_hidden()
    assert document(day).get("look", {}) == before


def test_what_is_typed_while_the_page_is_still_loading_stays(day: Server, open_page: Open) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page = open_page("about:blank")
    words = re.compile(r"/words/id/kiosk\.json")
    intercept(page, words, hold)
    with page.expect_request(words):
        page.goto(f"{day.url}/admin/look#token={day.token('admin')}")
    expect(page.locator("#hall")).to_be_visible()
    page.locator("#look-footer").fill("Sampai jumpa")
    page.locator("#look-primary").fill("merah")  # which is no colour, and in no draft
    held.pop().continue_()
    expect(page.locator("#look-mocks .mock").first).to_be_visible()
    expect(page.locator("#look-primary")).to_have_value("merah")
    expect(page.locator("#look-footer")).to_have_value("Sampai jumpa")


def test_the_preview_shows_night_by_day(admin: Open) -> None:
    page = admin("look")
    screen = page.locator(".mock-screen").first
    expect(screen).to_have_css("background-color", "rgb(250, 248, 243)")
    page.get_by_role("button", name="Gelap").click()
    expect(screen).to_have_css("background-color", "rgb(12, 21, 20)")


def test_the_last_line_is_seen_on_paper_before_it_is_saved(day: Server, admin: Open) -> None:
    page = admin("look")
    intercept(page, "**/mall/ticket?**", lambda route: route.abort(), times=1)
    page.locator("#look-footer").fill("Sampai jumpa di Marisa")
    expect(page.locator("#look-paper")).to_have_attribute("alt", re.compile("Sampai jumpa di Marisa"))
    page.locator("#look-width").select_option("58")
    expect(page.locator("#look-paper")).to_have_js_property("naturalWidth", 464)
    save(page)
    assert document(day)["mall"]["ticket_footer"] == "Sampai jumpa di Marisa"


def test_a_sentence_is_found_by_what_is_seen_and_said_in_own_words(
    day: Server, admin: Open, open_page: Open
) -> None:
    kiosk = open_page(f"{day.url}/kiosk#token={day.token('kiosk', site=SITE, name='K1')}")
    expect(kiosk.get_by_role("heading", level=1)).to_have_text("Ambil nomor antrean")
    page = admin("words")
    page.locator("#words-find").fill("ambil nomor ANTREAN")
    page.locator("#words-where").select_option("kiosk")
    page.locator('[data-key="kiosk.greeting"] button').press("Enter")
    field = page.locator("#words-id-kiosk-greeting")
    field.fill("Mari, {ambil} nomor")
    expect(page.locator("#words-id-kiosk-greeting-error")).to_contain_text("{ambil}")
    expect(page.locator("#draft")).to_be_hidden()
    field.fill("Mari, ambil nomor")
    save(page)
    expect(kiosk.get_by_role("heading", level=1)).to_have_text("Mari, ambil nomor")

    page.goto(f"{day.url}/admin/words")
    page.locator("#words-own").check()
    expect(page.locator(".words-one")).to_have_count(1)
    page.locator(".words-one button").click()
    page.locator(".words-form .quiet").first.click()
    save(page)
    assert document(day).get("words", {}).get("id", {}) == {}
    expect(kiosk.get_by_role("heading", level=1)).to_have_text("Ambil nomor antrean")


def test_the_logo_is_hung_on_open_screens_and_printed_and_taken_down_again(
    day: Server, admin: Open, open_page: Open
) -> None:
    kiosk = open_page(f"{day.url}/kiosk#token={day.token('kiosk', site=SITE, name='K1')}")
    expect(kiosk.locator(".agency-card").first).to_be_visible()
    own = kiosk.locator("img.logo").get_attribute("src")  # the demonstration's, which its folder holds
    assert own
    page = admin("look")
    expect(page.locator("#look-paper")).to_be_visible()
    short = page.locator("#look-paper").evaluate("(paper) => paper.naturalHeight")
    page.locator("#look-logo-save").click()
    expect(page.locator("#look-logo-said")).to_contain_text("Pilih dulu")
    torn: FilePayload = {"name": "lambang.png", "mimeType": "image/png", "buffer": a_logo()[:90]}
    page.locator("#look-logo-file").set_input_files(torn)
    page.locator("#look-logo-save").click()
    expect(page.locator("#look-logo-said")).to_contain_text("PNG")
    expect(kiosk.locator("img.logo")).to_have_attribute("src", own)

    whole: FilePayload = {"name": "lambang.png", "mimeType": "image/png", "buffer": a_logo()}
    page.locator("#look-logo-file").set_input_files(whole)
    page.locator("#look-logo-save").click()
    expect(page.locator("#look-logo-said")).to_contain_text("tampil di semua layar")
    expect(kiosk.locator("img.logo")).to_be_visible()
    expect(kiosk.locator("img.logo")).to_have_js_property("naturalWidth", 240)
    expect(page.locator(".mock img.logo")).to_have_count(3)
    page.wait_for_function(f"() => document.getElementById('look-paper').naturalHeight > {short + 60}")
    assert findings(page) == []

    drawing: FilePayload = {"name": "lambang.svg", "mimeType": "image/svg+xml", "buffer": DRAWING}
    page.locator("#look-logo-file").set_input_files(drawing)
    page.locator("#look-logo-save").click()
    expect(kiosk.locator("img.logo")).to_have_js_property("naturalWidth", 77)
    expect(page.locator("#look-logo-now")).to_contain_text("logo.svg")

    page.locator("#look-logo-remove").click()
    save(page)
    expect(kiosk.locator("img.logo")).to_be_hidden()
    assert "logo" not in document(day)["mall"]
