"""The page of a booking by its code: when and where, its calendar file, moved, given up, and checked in."""

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import segno
from flask import Blueprint, Response, g, redirect, render_template, request

from app.audience import audience
from app.context import Context
from app.domain.booking import BookingState
from app.domain.errors import BadAddress, Refused, WrongPresenceCode
from app.queries.bookings import Booking
from app.queries.marks import hue
from app.web.api.reservations import Reservations
from app.web.errors import sentence
from app.web.visitor.booking_face import booking_shown
from app.web.visitor.calendar_file import Entry, calendar_file
from app.web.visitor.closed_face import closed_sentence
from app.web.visitor.contact_box import ContactBox, forgotten, offer_of
from app.web.visitor.forms import LONGEST_CODE
from app.web.visitor.moment import moment, speak_as


def add_booking_pages(
    pages: Blueprint, context: Context, reservations: Reservations, box: ContactBox
) -> None:
    """GET /b/<code>; after each of its forms the booking as it is, or the sentence that refuses."""

    def shown(code: str, refusal: Refused | None = None) -> str:
        return booking_page_of(context, reservations, box, reservations.find(code), refusal)

    @pages.get("/b/<code>")
    @audience("anyone")
    def booking_page(code: str) -> str:
        return shown(code)

    @pages.get("/b/<code>/calendar.ics")
    @audience("anyone")
    def calendar(code: str) -> Response:
        booking = reservations.find(code)
        speak_as(context, booking.language)
        document = reservations.document(booking)
        file = calendar_file(_entry(context, booking, document), now=context.clock())
        named = f'attachment; filename="{document["code"]}.ics"'
        return Response(
            file, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": named}
        )

    @pages.get("/b/<code>/qr.svg")
    @audience("anyone")
    def booking_code(code: str) -> Response:
        address = reservations.document(reservations.find(code))["url"]
        picture = io.BytesIO()
        segno.make_qr(address, error="m").save(picture, kind="svg", border=4, light="white", xmldecl=False)
        return Response(picture.getvalue(), mimetype="image/svg+xml")

    def done(code: str, deed: Callable[[], str]) -> Any:
        reservations.find(code)  # an unknown one has no page to say it on
        try:
            return redirect(deed(), 303)
        except Refused as refusal:
            return shown(code, refusal), refusal.status

    @pages.post("/b/<code>/cancel")
    @audience("anyone")
    def cancel_booking(code: str) -> Any:
        return done(code, lambda: f"/b/{reservations.cancel(code)['code']}")

    @pages.post("/b/<code>/check-in")
    @audience("anyone")
    def check_in_booking(code: str) -> Any:
        said = request.form.get("code", "")[:LONGEST_CODE]
        return done(code, lambda: f"/t/{reservations.check_in(code, said)['token']}")


def booking_page_of(
    context: Context,
    reservations: Reservations,
    box: ContactBox,
    booking: Booking,
    refusal: Refused | None = None,
) -> str:
    speak_as(context, booking.language)
    mall = context.mall
    document = reservations.document(booking)
    service, agency = mall.service.get(booking.service), mall.agency.get(booking.agency)
    return render_template(
        "visitor/booking.html",
        booking=booking_shown(context, document),
        mall=mall,
        site=mall.site.get(booking.site),
        agency_code=booking.agency,
        agency_name=agency.short_name if agency else booking.agency,
        agency_hue=hue(mall, booking.agency),
        requirements=service.requirements if service else (),
        refusal=sentence(context, refusal, g.language) if refusal else "",
        wrong_code=isinstance(refusal, WrongPresenceCode),
        closed=closed_sentence(context, booking),
        offer=offer_of(context, booking.site),
        contacts=box.shown(booking),
        forgotten=forgotten(context, booking.day),
        wrong_contact=isinstance(refusal, BadAddress),
        **moment(context),
    )


def _entry(context: Context, booking: Booking, document: dict[str, Any]) -> Entry:
    mall, say = context.mall, context.words.say
    shown, site = booking_shown(context, document), mall.site.get(booking.site)
    service = mall.service.get(booking.service)
    told = say(
        g.language, "booking.calendar_about", code=shown["spoken"], time=shown["kept"], url=document["url"]
    )
    papers = "".join(f"\n- {paper}" for paper in service.requirements) if service else ""
    bring = f"\n{say(g.language, 'visitor.bring')}:{papers}" if papers else ""
    return Entry(
        uid=f"{shown['code']}@{urlsplit(context.links.public_url).hostname or 'antrean'}",
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        summary=f"{shown['service_name']} - {document['agency_name']}",
        description=told + bring,
        location=", ".join(part for part in (document["site_name"], site.address if site else "") if part),
        url=document["url"],
        cancelled=booking.state in (BookingState.CANCELLED, BookingState.RELEASED),
    )
