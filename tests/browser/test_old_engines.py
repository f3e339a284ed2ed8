"""The lobby display in real Chromium 64 and 79, as televisions of 2018 and 2020 have them."""

from collections.abc import Callable, Iterator

import pytest

from app.domain.layout import BUILT_IN
from tests.browser.collisions import LOOK
from tests.browser.devtools import OldBrowser, OldPage
from tests.displays.cable import Cable
from tests.displays.hall import SITE, Hall
from tests.services import old_chromium, register
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., OldPage]

SIZES = ((1280, 720), (1920, 1080), (1080, 1920), (3840, 2160))
# What the loudspeaker has said to its end. It pauses there first, before the page gives it the next clip.
LISTEN = """
window.heard = [];
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  if (!this.heeded) this.addEventListener('pause', () => {
    if (this.ended) window.heard.push(this.src.split('/').pop());
  });
  this.heeded = true;
  return play.call(this);
};
"""
NUMBER = "document.querySelector('[data-part=last].lit .number').textContent"
LAST = "document.querySelector('[data-part=last]').textContent"
BAR = "!document.querySelector('[data-part=stale]').hidden"
NOTICE = "document.querySelector('[data-part=announcement]').textContent"


@pytest.fixture(scope="module")
def hall(day: Server) -> Hall:
    hall = Hall(day)
    for counter in "123456":
        hall.open_counter(counter)
    return hall


@pytest.fixture(scope="module", params=[64, 79])
def engine(request: pytest.FixtureRequest) -> Iterator[OldBrowser]:
    """One process of the engine for all tests of this file."""
    try:
        found = old_chromium.provide(request.param)
    except register.Missing as problem:
        register.do_without(problem)
    started = OldBrowser(found)
    register.note(f"Chromium {request.param}", f"{started.version} ({found.origin})")
    assert f"/{request.param}." in started.version
    yield started
    started.end()


@pytest.fixture
def open_page(engine: OldBrowser) -> Iterator[OpenPage]:
    """Opens an address on a screen of that size; none of its scripts may fail."""
    pages: list[OldPage] = []

    def begin(address: str, *, width: int = 1920, height: int = 1080) -> OldPage:
        pages.append(engine.page(width, height))
        pages[-1].tell("Page.addScriptToEvaluateOnNewDocument", source=LISTEN)
        pages[-1].open(address)
        return pages[-1]

    yield begin
    for page in pages:
        page.leave()
    assert [trouble for page in pages for trouble in page.troubles] == []


def shown(page: OldPage, text: str) -> None:
    page.until(f"document.body.innerText.indexOf({text!r}) >= 0")


def test_a_call_is_drawn_and_said_to_the_end(hall: Hall, open_page: OpenPage) -> None:
    page = open_page(hall.screen("TV1"))
    shown(page, "Lantai 1")
    number = hall.call("3")
    page.until(f"{NUMBER} === {number!r}")
    assert "Loket 3" in page.ask(LAST)
    page.until("window.heard.filter((name) => /^[0-9a-f]{32}/.test(name)).length > 0")
    assert "chime.wav" in page.ask("window.heard")
    hall.recall("3")
    shown(page, "Panggilan ulang")


def test_a_cut_is_marked_and_over_soon(hall: Hall, open_page: OpenPage) -> None:
    cable = Cable(hall.server.port)
    try:
        page = open_page(hall.screen("TV4", base=cable.url))
        shown(page, "Menunggu")
        cable.cut()
        page.until(BAR)
        assert "menyambung kembali" in page.ask("document.querySelector('[data-part=stale]').textContent")
        number = hall.call("2")
        cable.mend()
        page.until(f"{NUMBER} === {number!r} && !({BAR})")
        page.tell("Page.reload")
        page.until(f"{LAST}.indexOf({number!r}) >= 0")  # the key was kept
        assert "token" not in page.ask("location.href")
    finally:
        cable.remove()


def test_a_notice_hangs_and_goes(hall: Hall, open_page: OpenPage) -> None:
    page = open_page(hall.screen("TV4"))
    shown(page, "Menunggu")
    hall.post_notice("Senam pagi.", "Morning exercise.")
    try:
        page.until(f"{NOTICE} === 'Senam pagi.Morning exercise.'")
        assert page.ask(LOOK) == []
    finally:
        hall.end_notice()
    page.until(f"{NOTICE} === ''")


@pytest.mark.parametrize("layout", BUILT_IN)
def test_no_part_of_a_layout_covers_another(hall: Hall, open_page: OpenPage, layout: str) -> None:
    hall.set_display("TV4", layout=layout)
    try:
        for counter in "12345":
            hall.call(counter)
        for width, height in SIZES:
            page = open_page(hall.screen("TV4"), width=width, height=height)
            page.until("document.fonts.status === 'loaded' && document.querySelector('.last .number')")
            hall.call("6")
            page.until("document.querySelector('.lit')")
            page.until(f"({LOOK}).length === 0")  # once the rows stand where they belong
    finally:
        hall.set_display("TV4", layout="calls")


def test_a_screen_without_a_key_shows_the_code_by_which_it_is_paired(hall: Hall, open_page: OpenPage) -> None:
    page = open_page(f"{hall.server.url}/display/plain")
    page.ask("localStorage.clear()")
    page.open(f"{hall.server.url}/display")
    code = "document.querySelector('.pairing-code').textContent"
    assert len(page.until(code)) == len("BCDF-GHJK")


def test_the_plain_page_needs_no_script(hall: Hall, open_page: OpenPage) -> None:
    number = hall.call("1")
    page = open_page(f"{hall.server.url}/display/plain?site={SITE}&still=1")
    shown(page, number)
