"""What phones and desks were given, here and at satellites, as this server remembers it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.context import Context
from app.domain.errors import NotFound, UnknownBooking, UnknownTicket
from app.domain.opening import service_day
from app.domain.ticket import ENDED, Status, Ticket
from app.operations import errands
from app.operations.errands import Errand
from app.queries.bookings import Booking
from app.queries.made import booking_made, bookings_made, midnight_of, ticket_made, tickets_made
from app.web.far_values import booking_of, with_address
from app.web.messenger import Asker, messenger


def far_tickets(site: str, phone: bytes) -> list[Ticket]:
    """Those that the phone was given at a satellite's site, and that are not over."""
    known = messenger().mine(site, Errand.TICKET, phone)
    return [with_address(told) for told in known if Status(told["state"]) not in ENDED]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What a desk asked a satellite for; whether it was given is not known."""

    id: int
    service: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Made:
    """What a desk or a partner gave to visitors of a site today; the newest first.

    What a satellite keeps has an id of this server's own, by which no other desk finds it.
    """

    tickets: Sequence[Ticket]
    bookings: Sequence[Booking]
    unanswered: Sequence[Unanswered] = ()


def made_today(context: Context, site: str, origin: str) -> Made:
    """`origin` is an actor of this server's journal."""
    mall = context.mall
    day = service_day(mall, context.clock())
    since = midnight_of(mall, day)
    if messenger().is_for(site):
        return _made_far(context, site, origin, since=since)
    with context.database.read() as connection:
        return Made(
            tickets_made(connection, site=site, day=day, origin=origin),
            bookings_made(connection, site=site, since=since, origin=origin),
        )


def _made_far(context: Context, site: str, origin: str, *, since: datetime) -> Made:
    made = messenger().made(site, Asker.of_desk(origin), since=since)
    told = [one for one in made if one.is_answered]
    return Made(
        [_ticket(one) for one in told if one.kind is Errand.TICKET],
        [_booking(context, one) for one in told if one.kind is Errand.BOOKING],
        [Unanswered(one.id, one.told["service"], one.asked_at) for one in made if not one.is_answered],
    )


def one_ticket(context: Context, site: str, number: int, origin: str) -> Ticket:
    """Raises UnknownTicket for what `origin` did not take there."""
    if messenger().is_for(site):
        return _ticket(_answered(site, number, origin, Errand.TICKET, UnknownTicket))
    with context.database.read() as connection:
        made = ticket_made(connection, number, site=site, origin=origin)
    if made is None:
        raise UnknownTicket
    return made


def one_booking(context: Context, site: str, number: int, origin: str) -> Booking:
    """Raises UnknownBooking for what `origin` did not book there."""
    if messenger().is_for(site):
        return _booking(context, _answered(site, number, origin, Errand.BOOKING, UnknownBooking))
    with context.database.read() as connection:
        made = booking_made(connection, number, site=site, origin=origin)
    if made is None:
        raise UnknownBooking
    return made


def asked_again(site: str, number: int, origin: str) -> errands.Made:
    """Asks for what got no answer; what was answered meanwhile is as it was.

    Raises UnknownTicket for what `origin` did not ask for, and what the satellite says no with.
    """
    asker = Asker.of_desk(origin)
    known = messenger().made_by(site, number, asker) if messenger().is_for(site) else None
    if known is None:
        raise UnknownTicket
    if not known.is_answered:
        messenger().again(site, known, asker)
    return known


def _answered(site: str, number: int, origin: str, kind: Errand, unknown: type[NotFound]) -> errands.Made:
    known = messenger().made_by(site, number, Asker.of_desk(origin))
    if known is None or known.kind is not kind or not known.is_answered:
        raise unknown
    return known


def _ticket(made: errands.Made) -> Ticket:
    return replace(with_address(made.told), id=made.id)


def _booking(context: Context, made: errands.Made) -> Booking:
    told = {**made.told, "url": context.links.booking(made.told["code"])}
    return replace(booking_of(told), id=made.id, booked_at=made.asked_at)
