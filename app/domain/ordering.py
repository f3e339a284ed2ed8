"""Who is next: the smallest (sort_key, id), where a head start is taken off once, at issue."""

from datetime import datetime, timedelta

from app.domain.ticket import Priority


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
