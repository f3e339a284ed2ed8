"""The screens of the hall as the people before them use them, in a real browser."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.paper import codes

KIOSK = {"width": 1080, "height": 1920, "has_touch": True}
DESK = {"width": 1366, "height": 768}
TELEVISION = {"width": 1920, "height": 1080}
PHONE = {"width": 360, "height": 740, "has_touch": True, "is_mobile": True}
CALM_MS = 400  # a kiosk takes a tap so soon after a new page for the echo of the one before
HASTE = 8  # how many times faster than in a hall the loudspeaker talks

# What the loudspeaker really played: ["playing" or "ended", file], in order.
LISTEN = """
haste => {
  window.heard = [];
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    if (!this.listened) {
      const note = ({ type }) => {
        const fact = [type, this.src.split("/").pop().split("?")[0]];
        const again = String(fact) === String(window.heard.at(-1)); // it paused for data and went on
        if (!again) window.heard.push(fact);
      };
      for (const type of ["playing", "ended"]) this.addEventListener(type, note, { capture: true });
      this.listened = true;
    }
    this.defaultPlaybackRate = this.playbackRate = haste;
    return play.call(this);
  };
}
"""


@dataclass(frozen=True)
class Kiosk:
    """The glass at the entrance, touched with a finger."""

    page: Page

    @classmethod
    def at(cls, page: Page) -> "Kiosk":
        expect(page.locator(".agency-card").first).to_be_visible()
        return cls(page)

    def search(self, words: str) -> None:
        """With the keyboard on the glass."""
        self.page.get_by_label("Cari layanan atau instansi").tap()
        for letter in words:
            key = "spasi" if letter == " " else letter.upper()
            self.page.get_by_role("button", name=key, exact=True).tap()
        expect(self.page.locator("#results button").first).to_be_visible()

    def choose(self, name: str) -> None:
        choices = self.page.locator(".choice-name").locator("visible=true")
        choices.get_by_text(name, exact=True).tap()
        self.settle()

    def take_number(self, *, taps: int = 1) -> None:
        """The finger may tap more than once."""
        box = self.page.locator(".take").bounding_box()
        assert box is not None
        for _ in range(taps):
            self.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def number(self) -> str:
        return figures(self.page, ".figure .number")

    def code(self) -> str:
        """What a phone reads from the glass."""
        expect(self.page.locator(".code img")).to_be_visible()
        self.page.locator(".code img").evaluate("image => image.decode()")
        (address,) = set(codes(self.page.locator(".code img").screenshot()))
        return address

    def confirm(self) -> None:
        """The visitor noted the number, paper or not."""
        self.settle()
        self.page.get_by_role("button", name="Sudah saya catat").tap()
        expect(self.page.get_by_text("Terima kasih. Nomor Anda tetap berlaku.")).to_be_visible()

    def expect_words(self, words: str | re.Pattern[str], *, within: float = 60.0) -> None:
        expect(self.page.locator(".paper-words")).to_have_text(words, timeout=within * 1000)

    def settle(self) -> None:
        """Waits until the new page takes a tap for one that is meant."""
        begun = self.page.evaluate("performance.now()")
        self.page.wait_for_function("until => performance.now() > until", arg=begun + CALM_MS)


@dataclass(frozen=True)
class Console:
    """A clerk's desk, by keyboard."""

    page: Page

    @classmethod
    def at(cls, page: Page, counter: str) -> "Console":
        """Sits down at the first counter that the words find."""
        page.get_by_label("Cari loket").fill(counter)
        page.keyboard.press("Enter")
        expect(page.locator("#link")).to_have_text("sambungan baik")
        return cls(page)

    @property
    def counter(self) -> str:
        """The counter's name."""
        return self.page.locator("#change-counter").inner_text()

    def open(self) -> None:
        self.page.keyboard.press("F2")
        expect(self.page.locator("#door-state")).to_have_text("Buka")

    def press(self, key: str, *, state: str) -> None:
        """A key, and the state of the ticket that follows from it."""
        self.page.keyboard.press(key)
        expect(self.page.locator("#ticket")).to_have_attribute("data-state", state)

    def number(self) -> str:
        return figures(self.page, "#ticket-number")


@dataclass(frozen=True)
class Display:
    """A television with its loudspeaker."""

    page: Page

    @classmethod
    def on(cls, page: Page, address: str) -> "Display":
        """Switched on; its voice is allowed by a touch where the browser asks for one."""
        page.add_init_script(f"({LISTEN})({HASTE})")
        with page.expect_websocket():  # until then no question of ours, which a browser takes for a touch
            page.goto(address)
        expect(page.locator("[data-part=last] *").first).to_be_visible()
        page.get_by_role("button", name="Sentuh layar untuk mengaktifkan suara").click()
        page.wait_for_function("() => String(window.heard.at(-1)) === 'ended,silence.wav'")
        page.evaluate("() => { window.heard = []; }")
        return cls(page)

    def expect_call(self, number: str, counter: str) -> None:
        """Large and on the colour of calls."""
        last = self.page.locator("[data-part=last].lit")
        expect(last.locator(".number")).to_have_text(number)
        expect(last).to_contain_text(counter)

    def expect_tag(self, words: str) -> None:
        """A word beside the call that is large."""
        expect(self.page.locator("[data-part=last]").get_by_text(words)).to_be_visible()

    def heard(self, *, chimes: int = 1) -> list[list[str]]:
        """Everything played so far, once the first sentence after so many chimes came to its end."""
        self.page.wait_for_function(
            """chimes => {
              const ended = window.heard.filter(([type]) => type === "ended").map(([, name]) => name);
              const at = ended.flatMap((name, index) => (name === "chime.wav" ? [index] : []))[chimes - 1];
              return at !== undefined && ended.length > at + 1;
            }""",
            arg=chimes,
            timeout=60_000,
        )
        heard: list[list[str]] = self.page.evaluate("window.heard")
        return heard


@dataclass(frozen=True)
class Phone:
    """The page of one ticket in a visitor's hand."""

    page: Page

    @classmethod
    def at(cls, page: Page) -> "Phone":
        expect(page.locator("#alert-switch")).to_be_visible()
        return cls(page)

    def number(self) -> str:
        return figures(self.page, ".face-number .number")

    def expect(self, part: str, words: Any) -> None:
        expect(self.page.locator(f"#{part}")).to_have_text(words)


def figures(page: Page, place: str) -> str:
    """A number as people read it: its letter, hyphen and figures stand in pieces."""
    expect(page.locator(place)).to_be_visible()
    return page.locator(place).inner_text().replace("\n", "").strip()
