"""A display never flashes at anybody, however many calls come at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, expect

from tests.browser.flashes import MOST, filmed, restless, worst
from tests.displays.hall import Hall
from tests.services.server import Server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]

COUNTERS = "123456"
# Digits that change with each call are a hundredth of the screen; the norm forbids a quarter of the view.
SMALL = 0.03


@pytest.fixture(scope="module")
def hall(day: Server) -> Hall:
    hall = Hall(day)
    for counter in COUNTERS:
        hall.open_counter(counter)
    return hall


def rush(hall: Hall) -> None:
    """Twelve calls as fast as they can be made."""
    for counter in COUNTERS:
        hall.call_next(counter)
    for counter in COUNTERS:
        hall.recall(counter)


@pytest.mark.parametrize(("layout", "theme"), [("calls", "light"), ("calls", "dark"), ("agencies", "light")])
def test_twelve_calls_at_once_do_not_flash(hall: Hall, open_page: OpenPage, layout: str, theme: str) -> None:
    for _ in COUNTERS:
        hall.take_number()
    hall.set_display("TV4", layout=layout, theme=theme)
    page = open_page(hall.screen("TV4"), width=1280, height=720)
    expect(page.locator(f"[data-theme={theme}] main[data-layout={layout}]")).to_be_visible()
    with filmed(page) as frames, ThreadPoolExecutor(1) as clerks:
        calling = clerks.submit(rush, hall)
        page.wait_for_function("() => window.antreanPainted.length >= 12")
        calling.result()
    for counter in COUNTERS:
        hall.finish(counter)
    assert len(frames) > MOST * 2
    share = restless(frames)
    assert share < SMALL


def test_a_call_that_comes_alone_slides_in_and_one_on_its_heels_does_not(
    hall: Hall, open_page: OpenPage
) -> None:
    hall.set_display("TV4", layout="calls")
    page = open_page(hall.screen("TV4"))
    expect(page.locator("main[data-layout=calls]")).to_be_visible()
    page.evaluate("(Date.now = (now => () => now)(Date.now()))")  # no time passes between the calls
    hall.call("2")
    expect(page.locator("[data-part=last].lit .arriving")).to_contain_text("Loket 2")
    hall.call("3")
    expect(page.locator("[data-part=last].lit")).to_contain_text("Loket 3")
    expect(page.locator("[data-part=last] .arriving")).to_have_count(0)


def test_a_lamp_is_seen_to_flash() -> None:
    lamp = [(tenth / 10, float(tenth % 2)) for tenth in range(20)]
    assert worst(lamp) == 5
    assert worst([(at, seen * 0.05) for at, seen in lamp]) == 0
    assert worst([(at, 0.85 + seen * 0.15) for at, seen in lamp]) == 0
    assert worst([(0.0, 0.1), (0.3, 0.6), (10.3, 0.1)]) == 0
