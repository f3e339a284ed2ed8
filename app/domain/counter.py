"""The states of a counter and the clerk's deeds that lead there."""

from enum import StrEnum


class CounterState(StrEnum):
    OPEN = "open"
    BREAK = "break"
    CLOSING = "closing"
    CLOSED = "closed"


STAFFED = frozenset({CounterState.OPEN, CounterState.BREAK, CounterState.CLOSING})
