"""How long somebody stays signed in, and how long the next attempt waits after failed ones."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.staff import Grant, has_a_desk_alone

SHIFT = timedelta(hours=12)
IDLE = timedelta(minutes=30)
LIVES = SHIFT  # from signing in to signing in again, however busy
TEMPORARY_LIVES = timedelta(days=7)  # a password that somebody else has seen
FORGOTTEN = timedelta(hours=24)  # since the last failure
KNOWN_PLACE = timedelta(days=90)  # since the person last signed in from there


def idle_limit(grants: Collection[Grant]) -> timedelta:
    """A clerk has a shift: visitors are served by people, not by the keyboard."""
    return SHIFT if has_a_desk_alone(grants) else IDLE


def is_over(began: datetime, seen: datetime, *, idle: timedelta, now: datetime) -> bool:
    """Whether a session that nobody ended has ended by itself.

    A clock that was set back by more than it counts ends it too.
    """
    return not (now - idle < seen <= now + idle and now - LIVES < began <= now + LIVES)


def is_expired(given: datetime, *, now: datetime) -> bool:
    """Whether a temporary password is too old.

    A clock that was set back by less than a shift leaves it as it is.
    """
    return not given - SHIFT <= now < given + TEMPORARY_LIVES


class Count(StrEnum):
    """What failures are counted by, so that guessing is slow from wherever it is tried."""

    PLACE_AND_NAME = "place_and_name"  # one account from one address
    PLACE = "place"  # any account from one address
    NAME = "name"  # one account from anywhere, except from where its owner signs in


@dataclass(frozen=True, slots=True)
class Patience:
    """So many failures cost nothing; each one more doubles the wait, up to `most`."""

    free: int
    most: timedelta


PATIENCE = {
    Count.PLACE_AND_NAME: Patience(4, timedelta(minutes=15)),
    Count.PLACE: Patience(20, timedelta(minutes=5)),  # an office may have one address for all its desks
    Count.NAME: Patience(10, timedelta(minutes=1)),
}


def wait_after(count: Count, failures: int) -> timedelta:
    """How long the next attempt has to wait after the last of so many failures."""
    patience = PATIENCE[count]
    beyond = failures - patience.free
    if beyond <= 0:
        return timedelta(0)
    return min(patience.most, timedelta(seconds=2 ** min(beyond, 20)))


def refused_until(count: Count, failures: int, last: datetime, *, now: datetime) -> datetime | None:
    """Until when no attempt is looked at; None: now is fine.

    A failure in the future was noted by a clock that has been set back, and binds nobody.
    """
    until = last + wait_after(count, failures)
    return until if last <= now < until else None
