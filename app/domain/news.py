"""What visitors who left an address are told, and until when it is news."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class News(StrEnum):
    BOOKING_MADE = "booking_made"
    BOOKING_MOVED = "booking_moved"
    BOOKING_CANCELLED = "booking_cancelled"
    BOOKING_REMINDER = "booking_reminder"
    TICKET_TAKEN = "ticket_taken"
    NEAR = "near"
    CALLED = "called"
    COUNTER_CLOSED = "counter_closed"  # the service cannot be had as promised: read on what to do


class Closing(StrEnum):
    """Why a visitor who is booked or on the way may come in vain."""

    DAY = "day"  # a holiday, or other hours than when it was booked
    GONE = "gone"  # the service is not offered here any more
    PAUSED = "paused"
    DESERTED = "deserted"  # its counters have closed for now


@dataclass(frozen=True, slots=True)
class Notice:
    """One piece of news: `fact` names what happened once and for all, `body` what its words need."""

    news: News
    fact: str
    body: dict[str, Any]
    until: datetime | None = None


CALLED_LASTS = timedelta(minutes=10)
NEAR_LASTS = timedelta(minutes=15)
