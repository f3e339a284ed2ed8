"""Waiting for what has no event of its own: asked again and again until it is so."""

import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")

PAUSE_SECONDS = 0.05


def until(ask: Callable[[], Answer], *, within: float = 60.0, pause: float = PAUSE_SECONDS) -> Answer:
    """The first answer that is true; fails with the last one when there was none in so many seconds.

    What costs much to answer, or comes in crowds, is better asked after a longer `pause` (seconds).
    """
    deadline = time.monotonic() + within
    while True:
        answer = ask()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"not within {within:g} s; the last answer was {answer!r}"
        time.sleep(pause)
