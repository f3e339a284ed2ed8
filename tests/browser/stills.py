"""Takes the reference pictures of the lobby display: each layout on a full hall, at televisions' sizes.

`python3 run.py pictures displays` writes tests/browser/reference/*.png anew; look at them before you commit.
The hall is always the same: its visitors, its calls, a clock that stands at 08.42; nothing turns or moves.
"""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import segno
from playwright.sync_api import Browser, Page, expect

from app.domain.layout import BUILT_IN
from config.bootstrap import ROOT
from tests.browser.likeness import keep, small
from tests.displays.hall import SITE, Hall
from tests.morning import Morning
from tests.pictures import a_browser, a_morning

FOLDER = Path(__file__).with_name("reference")
MOST_BYTES = 1_500_000  # of all of them
SCREEN = "TV4"  # at the entrance: it shows every floor and is no loudspeaker
BEFORE = ("3", "9", "19", "5", "21", "11")  # counters that call while the hall fills
LIT = ("7", "13", "1", "17")  # the one whose call is lit, on each screen another
NOTICE = ("Layanan paspor pindah ke lantai 2 hari ini.", "Passport services are on floor 2 today.")
PUBLIC = "http://antrean.example.id"  # what the code on the screen leads to, wherever the server runs
SIGNS, SVG = "K7M 2PX", "image/svg+xml"  # of the code: the real one is another one every 90 seconds

# The page's clock, and what it reads of the server's, is moved to 08.42 of one Monday; `holdStill` stops it.
# Nothing that turns pages begins.
STILL = """
(() => {
  const RealDate = Date, began = RealDate.now();
  const shift = RealDate.parse("2026-11-23T08:42:10+07:00") - began;
  let stopped = null;
  const parse = RealDate.parse;
  Date.parse = (text) => {
    const told = parse(text) + shift; // what happens after the clock stood still happens while it stands
    return stopped !== null && told > stopped && told < stopped + 600000 ? stopped : told;
  };
  Date.now = ((now) => () => stopped === null ? now() + shift : stopped)(RealDate.now);
  window.holdStill = () => { stopped = Date.now(); };
  const repeat = window.setInterval;
  window.setInterval = (work, pause, ...rest) => pause >= 5000 ? 0 : repeat(work, pause, ...rest);
})();
"""


@dataclass(frozen=True)
class Still:
    """One picture: a layout on a screen of some size and colour, as it is or with a notice for the hall."""

    layout: str
    width: int
    height: int
    theme: str
    state: str = ""

    @property
    def name(self) -> str:
        told = [self.layout, f"{self.width}x{self.height}", self.theme, self.state]
        return "-".join(word for word in told if word)

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.name}.png"


def stills() -> Iterator[Still]:
    """In an order in which few screens are opened."""
    for width, height, themes in (
        (1280, 720, ("light",)),
        (1920, 1080, ("light", "dark")),
        (1080, 1920, ("light", "dark")),
        (3840, 2160, ("dark",)),
    ):
        for theme in themes:
            yield from (Still(layout, width, height, theme) for layout in BUILT_IN)
        if (width, height) in ((1920, 1080), (1080, 1920)):
            yield Still("calls", width, height, "light", "notice")


class Studio:
    """One full hall, one screen of each size; opened by `a_studio`."""

    def __init__(self, morning: Morning, browser: Browser) -> None:
        self.morning = morning
        self.hall = Hall(morning.server)
        self._browser = browser
        self._size = (0, 0)
        self._page: Page | None = None
        self._lit = iter(LIT)
        for counter in BEFORE:
            morning.press(counter, "finish", "call-next")

    def show(self, still: Still) -> Page:
        """The screen as the picture wants it, still."""
        page = self._screen((still.width, still.height))
        if still.state == "notice":
            self.hall.post_notice(*NOTICE)
        self.hall.set_display(SCREEN, layout=still.layout, theme=still.theme)
        expect(page.locator("html")).to_have_attribute("data-theme", still.theme)
        expect(page.locator("main")).to_have_attribute("data-layout", still.layout)
        shown = page.locator("[data-part=announcement]").get_by_text(NOTICE[1])
        expect(shown).to_have_count(1 if still.state == "notice" else 0)
        if page.locator("[data-area=qr]").is_visible():
            expect(page.locator(".scan-sign")).to_be_visible()
            page.evaluate("signs => document.querySelector('.scan-sign').textContent = signs", SIGNS)
        if page.locator("[data-area=estimate]").is_visible():
            expect(page.locator("[data-area=estimate] li").first).to_be_visible()
        page.wait_for_function("() => Array.from(document.images).every((image) => image.complete)")
        page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
        return page

    def leave(self, still: Still) -> None:
        """Takes down what only this picture had."""
        if still.state == "notice":
            self.hall.end_notice()

    def close(self) -> None:
        if self._page is not None:
            self._page.context.close()
            self._page = None

    def _screen(self, size: tuple[int, int]) -> Page:
        """A screen of this size with one call that is lit, and stays so."""
        if self._page is not None and self._size == size:
            return self._page
        self.close()
        context = self._browser.new_context(
            viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", locale="id-ID"
        )
        context.route("**/here/*/qr.svg", lambda route: route.fulfill(body=_code(), content_type=SVG))
        self._size, self._page = size, context.new_page()
        self._page.add_init_script(STILL)
        with self._page.expect_websocket() as opened:
            self._page.goto(self.hall.screen(SCREEN))
        expect(self._page.locator("[data-part=last] .number")).to_be_visible()
        self._page.evaluate("window.holdStill()")
        with opened.value.expect_event("framereceived", Settled()):
            self.morning.press(next(self._lit), "finish", "call-next")
        expect(self._page.locator("[data-part=last].lit")).to_be_visible()
        return self._page


def _code() -> bytes:
    picture = io.BytesIO()
    address = f"{PUBLIC}/{SITE}/here/{SIGNS.replace(' ', '')}"
    segno.make_qr(address, error="m").save(picture, kind="svg", border=4, light="white", xmldecl=False)
    return picture.getvalue()


class Settled:
    """Whether the board that follows a call has come: asked with each message of the live link, in order."""

    def __init__(self) -> None:
        self._called: int | None = None

    def __call__(self, message: str | bytes) -> bool:
        head, _, body = str(message).partition(",")
        if not head.startswith("42/display") or not body:
            return False
        kind, told = json.loads(body)[:2]
        if kind == "called":
            self._called = told["cursor"]
        return kind == "board" and self._called is not None and told["cursor"] >= self._called


@contextmanager
def a_studio(browser: Browser) -> Iterator[Studio]:
    """A demonstration of its own, which leaves nothing behind."""
    with a_morning(papers=False, ANTREAN_PUBLIC_URL=PUBLIC) as morning:
        studio = Studio(morning, browser)
        yield studio
        studio.close()


def main() -> int:
    """Every picture anew; 1 when they came out too large for a repository."""
    for old in FOLDER.glob("*.png"):
        old.unlink()
    total = 0
    with a_browser() as browser, a_studio(browser) as studio:
        for still in stills():
            total += keep(small(studio.show(still).screenshot()), still.file)
            studio.leave(still)
            print(f"pictures: {still.file.relative_to(ROOT)}", flush=True)
    print(f"pictures: {total / 1000:.0f} kB in all", flush=True)
    return 1 if total > MOST_BYTES else 0


if __name__ == "__main__":
    sys.exit(main())
