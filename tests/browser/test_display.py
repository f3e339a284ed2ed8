"""The lobby display in a real browser: picture, voice, lost connections."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.accessibility import findings
from tests.conftest import SEEN_MS
from tests.displays.cable import Cable
from tests.displays.hall import Hall
from tests.services.databases import Databases
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenDisplay = Callable[..., Page]

# What the loudspeaker was given to play, in order.
LISTEN = """
window.played = [];
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  window.played.push(this.src.split('/').pop());
  return play.call(this);
};
"""
SENTENCES = "window.played.filter((name) => /^[0-9a-f]{32}/.test(name))"


@pytest.fixture(scope="module")
def hall(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A demonstration of which only the first floor of the main mall is busy."""
    data = tmp_path_factory.mktemp("hall")
    database = sqlite_databases.fresh(data)
    server = Server(data=data, database=database, engine="eventlet", options=("--demo", "--no-agent"))
    hall = Hall(server.start())
    for counter in "123456":
        hall.open_counter(counter)
    yield hall
    server.kill()


@pytest.fixture
def open_display(browser: Browser) -> Iterator[OpenDisplay]:
    """Opens a display on a full HD screen and waits for its picture; its scripts must not fail."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def begin(address: str, **profile: Any) -> Page:
        contexts.append(browser.new_context(viewport={"width": 1920, "height": 1080}, **profile))
        contexts[-1].set_default_timeout(SEEN_MS)
        page = contexts[-1].new_page()
        page.add_init_script(LISTEN)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        with page.expect_websocket():  # until then no question of ours, which a browser takes for a touch
            page.goto(address)
        expect(page.get_by_text(re.compile("Lantai|Ruang"))).to_be_visible()
        return page

    yield begin
    for context in contexts:
        context.close()
    assert troubles == []


def last(page: Page) -> str:
    return page.locator("[data-part=last] .number").inner_text().replace("\n", "")


def test_a_display_without_calls_says_so(hall: Hall, open_display: OpenDisplay) -> None:
    page = open_display(hall.screen("TV2"))
    expect(page.get_by_text("Belum ada panggilan")).to_be_visible()
    expect(page.get_by_text("MPP Banyuwangi")).to_be_visible()
    expect(page.get_by_text("Lantai 2")).to_be_visible()
    assert "token" not in page.url


def test_a_display_without_a_token_says_how_to_get_one(hall: Hall, page: Page) -> None:
    page.goto(f"{hall.server.url}/display#token=wrong")
    expect(page.get_by_text("Layar ini belum dipasangkan")).to_be_visible()


def test_a_call_is_large_and_stands_on_the_call_colour(hall: Hall, open_display: OpenDisplay) -> None:
    page = open_display(hall.screen())
    number = hall.call("3")
    expect(page.locator("[data-part=last].lit")).to_contain_text("Loket 3")
    assert last(page) == number
    assert page.evaluate("window.antreanPainted.length") == 1
    box = page.locator("[data-part=last] .last-number").bounding_box()
    assert box is not None
    assert box["height"] > 0.17 * 1080  # the height of its capitals


def test_several_calls_at_once_are_all_lit(hall: Hall, open_display: OpenDisplay) -> None:
    page = open_display(hall.screen())
    numbers = hall.call_together("123456")
    expect(page.locator("li.lit")).to_have_count(5)
    shown = page.locator(".lit .number").all_inner_texts()
    assert {text.replace("\n", "") for text in shown} == numbers


def test_a_recall_comes_back_on_top_and_is_marked(hall: Hall, open_display: OpenDisplay) -> None:
    page = open_display(hall.screen())
    number = hall.call("1")
    hall.call("2")
    hall.recall("1")
    expect(page.locator("[data-part=last]")).to_contain_text("Panggilan ulang")
    hall.finish("2")
    expect(page.locator("li.state-served").first).to_contain_text("Selesai")
    assert last(page) == number


def test_a_display_of_another_floor_stays_calm(hall: Hall, open_display: OpenDisplay) -> None:
    near, far = open_display(hall.screen("TV1")), open_display(hall.screen("TV2"))
    hall.call("1")
    expect(near.locator("[data-part=last].lit")).to_contain_text("Loket 1")
    expect(far.get_by_text("Belum ada panggilan")).to_be_visible()


def test_a_counter_upstairs_that_helps_is_called_where_its_visitors_wait(
    hall: Hall, open_display: OpenDisplay
) -> None:
    near, far = open_display(hall.screen("TV1")), open_display(hall.screen("TV2"))
    hall.open_counter("52")
    hall.help("52", "A")
    hall.call("52")
    lit = near.locator("[data-part=last].lit")
    expect(lit).to_contain_text("Silakan menuju Lantai 3,")
    expect(lit).to_contain_text("Loket 52")
    hall.call("1")
    expect(near.locator("li.lit").first).to_contain_text("Lantai 3")
    expect(far.get_by_text("Belum ada panggilan")).to_be_visible()
    hall.finish("52")
    hall.end_help("52")


def test_a_silenced_browser_asks_for_a_touch_and_then_says_the_call(
    hall: Hall, open_display: OpenDisplay
) -> None:
    page = open_display(hall.screen())
    bar = page.get_by_role("button", name="Sentuh layar untuk mengaktifkan suara")
    expect(bar).to_be_visible()
    hall.call("1")
    expect(page.locator("[data-part=last].lit")).to_contain_text("Loket 1")
    bar.click()
    expect(bar).to_be_hidden()
    page.wait_for_function(f"() => {SENTENCES}.length === 4")
    clips = page.evaluate(SENTENCES)
    assert clips[:2] == clips[2:]  # Indonesian and English, and both again
    assert page.evaluate("window.played.filter((name) => name === 'chime.wav').length") == 1


def test_a_crowd_of_calls_is_said_in_its_short_form_and_nobody_is_left_out(
    hall: Hall, open_display: OpenDisplay
) -> None:
    page = open_display(hall.screen())
    page.get_by_role("button", name="Sentuh layar").click()
    for counter in "123456":
        hall.welcome(counter)
    with page.expect_response(lambda answer: "/displays/voice/" in answer.url):
        hall.call_next("1")
    for counter in "23456":
        hall.call_next(counter)
    page.wait_for_function("() => window.played.filter((name) => name === 'bell.wav').length === 2")
    page.wait_for_function("() => new Set(window.played).size >= 5")
    expect(page.locator(".lit")).not_to_have_count(0)


def test_a_display_that_begins_anew_shows_old_calls_and_says_none(
    hall: Hall, open_display: OpenDisplay
) -> None:
    hall.call("1")
    page = open_display(hall.screen())
    expect(page.locator("[data-part=last]")).to_contain_text("Loket 1")
    expect(page.locator(".lit")).to_have_count(0)
    page.get_by_role("button", name="Sentuh layar").click()
    hall.call("2")
    expect(page.locator("[data-part=last].lit")).to_contain_text("Loket 2")
    page.wait_for_function(f"() => {SENTENCES}.length >= 1")
    expect(page.locator("[data-part=last]")).to_contain_text("Loket 2")
    assert page.locator("li.lit").count() == 0


@pytest.mark.slow
def test_a_cut_is_marked_and_what_came_meanwhile_is_shown_after_it(
    hall: Hall, open_display: OpenDisplay
) -> None:
    cable = Cable(hall.server.port)
    try:
        page = open_display(hall.screen(base=cable.url))
        hall.call("1")
        expect(page.locator("[data-part=last].lit")).to_contain_text("Loket 1")
        hall.post_notice("Senam pagi.", "Morning exercise.")
        expect(page.get_by_text("Senam pagi.")).to_be_visible()
        cable.cut()
        bar = page.get_by_text(re.compile(r"Data pukul \d\d\.\d\d, menyambung kembali"))
        expect(bar).to_be_visible()
        assert findings(page) == []
        hall.call("2")
        hall.end_notice()
        expect(page.locator("[data-part=last]")).to_contain_text("Loket 1")
        expect(page.get_by_text("Senam pagi.")).to_be_visible()
        cable.mend()
        expect(page.locator("[data-part=last]")).to_contain_text("Loket 2")
        expect(bar).to_be_hidden()
        expect(page.get_by_text("Senam pagi.")).to_be_hidden()
    finally:
        hall.end_notice()
        cable.remove()


def test_a_notice_hangs_at_once_on_every_floor_and_goes_again(hall: Hall, open_display: OpenDisplay) -> None:
    near, far = open_display(hall.screen("TV1")), open_display(hall.screen("TV2", ask="?lang=en"))
    hall.post_notice("Senam bersama pukul 10.00.", "Joint exercise at 10:00.")
    for page in (near, far):
        expect(page.get_by_text("Senam bersama pukul 10.00.")).to_be_visible()
        expect(page.get_by_text("Joint exercise at 10:00.")).to_be_visible()
    late = open_display(hall.screen("TV1"))
    expect(late.get_by_text("Senam bersama pukul 10.00.")).to_be_visible()
    hall.call("1")
    expect(near.locator("[data-part=last].lit")).to_contain_text("Loket 1")
    hall.end_notice()
    for page in (near, far, late):
        expect(page.get_by_text("Senam bersama pukul 10.00.")).to_be_hidden()


@pytest.mark.parametrize(("width", "height", "theme"), [(1920, 1080, "dark"), (1080, 1920, "light")])
def test_the_longest_notice_fits_and_hides_no_call(
    hall: Hall, open_display: OpenDisplay, width: int, height: int, theme: str
) -> None:
    page = open_display(hall.screen(ask=f"?theme={theme}"), reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": height})
    for counter in "1234":
        hall.call(counter)
    longest = [(sentence * 9)[:200] for sentence in ("Layanan pindah ke bawah. ", "Services move upstairs. ")]
    hall.post_notice(*longest)
    band = page.locator("[data-part=announcement]")
    expect(band.locator("p")).to_have_count(2)
    assert findings(page) == []
    assert band.evaluate("(node) => node.scrollHeight <= node.clientHeight")
    expect(page.locator(".last-place")).to_be_in_viewport(ratio=1)
    for number in page.locator(".row-number").all():
        expect(number).to_be_in_viewport(ratio=0.9)  # the box of a line is higher than its figures
    hall.end_notice()
    expect(band).to_be_hidden()


def test_nothing_moves_where_no_motion_is_wanted(hall: Hall, open_display: OpenDisplay) -> None:
    page = open_display(hall.screen(), reduced_motion="reduce")
    hall.call("1")
    expect(page.locator("[data-part=last].lit .arriving")).to_have_count(1)
    moving = "document.getAnimations().filter((one) => one.playState === 'running').length"
    assert page.evaluate(moving) == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_display_keeps_nobody_out(hall: Hall, open_display: OpenDisplay, theme: str) -> None:
    page = open_display(hall.screen(ask=f"?theme={theme}"), reduced_motion="reduce")
    for counter in "12":
        hall.call(counter)
    expect(page.locator("[data-part=last].lit")).to_contain_text("Loket 2")
    assert findings(page) == []


def test_the_plain_page_keeps_nobody_out(hall: Hall, page: Page) -> None:
    number = hall.call("1")
    page.goto(f"{hall.server.url}/display/plain?site=BWI&still=1")
    expect(page.get_by_text(number).first).to_be_visible()
    assert findings(page) == []
