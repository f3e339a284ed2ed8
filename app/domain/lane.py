"""A visitor's lane changed after the number was taken: the place as if it had been taken that way."""

from datetime import datetime, timedelta

from app.domain.ordering import sort_key
from app.domain.ticket import Priority, Status, Ticket

# Whoever is at a counter has been called already: no order of call matters to them any more.
REGRADED = frozenset({Status.WAITING, Status.HELD, Status.MISSED})


def regraded(ticket: Ticket, priority: Priority | None, *, credit_minutes: int) -> datetime:
    """The key that the ticket gets in the other lane: its own moment of issue, less that lane's head start.

    However often it is changed, the ticket stands in one of these two places, so that it overtakes
    nobody who came more than the head start before it, and loses no more than the head start. A number
    from afar may have a head start already: the two do not add up.
    """
    key = sort_key(_came(ticket, credit_minutes=credit_minutes), priority, credit_minutes=credit_minutes)
    if ticket.promised_at is None or priority is None:
        return key
    due = max(ticket.promised_at, ticket.arrived_at or ticket.promised_at)
    return max(key, min(ticket.sort_key, sort_key(due, priority, credit_minutes=credit_minutes)))


def _came(ticket: Ticket, *, credit_minutes: int) -> datetime:
    """The moment of issue as the order of call counted it, also where the head start was another then."""
    if ticket.priority is None:
        return ticket.sort_key
    return max(ticket.issued_at, ticket.sort_key + timedelta(minutes=credit_minutes))
