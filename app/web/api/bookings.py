"""Bookings: the slots of a service, one taken, moved, given up, and turned into a number on the day."""

from typing import Any

from flask import Blueprint, Response, g, jsonify

from app.audience import audience
from app.context import Context
from app.domain.errors import BookingElsewhere, Forbidden
from app.domain.partner import Scope
from app.domain.staff import Permission
from app.operations.bookings import BookingWish
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
from app.web.api.requests import asked_once, body, site_named
from app.web.api.reservations import PHONE, Reservations
from app.web.auth import enter
from app.web.partner_door import partner_with
from app.web.phone import hub_desk


def routes(blueprint: Blueprint, context: Context, reservations: Reservations) -> None:
    """Adds /sites/<site>/bookings and /bookings/<code>."""
    _add_slots(blueprint, context, reservations)
    _add_booking(blueprint, context, reservations)
    _add_own(blueprint, reservations)
    _add_arrival(blueprint, context, reservations)


def _add_slots(blueprint: Blueprint, context: Context, reservations: Reservations) -> None:
    @blueprint.get("/sites/<site>/services/<service>/slots")
    @audience("anyone", scope=Scope.READ)
    @describe(
        "The slots of a service that may be booked, day by day",
        tag="bookings",
        answer=SlotList,
        refusals=("unknown_site", "unknown_service", "bookings_closed"),
    )
    def list_slots(site: str, service: str) -> Any:
        mall = context.mall
        known = site_named(mall, site)
        days = reservations.days(known, mall.service_at(known, service))
        return jsonify(now=context.clock().isoformat(), timezone=mall.timezone, days=days)


def _add_booking(blueprint: Blueprint, context: Context, reservations: Reservations) -> None:
    @blueprint.post("/sites/<site>/bookings")
    @audience("anyone", scope=Scope.BOOK)
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
        language, partner = asked.language or g.language, partner_with(Scope.BOOK) or hub_desk()
        if partner is not None:
            wish = BookingWish(asked.service, asked.starts_at, asked.priority, language, partner.actor)
            made, replayed = reservations.book_for(known.code, wish, asked_once(partner.scope, asked))
            return jsonify(reservations.document(made)), 200 if replayed else 201
        wish = BookingWish(asked.service, asked.starts_at, asked.priority, language, PHONE)
        booked = reservations.book(known.code, wish, asked_once(PHONE, asked))
        response: Response = jsonify(booked.document)
        response.status_code = 200 if booked.replayed else 201
        booked.remember(response)
        return response


def _add_own(blueprint: Blueprint, reservations: Reservations) -> None:
    @blueprint.get("/bookings/<code>")
    @audience("anyone")
    @describe(
        "A booking by its code",
        tag="bookings",
        answer=BookingDocument,
        refusals=("unknown_booking", "too_many"),
    )
    def show_booking(code: str) -> Any:
        return jsonify(reservations.document(reservations.find(code)))

    @blueprint.delete("/bookings/<code>")
    @audience("anyone")
    @describe(
        "Give the booking up; again changes nothing",
        tag="bookings",
        answer=BookingDocument,
        refusals=("unknown_booking", "booking_over", "too_many"),
    )
    def give_up(code: str) -> Any:
        return jsonify(reservations.cancel(code))

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
        return jsonify(reservations.move(code, body(MoveRequest).starts_at))


def _add_arrival(blueprint: Blueprint, context: Context, reservations: Reservations) -> None:
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
        return jsonify(reservations.check_in(code, body(PresenceWish).presence))

    @blueprint.post("/sites/<site>/arrivals")
    @audience("kiosk", "admin", staff=Permission.ISSUE)
    @describe(
        "The visitor of a booking stands at a kiosk or a desk; again gives the same number",
        tag="bookings",
        body=ArrivalWish,
        answer=TicketDocument,
        refusals=("unknown_site", "unknown_booking", "booking_elsewhere", "booking_over", "too_many"),
    )
    def receive_booking(site: str) -> Any:
        known = site_named(context.mall, site)
        bearer = enter(known.code)
        booking = reservations.find(body(ArrivalWish).booking)
        if booking.site != known.code:
            there = context.mall.site.get(booking.site)
            raise BookingElsewhere(site=there.name if there else booking.site)
        if bearer.session is not None and not bearer.may(Permission.ISSUE, known.code, booking.agency):
            raise Forbidden
        kiosk = bearer.code if bearer.role == "kiosk" else None
        reveal = bearer.role == "kiosk"
        return jsonify(reservations.receive(booking, actor=bearer.actor, kiosk=kiosk, reveal=reveal))
