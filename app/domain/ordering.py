"""Who is next: the smallest (sort_key, id), where a head start is taken off once, at issue."""

from datetime import datetime, timedelta

from app.domain.ticket import Priority


def sort_key(issued_at: datetime, priority: Priority | None, *, credit_minutes: int) -> datetime:
    """`issued_at` less the head start of the visitor's lane; it never changes afterwards.

    Since every key lies at most `credit_minutes` before its own issue, a ticket can be overtaken
    only by tickets issued at most that much later, whatever the share of priority visitors.
    """
    if priority is None:
        return issued_at
    return issued_at - timedelta(minutes=credit_minutes)
