"""Bookings: one by its code, those of a slot and of a phone, and the document that a phone is shown."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import floor
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from app.domain.booking import BookingState, Slot, free_places, kept_until, slots_on
from app.domain.errors import UnknownBooking
from app.domain.links import Links, code_of, digest
from app.domain.mall import Mall, Service, Site
from app.domain.opening import address_dies, service_day
from app.domain.ticket import Priority
from app.queries.remote import taken_from_afar
from app.store.tables import booking as table
from app.store.tables import is_booked

SELECT = select(table)
_IN_POOL = select(table.c.service, table.c.starts_at, table.c.ends_at, func.count()).where(
    table.c.site == bindparam("site"),
    table.c.day >= bindparam("first"),
    table.c.day <= bindparam("last"),
    is_booked,
    table.c.service.in_(bindparam("services", expanding=True)),
)
_IN_POOL = _IN_POOL.group_by(table.c.service, table.c.starts_at, table.c.ends_at)


@dataclass(frozen=True, slots=True)
class Booking:
    """A visitor's place in a slot; `ticket` is the id of the number that it became. Aware UTC moments."""

    id: int
    site: str
    day: date
    starts_at: datetime
    ends_at: datetime
    service: str
    agency: str
    state: BookingState
    priority: Priority | None
    language: str
    origin: str
    phone: bytes | None
    nonce: bytes
    ticket: int | None
    booked_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Booked:
    """How many booked a service for a stretch of time."""

    service: str
    starts_at: datetime
    ends_at: datetime
    count: int


def from_row(row: Any) -> Booking:
    values = dict(row._mapping)
    del values["code_hash"]
    lane = values["priority"]
    return Booking(
        **{**values, "state": BookingState(values["state"]), "priority": Priority(lane) if lane else None}
    )


def booking_by_id(connection: Connection, booking_id: int) -> Booking:
    return from_row(connection.execute(SELECT.where(table.c.id == booking_id)).one())


def find_booking(connection: Connection, site: str, booking_id: int) -> Booking | None:
    row = connection.execute(SELECT.where(table.c.id == booking_id, table.c.site == site)).one_or_none()
    return None if row is None else from_row(row)


def booking_by_code(connection: Connection, code: str, *, mall: Mall, now: datetime) -> Booking:
    """The booking of this code, however it is typed.

    Raises UnknownBooking where there is none, or once its day is over.
    """
    row = connection.execute(SELECT.where(table.c.code_hash == digest(code_of(code)))).one_or_none()
    if row is None or now >= address_dies(mall, row.day):
        raise UnknownBooking
    return from_row(row)


def bookings_of_phone(connection: Connection, *, site: str, phone: bytes) -> Sequence[Booking]:
    """Those that are to come, the next one first; `phone` is the hash of its secret."""
    mine = SELECT.where(table.c.phone == phone, table.c.site == site, is_booked)
    return [from_row(row) for row in connection.execute(mine.order_by(table.c.starts_at))]


def booked_in_pool(
    connection: Connection, *, site: str, first: date, last: date, services: Collection[str]
) -> tuple[Booked, ...]:
    """What is booked of these services from the first to the last of these days."""
    values = {"site": site, "first": first, "last": last, "services": sorted(services)}
    return tuple(Booked(*row) for row in connection.execute(_IN_POOL, values))


def booked_minutes(mall: Mall, booked: Iterable[Booked], slot: Slot) -> float:
    """Minutes of service that are booked within a slot, also by slots that only overlap it."""
    return float(
        sum(
            mall.service[one.service].minutes * one.count
            for one in booked
            if one.starts_at < slot.ends_at and one.ends_at > slot.starts_at and one.service in mall.service
        )
    )


def share_left(
    connection: Connection, mall: Mall, site: Site, service: Service, booked: Iterable[Booked], *, day: date
) -> int | None:
    """How many more may come from afar that day, with a number or a booking; None without a quota."""
    if service.quota is None:
        return None
    zone = mall.zone_info
    mine = (one for one in booked if one.service == service.code)
    taken = sum(one.count for one in mine if one.starts_at.astimezone(zone).date() == day)
    taken += taken_from_afar(connection, site=site.code, day=day, service=service.code)
    return max(0, floor(service.quota * mall.rules.remote_share / 100) - taken)


def afar_left(connection: Connection, mall: Mall, site: Site, service: Service, *, day: date) -> int | None:
    """The same, for somebody who knows nothing of the day's bookings yet."""
    booked = booked_in_pool(connection, site=site.code, first=day, last=day, services=[service.code])
    return share_left(connection, mall, site, service, booked, day=day)


def slots_document(
    connection: Connection, mall: Mall, site: Site, service: Service, *, now: datetime
) -> list[dict[str, Any]]:
    """Every day that may be booked, with its slots to come: when, how many places, given out from when."""
    today = service_day(mall, now)
    days = [today + timedelta(days=ahead) for ahead in range(mall.rules.booking_days + 1)]
    pool = mall.pool(site, service).services
    booked = booked_in_pool(connection, site=site.code, first=days[0], last=days[-1], services=pool)
    left = {day: share_left(connection, mall, site, service, booked, day=day) for day in days}
    return [
        {
            "day": day.isoformat(),
            "slots": [
                _slot(mall, site, service, slot, booked, left=left[day], now=now)
                for slot in slots_on(mall, site, service, day)
                if slot.starts_at > now
            ],
        }
        for day in days
    ]


def _slot(
    mall: Mall,
    site: Site,
    service: Service,
    slot: Slot,
    booked: Iterable[Booked],
    *,
    left: int | None,
    now: datetime,
) -> dict[str, Any]:
    """`left` is what the day has for everybody from afar."""
    minutes = booked_minutes(mall, booked, slot)
    free = free_places(mall, site, service, slot, booked_minutes=minutes)
    free = free if left is None else min(free, left)
    return {
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": slot.ends_at.isoformat(),
        "released_at": slot.released_at.isoformat(),
        "open": slot.released_at <= now and free > 0,
        "free": free,
    }


def booking_document(
    mall: Mall, booking: Booking, *, links: Links, ticket: str | None = None
) -> dict[str, Any]:
    """The Booking of the API; `ticket` is the address of the number that it became."""
    site, service = mall.site.get(booking.site), mall.service.get(booking.service)
    agency = mall.agency.get(booking.agency)
    code = links.booking_code(booking.nonce)
    return {
        "id": booking.id,
        "code": code,
        "url": links.booking(code),
        "site": booking.site,
        "site_name": site.name if site else booking.site,
        "service": booking.service,
        "service_name": service.name if service else booking.service,
        "service_name_en": service.named("en") if service else booking.service,
        "agency": booking.agency,
        "agency_name": agency.short_name if agency else booking.agency,
        "state": booking.state.value,
        "priority": booking.priority.value if booking.priority else None,
        "day": booking.day.isoformat(),
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "kept_until": kept_until(mall, booking.ends_at).isoformat(),
        "ticket": ticket,
    }
