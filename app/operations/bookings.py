"""Bookings: made, moved, given up, released when nobody comes, and turned into a number at check-in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, or_, update

from app.domain.arriving import place
from app.domain.booking import BookingState, Slot, has_room, kept_until, slots_on, takes_bookings
from app.domain.errors import (
    BookingOver,
    BookingsClosed,
    PhoneLimit,
    RemoteFull,
    SlotFull,
    SlotUnavailable,
    UnknownService,
    UnknownSite,
)
from app.domain.events import Kind
from app.domain.links import Links, digest
from app.domain.mall import Mall, Service, Site
from app.domain.opening import service_day
from app.domain.ordering import counts_from
from app.domain.ticket import Priority, Ticket
from app.operations.contacts import carry_contacts, shift_contacts
from app.operations.numbering import Wish, give_number
from app.operations.printing import queue_paper
from app.operations.remote import MOST_OF_PHONE
from app.operations.telling import booking_cancelled, tell_of_booking, tell_of_move
from app.queries.bookings import (
    SELECT,
    Booking,
    booked_in_pool,
    booked_minutes,
    booking_by_id,
    bookings_of_phone,
    from_row,
    share_left,
)
from app.queries.tickets import newest_place, position_of
from app.store.journal import record
from app.store.tables import booking as table
from app.store.tables import is_booked
from app.store.transaction import Transaction
from config.words import Words

MOST_AT_ONCE = 200
SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class BookingWish:
    """`starts_at` is the beginning of a slot, `origin` the actor of the journal."""

    service: str
    starts_at: datetime
    priority: Priority | None
    language: str
    origin: str


def book(
    tx: Transaction,
    mall: Mall,
    wish: BookingWish,
    *,
    phone: bytes | None,
    now: datetime,
    links: Links,
    random: Callable[[int], bytes],
) -> Booking:
    """A place in a slot. Raises UnknownSite, UnknownService, BookingsClosed, SlotUnavailable, SlotFull,

    RemoteFull once the service's share of the day is given out, and PhoneLimit.
    """
    site, service = _wanted(mall, tx.site, wish.service)
    if phone is not None:
        mine = bookings_of_phone(tx.connection, site=tx.site, phone=phone)
        if len(mine) >= MOST_OF_PHONE or any(one.service == service.code for one in mine):
            raise PhoneLimit
    slot = _free_slot(tx, mall, site, service, wish.starts_at, now=now)
    nonce = random(16)
    row = {
        "site": tx.site,
        "day": slot.starts_at.date(),
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "service": service.code,
        "agency": service.agency,
        "state": BookingState.BOOKED,
        "priority": wish.priority,
        "language": wish.language,
        "origin": wish.origin,
        "phone": phone,
        "nonce": nonce,
        "code_hash": digest(links.booking_code(nonce)),
        "booked_at": now,
    }
    made = tx.execute(insert(table).values(row).returning(table.c.id)).scalar_one()
    booking = booking_by_id(tx.connection, made)
    _tell(tx, Kind.BOOKING_MADE, booking, actor=wish.origin, now=now)
    return booking


def move_booking(
    tx: Transaction, mall: Mall, booking: Booking, *, starts_at: datetime, actor: str, now: datetime
) -> Booking:
    """To another slot of the same service; the old place is kept unless the new one is free.

    Raises BookingOver, BookingsClosed, SlotUnavailable, SlotFull, RemoteFull.
    """
    _must_stand(booking)
    if booking.starts_at == starts_at:
        return booking
    site, service = _wanted(mall, tx.site, booking.service)
    slot = _free_slot(tx, mall, site, service, starts_at, now=now, but=booking)
    times = {"starts_at": slot.starts_at, "ends_at": slot.ends_at, "booked_at": now}  # asked for only now
    values = {"day": slot.starts_at.date(), **times}
    tx.execute(update(table).where(table.c.id == booking.id).values(values))
    moved = booking_by_id(tx.connection, booking.id)
    _tell(tx, Kind.BOOKING_MOVED, moved, actor=actor, now=now)
    shift_contacts(tx, booking=moved.id, day=moved.day)
    tell_of_move(tx, moved, now=now)
    return moved


def cancel_booking(tx: Transaction, booking: Booking, *, actor: str, now: datetime) -> Booking:
    """Gives the place up; again changes nothing. Raises BookingOver."""
    if booking.state is BookingState.CANCELLED:
        return booking
    _must_stand(booking)
    ended = _end(tx, booking, BookingState.CANCELLED, Kind.BOOKING_CANCELLED, actor=actor, now=now)
    tell_of_booking(tx, ended, booking_cancelled(ended), now=now)
    return ended


def arrive(
    tx: Transaction,
    mall: Mall,
    booking: Booking,
    *,
    actor: str,
    now: datetime,
    links: Links,
    words: Words,
    random: Callable[[int], bytes],
    kiosk: str | None = None,
) -> Ticket:
    """The visitor is here on the day: the next number of the series, at the place that the slot is worth.

    Hours, quota and capacity were asked when it was booked, and whether the mall takes bookings: those that
    were made stay good. Raises BookingOver, also when it is another day's, or too late.
    """
    _must_stand(booking)
    site, service = _place(mall, tx.site, booking.service)
    day = service_day(mall, now)
    if booking.day != day or now > kept_until(mall, booking.ends_at):
        raise BookingOver
    rules = mall.rules
    came = counts_from(
        now,
        newest_place(tx.connection, site=tx.site, day=day),
        credit_minutes=rules.priority_credit_minutes,
    )
    key = place(
        booking.starts_at,
        came,
        booking.priority,
        asked=booking.booked_at,
        credit_minutes=rules.remote_credit_minutes,
        priority_credit_minutes=rules.priority_credit_minutes,
    )
    standing = {
        "promised_at": booking.starts_at,
        "arrives_by": kept_until(mall, booking.ends_at),
        "arrived_at": now,
    }
    wish = Wish(booking.service, booking.priority, booking.language, actor, kiosk)
    known = site.kiosk.get(kiosk) if kiosk else None
    printer = known.printer if known else None
    ticket = give_number(
        tx,
        service,
        wish,
        day=day,
        key=key,
        now=now,
        links=links,
        random=random,
        printer=printer,
        standing=standing,
        phone=booking.phone,
    )
    if printer:
        position = position_of(tx.connection, mall, ticket)
        queue_paper(
            tx, mall, ticket, position, printer=printer, kiosk=kiosk, now=now, links=links, words=words
        )
    values = {"state": BookingState.ARRIVED, "ticket": ticket.id, "ended_at": now}
    tx.execute(update(table).where(table.c.id == booking.id).values(values))
    carry_contacts(tx, booking=booking.id, ticket=ticket.id)
    _tell(tx, Kind.BOOKING_ARRIVED, booking, actor=actor, now=now, ticket=ticket.id)
    return ticket


def release_bookings(tx: Transaction, mall: Mall, *, now: datetime) -> int:
    """Those whose visitors did not come; how many."""
    grace = timedelta(minutes=mall.rules.remote_grace_minutes)
    is_over = or_(table.c.ends_at < now - grace, table.c.day < service_day(mall, now))
    rows = tx.execute(SELECT.where(table.c.site == tx.site, is_booked, is_over).limit(MOST_AT_ONCE)).all()
    for row in rows:
        _end(tx, from_row(row), BookingState.RELEASED, Kind.BOOKING_RELEASED, actor=SYSTEM, now=now)
    return len(rows)


def _wanted(mall: Mall, site_code: str, service_code: str) -> tuple[Site, Service]:
    site, service = _place(mall, site_code, service_code)
    if not takes_bookings(mall, site, service):
        raise BookingsClosed
    return site, service


def _place(mall: Mall, site_code: str, service_code: str) -> tuple[Site, Service]:
    site = mall.site.get(site_code)
    if site is None:
        raise UnknownSite(site=site_code)
    service = mall.service_at(site, service_code)
    if service is None or service.archived:
        raise UnknownService(service=service_code)
    return site, service


def _free_slot(
    tx: Transaction,
    mall: Mall,
    site: Site,
    service: Service,
    starts_at: datetime,
    *,
    now: datetime,
    but: Booking | None = None,
) -> Slot:
    """The slot that begins then, which has room beside what is booked, `but` not counted."""
    try:
        day = starts_at.astimezone(mall.zone_info).date()
    except OverflowError:  # at the edge of all time
        raise SlotUnavailable from None
    slots = slots_on(mall, site, service, day)
    slot = next((one for one in slots if one.starts_at == starts_at), None)
    if slot is None or not slot.released_at <= now < slot.starts_at:
        raise SlotUnavailable
    pool = mall.pool(site, service).services
    booked = booked_in_pool(tx.connection, site=tx.site, first=day, last=day, services=pool)
    minutes = booked_minutes(mall, booked, slot)
    if but is not None and but.starts_at < slot.ends_at and but.ends_at > slot.starts_at:
        minutes -= service.minutes
    if not has_room(mall, site, service, slot, booked_minutes=minutes):
        raise SlotFull
    is_moved_within = but is not None and but.day == day
    left = share_left(tx.connection, mall, site, service, booked, day=day)
    if left == 0 and not is_moved_within:
        raise RemoteFull
    return slot


def _must_stand(booking: Booking) -> None:
    if booking.state is not BookingState.BOOKED:
        raise BookingOver


def _end(
    tx: Transaction, booking: Booking, state: BookingState, kind: Kind, *, actor: str, now: datetime
) -> Booking:
    tx.execute(update(table).where(table.c.id == booking.id).values(state=state, ended_at=now))
    _tell(tx, kind, booking, actor=actor, now=now)
    return booking_by_id(tx.connection, booking.id)


def _tell(
    tx: Transaction, kind: Kind, booking: Booking, *, actor: str, now: datetime, ticket: int | None = None
) -> None:
    """The fact, without the code: whoever reads the journal must not be able to check in."""
    data: dict[str, Any] = {
        "booking": booking.id,
        "service": booking.service,
        "agency": booking.agency,
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
    }
    record(tx, kind, at=now, actor=actor, ticket=ticket, data=data)
