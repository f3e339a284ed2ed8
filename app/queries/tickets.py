"""Tickets: one by id or address, its place in the queue, and its document for every screen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, tuple_, union_all

from app.domain.arriving import MOST_POSTPONED
from app.domain.errors import UnknownToken
from app.domain.journey import Stop, stops_from
from app.domain.links import Links, digest, normal
from app.domain.mall import Mall, Pool, Service, Site
from app.domain.opening import address_dies
from app.domain.pressure import Pressure
from app.domain.rerouting import place_elsewhere
from app.domain.ticket import PrintState, Priority, Status, Ticket, possible
from app.domain.waiting import Estimate
from app.queries.attendance import Attendance, attendance
from app.queries.helping import with_help
from app.queries.load import pressure, staffing
from app.store.tables import booking, is_active, is_booked, is_open
from app.store.tables import ticket as table

_COLUMNS = (
    table.c.id,
    table.c.site,
    table.c.day,
    table.c.number,
    table.c.service,
    table.c.issued_for,
    table.c.agency,
    table.c.status,
    table.c.priority,
    table.c.language,
    table.c.sort_key,
    table.c.issued_at,
    table.c.waiting_since,
    table.c.called_at,
    table.c.serving_at,
    table.c.ended_at,
    table.c.counter,
    table.c.calls,
    table.c.origin,
    table.c.print_state,
    table.c.printer,
    table.c.confirmed_at,
    table.c.nonce,
    table.c.recalled,
    table.c.announced,
    table.c.summons,
    table.c.misses,
    table.c.parked_at,
    table.c.stops,
    table.c.only_at,
    table.c.note,
    table.c.hold_reason,
    table.c.moves,
    table.c.promised_at,
    table.c.arrives_by,
    table.c.arrived_at,
    table.c.postponed,
)
SELECT = select(*_COLUMNS)
NEWEST_PLACE = (
    select(table.c.sort_key, table.c.priority)
    # The place of a number taken from afar, or of one put off, lies in the future: nobody is counted from it.
    .where(
        table.c.site == bindparam("site"),
        table.c.day == bindparam("day"),
        is_open,
        table.c.promised_at.is_(None),
        table.c.postponed == 0,
    )
    .order_by(table.c.id.desc())
    .limit(1)
)
_LAST_CALLED = (
    select(table.c.number)
    .where(
        table.c.site == bindparam("site"),
        table.c.day == bindparam("day"),
        table.c.agency == bindparam("agency"),
        table.c.called_at.is_not(None),
    )
    .order_by(table.c.called_at.desc())
    .limit(1)
)


def from_row(row: Any) -> Ticket:
    values = row._mapping
    return Ticket(
        **{
            **values,
            "status": Status(values["status"]),
            "priority": Priority(values["priority"]) if values["priority"] else None,
            "print_state": PrintState(values["print_state"]),
            "stops": stops_from(values["stops"]),
        }
    )


def ticket_by_id(connection: Connection, ticket_id: int) -> Ticket:
    return from_row(connection.execute(SELECT.where(table.c.id == ticket_id)).one())


def ticket_by_token(connection: Connection, token: str, *, mall: Mall, now: datetime) -> Ticket:
    """The ticket behind an address, in whatever case it was typed.

    Raises UnknownToken where there is none, or once the address has outlived its day.
    """
    row = connection.execute(SELECT.where(table.c.token_hash == digest(normal(token)))).one_or_none()
    if row is None or now >= address_dies(mall, row.day):
        raise UnknownToken
    return from_row(row)


def active_at(connection: Connection, *, site: str, counter: str) -> Ticket | None:
    """The ticket that occupies the counter."""
    row = connection.execute(
        SELECT.where(table.c.site == site, table.c.counter == counter, is_active)
    ).one_or_none()
    return None if row is None else from_row(row)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a ticket stands; estimate and ahead mean nothing once it was called.

    `deserted`: all its counters have closed, and who will be back `reopens_at`, if anybody said so.
    """

    ahead: int
    estimate: Estimate | None
    now_serving: str | None
    deserted: bool = False
    reopens_at: datetime | None = None


def position_after(
    before: Pressure, *, now_serving: str | None, pool: Pool | None = None, here: Attendance | None = None
) -> Position:
    """The place behind all that `before` counts; no estimate where `here` says that everybody left."""
    if here is not None and pool is not None and here.is_deserted(pool):
        return Position(before.waiting, None, now_serving, deserted=True, reopens_at=here.reopens_at(pool))
    return Position(before.waiting, before.estimate(), now_serving)


def position_of(connection: Connection, mall: Mall, ticket: Ticket) -> Position:
    """The place of a ticket among all that its counters serve."""
    serving = last_called(connection, site=ticket.site, day=ticket.day, agency=ticket.agency)
    mall = with_help(connection, mall, site=ticket.site)
    site = mall.site.get(ticket.site)
    service = mall.service_at(site, ticket.service) if site else None
    if ticket.status is not Status.WAITING or site is None or service is None:
        return Position(0, None, serving)  # also for what the site no longer offers
    staff = staffing(connection, site=ticket.site)
    before = pressure(
        connection,
        mall,
        site,
        service,
        day=ticket.day,
        staff=staff,
        before=tuple_(table.c.sort_key, table.c.id) < tuple_(ticket.sort_key, ticket.id),
        only_at=ticket.only_at,
    )
    pool, here = mall.pool(site, service), None
    if not staff.desks(pool):
        here = attendance(connection, mall, site=ticket.site, day=ticket.day)
    return position_after(before, now_serving=serving, pool=pool, here=here)


def newest_place(connection: Connection, *, site: str, day: date) -> tuple[datetime, Priority | None] | None:
    """Key and lane of the day's newest ticket that is still open; None without any."""
    row = connection.execute(NEWEST_PLACE, {"site": site, "day": day}).one_or_none()
    return None if row is None else (row.sort_key, Priority(row.priority) if row.priority else None)


def last_called(connection: Connection, *, site: str, day: date, agency: str) -> str | None:
    """The number of this agency that was called last today."""
    values = {"site": site, "day": day, "agency": agency}
    return connection.execute(_LAST_CALLED, values).scalar()


def issued_on(connection: Connection, *, site: str, day: date, services: Iterable[Service]) -> dict[str, int]:
    """Numbers that count against a quota, by the service they were given for, wherever they are now.

    Every one counts but those that never reached a visitor; so do bookings that are to become one.
    """
    codes = sorted(service.code for service in services)
    numbers = (
        select(table.c.issued_for, func.count())
        .where(
            table.c.site == site,
            table.c.day == day,
            table.c.issued_for.in_(codes),
            table.c.status != Status.VOIDED,
        )
        .group_by(table.c.issued_for)
    )
    booked = (
        select(booking.c.service, func.count())
        .where(booking.c.site == site, booking.c.day == day, is_booked, booking.c.service.in_(codes))
        .group_by(booking.c.service)
    )
    found: dict[str, int] = {}
    for code, count in connection.execute(union_all(numbers, booked)):
        found[code] = found.get(code, 0) + count
    return found


def ticket_document(
    mall: Mall, ticket: Ticket, position: Position, *, links: Links, reveal: bool = True
) -> dict[str, Any]:
    """The Ticket of the API. `reveal` False leaves out its address and adds what staff wrote."""
    site, agency = mall.any_site(ticket.site), mall.agency.get(ticket.agency)
    service = mall.service.get(ticket.service)
    counter = site.any_counter(ticket.counter) if site else None
    code = counter.zone if counter else (agency.zone if agency else None)
    zone = site.any_zone(code) if site else None
    token = links.token(ticket.nonce) if reveal else None
    return {
        "id": ticket.id,
        "token": token,
        "number": ticket.number,
        "site": ticket.site,
        "day": ticket.day.isoformat(),
        "service": ticket.service,
        "service_name": service.name if service else ticket.service,
        "service_name_en": service.named("en") if service else ticket.service,
        "agency": ticket.agency,
        "agency_name": agency.short_name if agency else ticket.agency,
        "state": ticket.status.value,
        "priority": ticket.priority.value if ticket.priority else None,
        "language": ticket.language,
        "ahead": position.ahead,
        "estimate": (
            {"low": position.estimate.low, "high": position.estimate.high} if position.estimate else None
        ),
        "now_serving": position.now_serving,
        "counters_closed": {"reopens_at": _iso(position.reopens_at)} if position.deserted else None,
        "issued_at": ticket.issued_at.isoformat(),
        "called_at": _iso(ticket.called_at),
        "serving_at": _iso(ticket.serving_at),
        "served_at": _iso(ticket.ended_at),
        "calls": ticket.calls,
        "summons": ticket.summons,
        "misses": ticket.misses,
        "stops": [_stop(mall, site, stop) for stop in ticket.stops],
        "only_at": ticket.only_at,
        "note": None if reveal else ticket.note,
        "hold_reason": None if reveal else ticket.hold_reason,
        "counter": ticket.counter,
        "counter_name": counter.name if counter else None,
        "zone_name": zone.name if zone else None,
        "arrival": _arrival(ticket),
        "postpones_left": MOST_POSTPONED - ticket.postponed,
        "url": links.page(token) if token else None,
        "possible": [action.value for action in possible(ticket.status)],
        "print": {
            "state": ticket.print_state.value,
            "printer": ticket.printer,
            "place": place_elsewhere(site, origin=ticket.origin, printer=ticket.printer) if site else None,
        },
    }


def _arrival(ticket: Ticket) -> dict[str, Any] | None:
    """When the visitor of a number taken from afar is to be here, or came; None for all others."""
    if ticket.promised_at is None:
        return None
    return {
        "promised_at": ticket.promised_at.isoformat(),
        "arrives_by": _iso(ticket.arrives_by),
        "arrived_at": _iso(ticket.arrived_at),
    }


def _stop(mall: Mall, site: Site | None, stop: Stop) -> dict[str, Any]:
    service = mall.service.get(stop.service)
    counter = site.any_counter(stop.counter) if site else None
    return {
        "service": stop.service,
        "service_name": service.name if service else stop.service,
        "service_name_en": service.named("en") if service else stop.service,
        "counter": stop.counter,
        "counter_name": counter.name if counter else None,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
