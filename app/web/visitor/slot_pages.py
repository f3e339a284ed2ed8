"""The slots of a service on a page: one form to book one of them, or to move a booking to another."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, g, redirect, render_template, request

from app.audience import audience
from app.context import Context
from app.domain.errors import BadAddress, BadRequest, NoChannel, PhoneLimit, Refused
from app.domain.mall import Service, Site
from app.domain.ticket import Priority
from app.operations.bookings import BookingWish
from app.queries.marks import hue
from app.web.api.reservations import PHONE, Reservations
from app.web.errors import sentence
from app.web.visitor.board_pages import place_by_address
from app.web.visitor.booking_face import booking_shown, bookings_here
from app.web.visitor.contact_box import ContactBox, offer_of
from app.web.visitor.forms import form_asked, key_again
from app.web.visitor.moment import moment, speak_as, time_of
from config.sentences import day_phrase

Document = dict[str, Any]


class NothingChosen(BadRequest):
    """The form came without a time."""

    code = "nothing_chosen"


def add_slot_pages(pages: Blueprint, context: Context, reservations: Reservations, box: ContactBox) -> None:
    """GET /<site>/layanan/<service>/waktu, and where its form goes."""

    @pages.get("/<site>/layanan/<service>/waktu")
    @audience("anyone")
    def slots_page(site: str, service: str) -> str:
        """With ?booking=<code> the form moves that booking."""
        known, wanted = place_by_address(context.mall, site, service)
        code = request.args.get("booking", "")
        moving = reservations.document(reservations.find(code)) if code else None
        if moving and (moving["site"], moving["service"]) != (known.code, wanted.code):
            abort(404)
        return _slots_page(context, reservations, known, wanted, moving=moving)

    @pages.post("/<site>/layanan/<service>/book")
    @audience("anyone")
    def book(site: str, service: str) -> Any:
        """The form of a phone, with scripts or without; what is refused is said on the same page."""
        known, wanted = place_by_address(context.mall, site, service)
        try:
            starts_at, lane = chosen_slot(), _lane()
            said = box.checked(request.form.get("contact", ""))
            wish = BookingWish(wanted.code, starts_at, lane, g.language, PHONE)
            content = f"{starts_at.isoformat()} {lane or ''}"
            booked = reservations.book(known.code, wish, form_asked(PHONE, content))
        except Refused as refusal:
            return _slots_page(context, reservations, known, wanted, refusal=refusal), refusal.status
        box.leave_if_told(lambda: reservations.find(booked.document["code"]), said)
        response: Response = redirect(f"/b/{booked.document['code']}", 303)  # type: ignore[assignment]
        booked.remember(response)
        return response

    @pages.post("/b/<code>/move")
    @audience("anyone")
    def move(code: str) -> Any:
        """The same time again changes nothing, so this form needs no key."""
        booking = reservations.find(code)
        speak_as(context, booking.language)
        try:
            moved = reservations.move(code, chosen_slot())
        except Refused as refusal:
            site = context.mall.site.get(booking.site)
            service = context.mall.service_at(site, booking.service) if site else None
            if site is None or service is None:
                raise
            moving = reservations.document(booking)
            page = _slots_page(context, reservations, site, service, moving=moving, refusal=refusal)
            return page, refusal.status
        return redirect(f"/b/{moved['code']}", 303)


def chosen_slot() -> datetime:
    """Raises NothingChosen, and BadRequest for what no form of ours says."""
    said = request.form.get("starts_at", "")
    if not said:
        raise NothingChosen
    try:
        starts_at = datetime.fromisoformat(said)
    except ValueError:
        raise BadRequest from None
    if starts_at.tzinfo is None:
        raise BadRequest
    return starts_at


def _lane() -> Priority | None:
    lane = request.form.get("priority", "")
    if lane not in ("", *Priority):
        raise BadRequest
    return Priority(lane) if lane else None


def _slots_page(
    context: Context,
    reservations: Reservations,
    site: Site,
    service: Service,
    *,
    moving: Document | None = None,
    refusal: Refused | None = None,
) -> str:
    mall = context.mall
    try:
        days = reservations.days(site, service)
    except Refused as closed:
        days, refusal = [], refusal or closed
    with context.database.read() as connection:
        mine = bookings_here(connection, context, site)
    agency = mall.agency[service.agency]
    return render_template(
        "visitor/slots.html",
        mall=mall,
        site=site,
        service=service,
        service_name=service.named(g.language),
        agency=agency,
        agency_hue=hue(mall, agency.code),
        days=[_day(context, day) for day in days if day["slots"]],
        moving=booking_shown(context, moving) if moving else None,
        mine=mine,
        limited=isinstance(refusal, PhoneLimit),
        offer=offer_of(context, site.code),
        said=request.form.get("contact", ""),
        wrong_contact=isinstance(refusal, BadAddress | NoChannel),
        refusal=sentence(context, refusal, g.language) if refusal else "",
        chosen=request.form.get("starts_at", ""),
        priorities=[priority.value for priority in Priority],
        lane=request.form.get("priority", ""),
        key=key_again(context, refusal),
        **moment(context),
    )


def _day(context: Context, day: Document) -> Document:
    now = context.clock()
    slots = [
        {
            "value": slot["starts_at"],
            "starts": time_of(context, slot["starts_at"]),
            "ends": time_of(context, slot["ends_at"]),
            "open": slot["open"],
            "free": slot["free"],
            "opens": time_of(context, slot["released_at"])
            if datetime.fromisoformat(slot["released_at"]) > now
            else "",
        }
        for slot in day["slots"]
    ]
    name = day_phrase(context.words, g.language, datetime.fromisoformat(day["day"]).date())
    free = sum(slot["free"] for slot in slots if slot["open"])
    return {"name": name, "slots": slots, "free": free, "opens": slots[0]["opens"]}
