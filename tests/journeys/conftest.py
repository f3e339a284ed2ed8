"""What every journey needs: an office that is open, its paper, and browsers that fail loudly."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.conftest import SEEN_MS

OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens an address on a device of its own; fails the test if a page's script failed."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def begin(address: str = "about:blank", *, width: int, height: int, **device: Any) -> Page:
        here = {"locale": "id-ID", "timezone_id": "Asia/Jakarta"}
        context = browser.new_context(viewport={"width": width, "height": height}, **here, **device)
        context.set_default_timeout(SEEN_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(address)
        return page

    yield begin
    for context in contexts:
        context.close()
    assert troubles == []
