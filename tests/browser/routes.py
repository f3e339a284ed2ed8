"""Answering for the server in a browser, from the very next request on."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route

PROBE = "/is-watched"
ASKED = f"fetch('{PROBE}').then((answer) => answer.status === 202, () => false)"


def intercept(
    page: Page, address: str | re.Pattern[str], answer: Callable[[Route], Any], **more: Any
) -> None:
    """`page.route` on a page that is open already.

    Chromium tells the page itself a moment later whom to ask: a request that follows at once, as one of a
    key, may still go to the server. It is asked for nothing until that answers from here.
    """
    page.route(address, answer, **more)
    if page.url == "about:blank":
        return
    page.route(f"**{PROBE}", lambda route: route.fulfill(status=202))
    while not page.evaluate(ASKED):
        pass
