"""A demonstration that the tests of one screen share; each test works at a counter of its own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.clerk import Clerk, clerks
from tests.conftest import SEEN_MS
from tests.services.server import Server

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def day(shared_demo: Server) -> Server:
    """A running demonstration without printers."""
    return shared_demo


@pytest.fixture(scope="module")
def free_clerks(day: Server) -> Iterator[Clerk]:
    return iter(clerks(day))


@pytest.fixture
def clerk(free_clerks: Iterator[Clerk]) -> Clerk:
    """A counter that no other test touches, already open."""
    clerk = next(free_clerks)
    clerk.press("open")
    return clerk


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens an address in a browser profile of its own; fails the test if the page's scripts failed."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def begin(address: str, *, width: int = 1366, height: int = 768, **profile: Any) -> Page:
        view = {"width": width, "height": height}
        contexts.append(
            browser.new_context(viewport=view, locale="id-ID", timezone_id="Asia/Jakarta", **profile)
        )
        contexts[-1].set_default_timeout(SEEN_MS)
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(address)
        return page

    yield begin
    for context in contexts:
        context.close()
    assert troubles == []
