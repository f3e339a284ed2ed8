"""Bookings as visitors ask for them, by the API and by pages alike: one pace, one way in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import request

from app.context import Context
from app.domain.arriving import is_present
from app.domain.booking import takes_bookings
from app.domain.errors import BookingsClosed, TooMany, UnknownBooking, UnknownService, WrongPresenceCode
from app.domain.mall import Service, Site
from app.domain.pairing import neighbourhood
from app.operations.bookings import BookingWish, arrive, book, cancel_booking, move_booking
from app.operations.issuing import confirm_ticket
from app.operations.replies import Once, once
from app.queries.bookings import Booking, booking_by_code, booking_by_id, booking_document, slots_document
from app.queries.tickets import position_of, ticket_by_id, ticket_document
from app.store.transaction import Transaction
from app.web.api.afar import MOST_TRIES, TRIES_WITHIN
from app.web.api.pace import Pace
from app.web.phone import Given, by_hub, phone_hash, phone_secret

VISITOR, PHONE = "visitor", "phone"  # actors of the journal
MOST_BOOKED, BOOKED_WITHIN = 60, timedelta(minutes=10)  # of one neighbourhood: many phones share one
MOST_GUESSES, GUESSES_WITHIN = 30, timedelta(minutes=10)  # at codes that nobody has, of one neighbourhood

Document = dict[str, Any]
Deed = Callable[[Transaction, Booking, datetime], Booking]


class Reservations:
    """What visitors do with bookings; how often each may is counted here, whichever way they come."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._books = Pace(MOST_BOOKED, BOOKED_WITHIN)
        self._guesses = Pace(MOST_GUESSES, GUESSES_WITHIN)
        self._tries = Pace(MOST_TRIES, TRIES_WITHIN)  # of one booking's check-in

    def days(self, site: Site, service: Service | None) -> list[Document]:
        """Every day that may be booked, with its slots. Raises UnknownService and BookingsClosed."""
        context, mall = self._context, self._context.mall
        if service is None or service.archived:
            raise UnknownService
        if not takes_bookings(mall, site, service):
            raise BookingsClosed
        with context.database.read() as connection:
            return slots_document(connection, mall, site, service, now=context.clock())

    def book(self, site: str, wish: BookingWish, ask: Once) -> Given:
        """Raises TooMany, and everything that the operation raises."""
        context, now = self._context, self._context.clock()
        if not by_hub() and (until := self._books.visit(_neighbour(), now=now)):
            raise TooMany(until=until)
        secret = phone_secret(request, secret=context.links.secret, key=ask.key)
        booking, replayed = self.book_for(site, wish, ask, phone=phone_hash(secret))
        return Given(self.document(booking), replayed, secret)

    def book_for(
        self, site: str, wish: BookingWish, ask: Once, *, phone: bytes | None = None
    ) -> tuple[Booking, bool]:
        """For somebody who has no phone in this: whoever asks answers for them, and is held to a pace.

        The booking, and whether this request had made it before. Raises what the operation raises.
        """
        context, now = self._context, self._context.clock()

        def deed(tx: Transaction) -> tuple[Booking, bool]:
            def again() -> Document:
                made = book(
                    tx,
                    context.mall,
                    wish,
                    phone=phone,
                    now=now,
                    links=context.links,
                    random=context.random,
                )
                return {"booking": made.id}

            outcome = once(tx, ask, now=now, deed=again)
            return booking_by_id(tx.connection, outcome.value["booking"]), outcome.replayed

        return context.database.write(site, deed)

    def find(self, code: str) -> Booking:
        """Raises UnknownBooking, and TooMany for a neighbourhood that tries many codes which nobody has."""
        context, now = self._context, self._context.clock()
        try:
            with context.database.read() as connection:
                return booking_by_code(connection, code, mall=context.mall, now=now)
        except UnknownBooking:
            if not by_hub() and (until := self._guesses.visit(_neighbour(), now=now)):
                raise TooMany(until=until) from None
            raise

    def document(self, booking: Booking) -> Document:
        """With the address of the number that it became, if it did."""
        context, address = self._context, None
        if booking.ticket is not None:
            with context.database.read() as connection:
                address = context.links.token(ticket_by_id(connection, booking.ticket).nonce)
        return booking_document(context.mall, booking, links=context.links, ticket=address)

    def cancel(self, code: str) -> Document:
        """Raises UnknownBooking, TooMany and BookingOver."""

        def deed(tx: Transaction, booking: Booking, now: datetime) -> Booking:
            return cancel_booking(tx, booking, actor=VISITOR, now=now)

        return self._change(code, deed)

    def move(self, code: str, starts_at: datetime) -> Document:
        """Raises UnknownBooking, TooMany, and everything that the operation raises."""

        def deed(tx: Transaction, booking: Booking, now: datetime) -> Booking:
            return move_booking(tx, self._context.mall, booking, starts_at=starts_at, actor=VISITOR, now=now)

        return self._change(code, deed)

    def check_in(self, code: str, said: str) -> Document:
        """The visitor says the code of the screens; the Ticket.

        Raises UnknownBooking, WrongPresenceCode, TooMany and BookingOver.
        """
        context, now = self._context, self._context.clock()
        booking = self.find(code)
        if booking.ticket is None:
            who = str(booking.id)
            if until := self._tries.closed_until(who, now=now):
                raise TooMany(until=until)  # for the right code too: else patience would do
            if not is_present(context.links.secret, booking.site, said, now):
                self._tries.visit(who, now=now)
                raise WrongPresenceCode
        return self.receive(booking, actor=VISITOR)

    def receive(
        self, booking: Booking, *, actor: str, kiosk: str | None = None, reveal: bool = True
    ) -> Document:
        """The visitor is here: the Ticket, the same one when asked again. Raises BookingOver."""
        context, now = self._context, self._context.clock()

        def deed(tx: Transaction) -> Document:
            known = booking_by_id(tx.connection, booking.id)
            if known.ticket is None:
                made = arrive(
                    tx,
                    context.mall,
                    known,
                    actor=actor,
                    now=now,
                    links=context.links,
                    words=context.words,
                    random=context.random,
                    kiosk=kiosk,
                )
                if kiosk is None:  # it is on the visitor's phone, or said at the desk
                    confirm_ticket(tx, made, actor=actor, now=now)
            else:
                made = ticket_by_id(tx.connection, known.ticket)
            ticket = ticket_by_id(tx.connection, made.id)
            position = position_of(tx.connection, context.mall, ticket)
            return ticket_document(context.mall, ticket, position, links=context.links, reveal=reveal)

        return context.database.write(booking.site, deed)

    def _change(self, code: str, deed: Deed) -> Document:
        """One deed of a visitor with the own booking, in one commit; the booking after it."""
        context, booking = self._context, self.find(code)

        def change(tx: Transaction) -> Booking:
            return deed(tx, booking_by_id(tx.connection, booking.id), context.clock())

        return self.document(context.database.write(booking.site, change))


def _neighbour() -> str:
    return neighbourhood(request.remote_addr or "")
