"""The counter console in a browser: sitting down at it, and what stands at the counter."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.clerk import Clerk

OpenPage = Callable[..., Page]


def sit_down(open_page: OpenPage, clerk: Clerk, **profile: object) -> Page:
    """The console of the clerk's counter, connected."""
    page = open_page(clerk.console, **profile)
    page.get_by_label("Cari loket").fill(clerk.name)
    page.keyboard.press("Enter")
    expect(page.locator("#link")).to_have_text("sambungan baik")
    return page


def number_at(page: Page) -> str:
    return page.locator("#ticket-number").inner_text().replace("\n", "")


def expect_ticket(page: Page, state: str) -> None:
    expect(page.locator("#ticket")).to_have_attribute("data-state", state)
