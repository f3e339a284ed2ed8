"""Somebody who sets up an office for the first time: works the pages as a person does, and counts it."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

# The pace of a person who is careful and new to it: seconds a letter typed, a thing chosen, a page looked at.
LETTER_SECONDS = 0.4
CHOICE_SECONDS = 3.0
LOOK_SECONDS = 8.0


@dataclass
class Effort:
    """What was done by hand so far."""

    letters: int = 0
    choices: int = 0
    looks: int = 0

    @property
    def minutes(self) -> float:
        seconds = self.letters * LETTER_SECONDS + self.choices * CHOICE_SECONDS + self.looks * LOOK_SECONDS
        return seconds / 60

    def __str__(self) -> str:
        done = f"{self.letters} letters typed, {self.choices} things chosen, {self.looks} pages looked at"
        return f"{done}: {self.minutes:.1f} minutes at a person's pace"


class Newcomer:
    """One person at several screens; everything typed or pressed is counted in `effort`."""

    def __init__(self) -> None:
        self.effort = Effort()

    def look(self, page: Page, what: str) -> None:
        """Waits for something to be read before going on."""
        expect(page.locator(what).first).to_be_visible()
        self.effort.looks += 1

    def write(self, page: Page, label: str, text: str) -> None:
        """Into the field with this label, in place of what stands there."""
        page.get_by_label(label, exact=True).fill(text)
        self.effort.letters += len(text)
        self.effort.choices += 1

    def choose(self, page: Page, label: str, value: str) -> None:
        page.get_by_label(label, exact=True).select_option(value)
        self.effort.choices += 1

    def tick(self, page: Page, label: Any, *, on: bool = True) -> None:
        page.get_by_label(label).set_checked(on)
        self.effort.choices += 1

    def press(self, page: Page, name: str, *, role: Any = "button") -> None:
        page.get_by_role(role, name=name, exact=True).click()
        self.effort.choices += 1

    def key(self, page: Page, key: str) -> None:
        page.keyboard.press(key)
        self.effort.choices += 1

    def touch(self, page: Page, what: str) -> None:
        """On the glass of a kiosk, which takes a tap soon after a new page for an echo."""
        begun = page.evaluate("performance.now()")
        page.wait_for_function("until => performance.now() > until", arg=begun + 450)
        page.locator(what).first.tap()
        self.effort.choices += 1

    def open(self, page: Page, link: str) -> Page:
        """A link that opens beside the page."""
        with page.expect_popup() as opened:
            self.press(page, link, role="link")
        return opened.value
