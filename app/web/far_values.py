"""What a satellite gave, as the values that pages read; what only its own database knows is empty."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from flask import g

from app.context import Context
from app.domain.booking import BookingState
from app.domain.ticket import PrintState, Priority, Status, Ticket
from app.queries.bookings import Booking, booking_document

HUB = "hub"  # the origin of what is known here from a satellite's word alone
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FarBooking(Booking):
    """A booking that a satellite keeps; `told` is its document."""

    told: Document


def booking_of(told: Document) -> FarBooking:
    """A satellite's document as the value that pages read."""
    starts_at, ends_at = (datetime.fromisoformat(told[name]) for name in ("starts_at", "ends_at"))
    lane = told["priority"]
    return FarBooking(
        id=0,
        site=told["site"],
        day=date.fromisoformat(told["day"]),
        starts_at=starts_at,
        ends_at=ends_at,
        service=told["service"],
        agency=told["agency"],
        state=BookingState(told["state"]),
        priority=Priority(lane) if lane else None,
        language=g.language,
        origin=HUB,
        phone=None,
        nonce=b"",
        ticket=None,
        booked_at=starts_at,
        ended_at=None,
        told=told,
    )


def booking_told(context: Context, booking: Booking) -> Document:
    """The Booking of the API, without the address of the number that it became."""
    if isinstance(booking, FarBooking):
        return booking.told
    return booking_document(context.mall, booking, links=context.links)


def ticket_of(document: Mapping[str, Any]) -> Ticket:
    """Likewise."""
    issued, lane = datetime.fromisoformat(document["issued_at"]), document["priority"]
    return Ticket(
        id=0,
        site=document["site"],
        day=date.fromisoformat(document["day"]),
        number=document["number"],
        service=document["service"],
        issued_for=document["service"],
        agency=document["agency"],
        status=Status(document["state"]),
        priority=Priority(lane) if lane else None,
        language=document["language"],
        sort_key=issued,
        issued_at=issued,
        waiting_since=issued,
        called_at=None,
        serving_at=None,
        ended_at=None,
        counter=document["counter"],
        calls=document["calls"],
        origin=HUB,
        print_state=PrintState.NONE,
        printer=None,
        confirmed_at=None,
        nonce=b"",
    )


@dataclass(frozen=True, slots=True)
class FarTicket(Ticket):
    """A ticket that a satellite keeps, with its address: no secret of this server makes it."""

    address: str = ""


def address_of(context: Context, ticket: Ticket) -> str:
    return ticket.address if isinstance(ticket, FarTicket) else context.links.token(ticket.nonce)


def with_address(told: Mapping[str, Any]) -> FarTicket:
    plain, arrival = ticket_of(told), told.get("arrival") or {}
    moments = {name: _moment(arrival.get(name)) for name in ("promised_at", "arrives_by", "arrived_at")}
    values = {each.name: getattr(plain, each.name) for each in fields(plain)}
    if plain.status is not Status.EXPECTED and moments["arrived_at"] is None:
        moments["arrived_at"] = plain.issued_at
    return FarTicket(**{**values, **moments, "address": told["token"]})


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
