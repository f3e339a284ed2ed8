"""A booking of a satellite as its facts tell it: a row that counts against quotas and the work of a day.

Its visitor, its lane and its code stay at the satellite. A booking that was asked for through this server is
known here by its code, too (errands.py), and follows the same facts.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, update

from app.domain.booking import BookingState, kept_until
from app.domain.events import Event, Kind
from app.domain.links import digest
from app.domain.mall import Mall
from app.domain.opening import service_day
from app.operations.errands import follow_bookings
from app.store.tables import booking as table
from app.store.tables import ticket
from app.store.transaction import Transaction

STATES: Mapping[Kind | str, BookingState] = {
    Kind.BOOKING_MADE: BookingState.BOOKED,
    Kind.BOOKING_MOVED: BookingState.BOOKED,
    Kind.BOOKING_CANCELLED: BookingState.CANCELLED,
    Kind.BOOKING_RELEASED: BookingState.RELEASED,
    Kind.BOOKING_ARRIVED: BookingState.ARRIVED,
}
NO_NONCE = b""  # of which no code is made


def picture_booking(tx: Transaction, mall: Mall, event: Event, *, number: int | None) -> None:
    """Nothing for a fact of anything else; `number` is this database's id of the fact's ticket."""
    state = STATES.get(event.kind)
    if state is None:
        return
    starts_at, ends_at = _times(mall, event)
    values: dict[str, Any] = {
        "day": service_day(mall, starts_at),
        "starts_at": starts_at,
        "ends_at": ends_at,
        "state": state,
        "ticket": number,
        "ended_at": None if state is BookingState.BOOKED else event.at,
    }
    name = _name(tx.site, event.data["booking"])
    if not tx.execute(update(table).where(table.c.code_hash == name).values(values)).rowcount:
        tx.execute(insert(table).values({**values, **_begun(tx, mall, event, name)}))
    if number is not None:  # as of any number that comes of a booking: none of those taken in the hall
        standing = {"promised_at": starts_at, "arrived_at": event.at}
        tx.execute(update(ticket).where(ticket.c.id == number).values(standing))


def tell_visitors(tx: Transaction, mall: Mall, events: Iterable[Event]) -> None:
    """The pages of those who booked through this server say what became of it; the last fact counts."""
    told = {}
    for event in events:
        if (state := STATES.get(event.kind)) is not None:
            starts_at, ends_at = _times(mall, event)
            told[int(event.data["booking"])] = {
                "state": state.value,
                "day": service_day(mall, starts_at).isoformat(),
                "starts_at": starts_at.isoformat(),
                "ends_at": ends_at.isoformat(),
                "kept_until": kept_until(mall, ends_at).isoformat(),
            }
    if told:
        follow_bookings(tx, told)


def forget_bookings(tx: Transaction) -> None:
    """Those of the picture alone."""
    tx.execute(delete(table).where(table.c.site == tx.site, table.c.nonce == NO_NONCE))


def _begun(tx: Transaction, mall: Mall, event: Event, name: bytes) -> dict[str, Any]:
    """What no later fact changes; a fact that is not the booking's first is taken for it."""
    return {
        "site": tx.site,
        "service": event.data["service"],
        "agency": event.data["agency"],
        "language": mall.languages[0],
        "origin": event.actor,
        "code_hash": name,
        "nonce": NO_NONCE,
        "booked_at": event.at,
    }


def _times(mall: Mall, event: Event) -> tuple[datetime, datetime]:
    """Of the slot; facts of older versions do not say when it ends."""
    starts_at, until = datetime.fromisoformat(event.data["starts_at"]), event.data.get("ends_at")
    if until is not None:
        return starts_at, datetime.fromisoformat(until)
    return starts_at, starts_at + timedelta(minutes=mall.rules.booking_slot_minutes)


def _name(site: str, far: int) -> bytes:
    """By which the row is found again, in the place of a code's hash; no code has small letters."""
    return digest(f"booking {far} of {site}")
