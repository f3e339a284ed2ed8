"""What every wire to a printer promises: it carries bytes both ways and says honestly when it cannot.

TransportError
`-- Unreachable    no line could be opened; not one byte was sent
"""

from collections.abc import Callable
from typing import Protocol


class TransportError(Exception):
    """The line broke; what was on its way may or may not have arrived."""


class Unreachable(TransportError):
    """There is no line to this printer now."""


class Line(Protocol):
    """An open line to one printer."""

    def send(self, data: bytes, *, timeout: float) -> None:
        """Hand over all of `data` within `timeout` seconds; TransportError if the line broke or stalled."""

    def receive(self, *, timeout: float) -> bytes:
        """Whatever arrived within `timeout` seconds, b"" if nothing did; TransportError once it is closed."""

    def close(self) -> None:
        """Let what was sent arrive, then hang up; never raises."""


Opener = Callable[[str, float], Line]
