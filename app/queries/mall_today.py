"""Who and what is in the mall at this moment, counted for the effects of a change."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from app.domain.counter import CounterState
from app.store.tables import (
    booking,
    counter,
    is_active,
    is_booked,
    is_open,
    is_open_job,
    print_job,
    ticket,
    token,
)

Sites = Collection[str]  # always named: a day of all sites would mean reading every ticket there ever was


@dataclass(frozen=True, slots=True)
class Queue:
    """How many of a service are in the hall, or on their way to it."""

    site: str
    agency: str
    service: str
    count: int


@dataclass(frozen=True, slots=True)
class BookedSlot:
    site: str
    service: str
    day: date
    starts_at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class OpenCounter:
    """A counter that is not closed; `number` is the one it calls or serves."""

    site: str
    code: str
    number: str | None


@dataclass(frozen=True, slots=True)
class Device:
    """A kiosk, display or agent with a key of its own; `code` is its place."""

    role: str
    site: str
    code: str | None


def queues(connection: Connection, sites: Sites, *, day: date) -> list[Queue]:
    query = select(ticket.c.site, ticket.c.agency, ticket.c.service, func.count())
    query = query.where(ticket.c.site.in_(sites), ticket.c.day == day, is_open)
    return [
        Queue(*row)
        for row in connection.execute(query.group_by(ticket.c.site, ticket.c.agency, ticket.c.service))
    ]


def afar(connection: Connection, sites: Sites, *, day: date) -> int:
    """Numbers of today that were taken from afar and whose visitors have not been served."""
    query = select(func.count()).where(ticket.c.site.in_(sites), ticket.c.day == day, is_open)
    return connection.execute(query.where(ticket.c.promised_at.is_not(None))).scalar_one()


def issued(connection: Connection, sites: Sites, *, day: date) -> dict[tuple[str, str], int]:
    """Numbers given out today by site and service."""
    query = select(ticket.c.site, ticket.c.issued_for, func.count())
    query = query.where(ticket.c.site.in_(sites), ticket.c.day == day)
    rows = connection.execute(query.group_by(ticket.c.site, ticket.c.issued_for))
    return {(site, service): count for site, service, count in rows}


def booked(connection: Connection, sites: Sites, *, day: date, now: datetime) -> list[BookedSlot]:
    """Bookings whose time is still to come, the next one first."""
    columns = (booking.c.site, booking.c.service, booking.c.day, booking.c.starts_at)
    query = select(*columns, func.count()).where(
        booking.c.site.in_(sites), booking.c.day >= day, is_booked, booking.c.starts_at >= now
    )
    rows = connection.execute(query.group_by(*columns).order_by(booking.c.starts_at))
    return [BookedSlot(*row) for row in rows]


def open_counters(connection: Connection) -> list[OpenCounter]:
    active = select(ticket.c.site, ticket.c.counter, ticket.c.number).where(is_active).subquery()
    query = (
        select(counter.c.site, counter.c.code, active.c.number)
        .outerjoin(active, (active.c.site == counter.c.site) & (active.c.counter == counter.c.code))
        .where(counter.c.state != CounterState.CLOSED)
        .order_by(counter.c.site, counter.c.code)
    )
    return [OpenCounter(*row) for row in connection.execute(query)]


def devices(connection: Connection) -> list[Device]:
    """Each key of a place that is still good."""
    query = select(token.c.role, token.c.site, token.c.code).where(
        token.c.revoked_at.is_(None), token.c.site.is_not(None)
    )
    return [Device(*row) for row in connection.execute(query.order_by(token.c.id))]


def open_papers(connection: Connection, *, now: datetime) -> dict[tuple[str, str], int]:
    """Slips that are not out yet, by site and printer."""
    query = select(print_job.c.site, print_job.c.printer, func.count())
    query = query.where(is_open_job, print_job.c.expires_at > now)
    rows = connection.execute(query.group_by(print_job.c.site, print_job.c.printer))
    return {(site, printer): count for site, printer, count in rows}
