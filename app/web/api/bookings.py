"""Bookings: the slots of a service, one taken, moved, given up, and turned into a number on the day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.arriving import is_present
from app.domain.errors import (
    BookingsClosed,
    Forbidden,
    TooMany,
    UnknownBooking,
    UnknownService,
    WrongPresenceCode,
)
from app.domain.pairing import neighbourhood
from app.domain.staff import Permission
from app.operations.bookings import BookingWish, arrive, book, cancel_booking, move_booking
from app.operations.issuing import confirm_ticket
from app.operations.replies import once
from app.queries.bookings import Booking, booking_by_code, booking_by_id, booking_document, slots_document
from app.queries.tickets import position_of, ticket_by_id, ticket_document
from app.store.transaction import Transaction
from app.web.api.booking_documents import (
    ArrivalWish,
    BookingDocument,
    BookingRequest,
    MoveRequest,
    PresenceWish,
    SlotList,
)
from app.web.api.description import describe
from app.web.api.documents import TicketDocument
from app.web.api.pace import Pace
from app.web.api.requests import asked_once, body, site_named
from app.web.auth import enter
from app.web.phone import give, phone_hash, phone_secret

VISITOR, PHONE = "visitor", "phone"
MOST_BOOKED, BOOKED_WITHIN = (
    60,
    timedelta(minutes=10),
)  # of one neighbourhood: mobile networks share addresses
MOST_TRIES, TRIES_WITHIN = 30, timedelta(minutes=10)  # at codes that nobody has, of one neighbourhood

Deed = Callable[[Transaction, Booking, datetime], Booking]


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /sites/<site>/bookings and /bookings/<code>."""
    guesses = Pace(MOST_TRIES, TRIES_WITHIN)
    _add_slots(blueprint, context)
    _add_booking(blueprint, context)
    _add_own(blueprint, context, guesses)
    _add_arrival(blueprint, context, guesses)


def _add_slots(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/sites/<site>/services/<service>/slots")
    @audience("anyone")
    @describe(
        "The slots of a service that may be booked, day by day",
        tag="bookings",
        answer=SlotList,
        refusals=("unknown_site", "unknown_service", "bookings_closed"),
    )
    def list_slots(site: str, service: str) -> Any:
        mall, now = context.mall, context.clock()
        known = site_named(mall, site)
        wanted = mall.service_at(known, service)
        if wanted is None or wanted.archived:
            raise UnknownService(service=service)
        if not (mall.rules.bookings and wanted.online):
            raise BookingsClosed
        with context.database.read() as connection:
            days = slots_document(connection, mall, known, wanted, now=now)
        return jsonify(now=now.isoformat(), timezone=mall.timezone, days=days)


def _add_booking(blueprint: Blueprint, context: Context) -> None:
    pace = Pace(MOST_BOOKED, BOOKED_WITHIN)

    @blueprint.post("/sites/<site>/bookings")
    @audience("anyone")
    @describe(
        "Book a slot; the code of the answer is the visitor's",
        tag="bookings",
        body=BookingRequest,
        answer=BookingDocument,
        status=201,
        refusals=(
            "unknown_site", "unknown_service", "bookings_closed", "slot_unavailable", "slot_full",
            "remote_full", "phone_limit", "too_many",
        ),
        idempotent=True,
    )  # fmt: skip
    def book_slot(site: str) -> Any:
        known, asked = site_named(context.mall, site), body(BookingRequest)
        ask, now = asked_once(PHONE, asked), context.clock()
        if until := pace.visit(neighbourhood(request.remote_addr or ""), now=now):
            raise TooMany(until=until)
        secret = phone_secret(request, secret=context.links.secret, key=ask.key)
        wish = BookingWish(
            asked.service, asked.starts_at, asked.priority, asked.language or g.language, PHONE
        )

        def deed(tx: Transaction) -> tuple[bool, Booking]:
            def again() -> dict[str, Any]:
                made = book(
                    tx,
                    context.mall,
                    wish,
                    phone=phone_hash(secret),
                    now=now,
                    links=context.links,
                    random=context.random,
                )
                return {"booking": made.id}

            outcome = once(tx, ask, now=now, deed=again)
            return outcome.replayed, booking_by_id(tx.connection, outcome.value["booking"])

        replayed, booking = context.database.write(known.code, deed)
        response: Response = jsonify(booking_document(context.mall, booking, links=context.links))
        response.status_code = 200 if replayed else 201
        give(response, secret, secure=request.is_secure)
        return response


def _add_own(blueprint: Blueprint, context: Context, guesses: Pace) -> None:
    @blueprint.get("/bookings/<code>")
    @audience("anyone")
    @describe(
        "A booking by its code",
        tag="bookings",
        answer=BookingDocument,
        refusals=("unknown_booking", "too_many"),
    )
    def show_booking(code: str) -> Any:
        booking = _find(context, code, guesses)
        return jsonify(_told(context, booking))

    @blueprint.delete("/bookings/<code>")
    @audience("anyone")
    @describe(
        "Give the booking up; again changes nothing",
        tag="bookings",
        answer=BookingDocument,
        refusals=("unknown_booking", "booking_over", "too_many"),
    )
    def give_up(code: str) -> Any:
        def deed(tx: Transaction, booking: Booking, now: datetime) -> Booking:
            return cancel_booking(tx, booking, actor=VISITOR, now=now)

        return jsonify(_change(context, _find(context, code, guesses), deed))

    @blueprint.post("/bookings/<code>/move")
    @audience("anyone")
    @describe(
        "Take another slot of the same service; the same one again changes nothing",
        tag="bookings",
        body=MoveRequest,
        answer=BookingDocument,
        refusals=(
            "unknown_booking", "booking_over", "bookings_closed", "slot_unavailable", "slot_full",
            "remote_full", "too_many",
        ),
    )  # fmt: skip
    def take_another(code: str) -> Any:
        starts_at = body(MoveRequest).starts_at

        def deed(tx: Transaction, booking: Booking, now: datetime) -> Booking:
            return move_booking(tx, context.mall, booking, starts_at=starts_at, actor=VISITOR, now=now)

        return jsonify(_change(context, _find(context, code, guesses), deed))


def _add_arrival(blueprint: Blueprint, context: Context, guesses: Pace) -> None:
    @blueprint.post("/bookings/<code>/check-in")
    @audience("anyone")
    @describe(
        "The visitor is at the site, and says the code of its screens; again gives the same number",
        tag="bookings",
        body=PresenceWish,
        answer=TicketDocument,
        refusals=("unknown_booking", "booking_over", "wrong_presence_code", "too_many"),
    )
    def check_in_here(code: str) -> Any:
        said = body(PresenceWish).presence
        booking = _find(context, code, guesses)
        if booking.ticket is None and not is_present(
            context.links.secret, booking.site, said, context.clock()
        ):
            _count_guess(context, guesses)
            raise WrongPresenceCode
        return jsonify(_arrive(context, booking, actor=VISITOR, kiosk=None, reveal=True))

    @blueprint.post("/sites/<site>/arrivals")
    @audience("kiosk", "admin", staff=Permission.ISSUE)
    @describe(
        "The visitor of a booking stands at a kiosk or a desk; again gives the same number",
        tag="bookings",
        body=ArrivalWish,
        answer=TicketDocument,
        refusals=("unknown_site", "unknown_booking", "booking_over", "too_many"),
    )
    def receive_booking(site: str) -> Any:
        known = site_named(context.mall, site)
        bearer = enter(known.code)
        booking = _find(context, body(ArrivalWish).booking, guesses)
        if booking.site != known.code:
            raise Forbidden
        if bearer.session is not None and not bearer.may(Permission.ISSUE, known.code, booking.agency):
            raise Forbidden
        kiosk = bearer.code if bearer.role == "kiosk" else None
        reveal = bearer.role == "kiosk"
        return jsonify(_arrive(context, booking, actor=bearer.actor, kiosk=kiosk, reveal=reveal))


def _find(context: Context, code: str, guesses: Pace) -> Booking:
    """Raises UnknownBooking, and TooMany for a neighbourhood that tries many codes which nobody has."""
    try:
        with context.database.read() as connection:
            return booking_by_code(connection, code, mall=context.mall, now=context.clock())
    except UnknownBooking:
        _count_guess(context, guesses)
        raise


def _count_guess(context: Context, guesses: Pace) -> None:
    if until := guesses.visit(neighbourhood(request.remote_addr or ""), now=context.clock()):
        raise TooMany(until=until)


def _change(context: Context, booking: Booking, deed: Deed) -> dict[str, Any]:
    """One deed of a visitor with the own booking, in one commit; returns the booking after it."""

    def change(tx: Transaction) -> Booking:
        return deed(tx, booking_by_id(tx.connection, booking.id), context.clock())

    return _told(context, context.database.write(booking.site, change))


def _told(context: Context, booking: Booking) -> dict[str, Any]:
    address = None
    if booking.ticket is not None:
        with context.database.read() as connection:
            address = context.links.token(ticket_by_id(connection, booking.ticket).nonce)
    return booking_document(context.mall, booking, links=context.links, ticket=address)


def _arrive(
    context: Context, booking: Booking, *, actor: str, kiosk: str | None, reveal: bool
) -> dict[str, Any]:
    mall, now = context.mall, context.clock()

    def deed(tx: Transaction) -> dict[str, Any]:
        known = booking_by_id(tx.connection, booking.id)
        if known.ticket is None:
            made = arrive(
                tx,
                mall,
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
        position = position_of(tx.connection, mall, ticket)
        return ticket_document(mall, ticket, position, links=context.links, reveal=reveal)

    return context.database.write(booking.site, deed)
