"""Who is next: the smallest (sort_key, id), where a head start is taken off once, at issue.

A mall may choose more: a counter that prefers some services calls their visitors as if they had come
a little earlier, priority visitors who waited very long go first, or the lanes take turns. None of it
changes a key.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from app.domain.ticket import Priority


@dataclass(frozen=True, slots=True)
class Ratio:
    """So many priority visitors are called, then so many others, as long as both wait."""

    priority: int
    ordinary: int

    def __str__(self) -> str:
        return f"{self.priority}:{self.ordinary}"

    @property
    def share(self) -> float:
        """With more priority visitors among all than this, the others are called before them."""
        return self.priority / (self.priority + self.ordinary)

    @property
    def memory(self) -> int:
        """How many of the last calls decide whose turn it is."""
        return self.priority + self.ordinary - 1

    def is_for_priority(self, last_called: Sequence[Priority | None]) -> bool:
        """Whose turn it is; `last_called` are the lanes of at least `memory` calls, the latest first."""
        recent = last_called[: self.memory]
        return sum(lane is not None for lane in recent) < self.priority


class Waiting(Protocol):
    """One who waits, as far as the order of call looks."""

    @property
    def id(self) -> int: ...
    @property
    def service(self) -> str: ...
    @property
    def priority(self) -> Priority | None: ...
    @property
    def sort_key(self) -> datetime: ...
    @property
    def waiting_since(self) -> datetime: ...


AnyWaiting = TypeVar("AnyWaiting", bound=Waiting)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one counter goes by when it calls.

    `preferred` services count as `shift` earlier; priority visitors who have waited for their service
    since `overdue` or longer go before everybody; `for_priority` is the lane whose turn it is, None where
    lanes do not take turns.
    """

    preferred: frozenset[str] = frozenset()
    shift: timedelta = timedelta(0)
    overdue: datetime | None = None
    for_priority: bool | None = None

    def is_overdue(self, ticket: Waiting) -> bool:
        if self.overdue is None or ticket.priority is None:
            return False
        return ticket.waiting_since <= self.overdue


def place(ticket: Waiting, turn: Turn) -> tuple[bool, bool, datetime, int]:
    """The order of call, and its only definition: the smallest place is called first."""
    if turn.is_overdue(ticket):
        return False, False, ticket.sort_key, ticket.id
    is_out_of_turn = turn.for_priority is not None and (ticket.priority is not None) is not turn.for_priority
    shift = turn.shift if ticket.service in turn.preferred else timedelta(0)
    return True, is_out_of_turn, ticket.sort_key - shift, ticket.id


def first(waiting: Iterable[AnyWaiting], turn: Turn) -> AnyWaiting | None:
    """Whom the counter calls; None if nobody waits."""
    return min(waiting, key=lambda ticket: place(ticket, turn), default=None)


def in_order(waiting: Iterable[AnyWaiting], turn: Turn) -> list[AnyWaiting]:
    """The queue as a counter shows it: whom it calls next, then the others as if no lanes took turns."""
    usual = replace(turn, for_priority=None)
    queue = sorted(waiting, key=lambda ticket: place(ticket, usual))
    following = first(queue, turn)
    return [] if following is None else [following, *(one for one in queue if one is not following)]


def changes_at(waiting: Iterable[Waiting], turn: Turn, *, now: datetime) -> datetime | None:
    """When the next priority visitor will have waited so long that the order changes by that alone."""
    if turn.overdue is None:
        return None
    patient = (one for one in waiting if one.priority is not None and not turn.is_overdue(one))
    longest = min((one.waiting_since for one in patient), default=None)
    return None if longest is None else longest + (now - turn.overdue)


def counts_from(
    now: datetime, latest: tuple[datetime, Priority | None] | None, *, credit_minutes: int
) -> datetime:
    """The moment of issue as the order of call counts it, for whoever comes after `latest`.

    `latest` is the key and lane of the newest open ticket. It is `now`, except when a clock was set
    back: then nobody may come before those who are waiting, and it is that ticket's own moment.
    """
    if latest is None:
        return now
    key, priority = latest
    return max(now, key if priority is None else key + timedelta(minutes=credit_minutes))


def next_key(
    now: datetime,
    latest: tuple[datetime, Priority | None] | None,
    priority: Priority | None,
    *,
    credit_minutes: int,
) -> datetime:
    """The place of whoever takes a number now, after `latest`."""
    came = counts_from(now, latest, credit_minutes=credit_minutes)
    return sort_key(came, priority, credit_minutes=credit_minutes)


def sort_key(issued_at: datetime, priority: Priority | None, *, credit_minutes: int) -> datetime:
    """`issued_at` less the head start of the visitor's lane; it never changes afterwards.

    Since every key lies at most `credit_minutes` before its own issue, a ticket can be overtaken
    only by tickets issued at most that much later, whatever the share of priority visitors.
    """
    if priority is None:
        return issued_at
    return issued_at - timedelta(minutes=credit_minutes)
