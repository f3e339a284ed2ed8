"""What a desk far away gave to visitors: its numbers of today, and what it booked today."""

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import Connection, bindparam

from app.domain.mall import Mall
from app.domain.ticket import Ticket
from app.queries.bookings import SELECT as BOOKINGS
from app.queries.bookings import Booking
from app.queries.bookings import from_row as booking_of
from app.queries.tickets import SELECT as TICKETS
from app.queries.tickets import from_row as ticket_of
from app.store.tables import booking, is_by_desk, ticket

MOST_SHOWN = 200

_TICKETS = (
    TICKETS.where(
        ticket.c.site == bindparam("site"),
        ticket.c.day == bindparam("day"),
        ticket.c.origin == bindparam("origin"),
    )
    .order_by(ticket.c.id.desc())
    .limit(MOST_SHOWN)
)
_BOOKINGS = (
    BOOKINGS.where(
        booking.c.site == bindparam("site"),
        booking.c.origin == bindparam("origin"),
        booking.c.booked_at >= bindparam("since"),
        is_by_desk,
    )
    .order_by(booking.c.id.desc())
    .limit(MOST_SHOWN)
)


def midnight_of(mall: Mall, day: date) -> datetime:
    """When the day began at the mall."""
    return datetime.combine(day, time(), mall.zone_info)


def tickets_made(connection: Connection, *, site: str, day: date, origin: str) -> Sequence[Ticket]:
    """The numbers that `origin`, an actor of the journal, took that day; the newest first."""
    rows = connection.execute(_TICKETS, {"site": site, "day": day, "origin": origin})
    return [ticket_of(row) for row in rows]


def bookings_made(connection: Connection, *, site: str, since: datetime, origin: str) -> Sequence[Booking]:
    """What `origin` booked since then; the newest first."""
    rows = connection.execute(_BOOKINGS, {"site": site, "since": since, "origin": origin})
    return [booking_of(row) for row in rows]


def booking_made(connection: Connection, booking_id: int, *, site: str, origin: str) -> Booking | None:
    """The booking of this id if `origin` made it there."""
    mine = (booking.c.id == booking_id, booking.c.site == site, booking.c.origin == origin, is_by_desk)
    row = connection.execute(BOOKINGS.where(*mine)).one_or_none()
    return booking_of(row) if row else None


def ticket_made(connection: Connection, ticket_id: int, *, site: str, origin: str) -> Ticket | None:
    """The number of this id if `origin` took it there."""
    mine = (ticket.c.id == ticket_id, ticket.c.site == site, ticket.c.origin == origin)
    row = connection.execute(TICKETS.where(*mine)).one_or_none()
    return ticket_of(row) if row else None
