"""The slip that a citizen takes home from the village office: number or booking, when to come, its code."""

import io
from typing import Any

import segno
from flask import Blueprint, Response, g, render_template

from app.audience import audience
from app.context import Context
from app.domain.errors import UnknownBooking, UnknownTicket
from app.domain.staff import Permission
from app.domain.ticket import Ticket
from app.queries.bookings import Booking
from app.queries.tokens import Bearer
from app.web.api.requests import row_id
from app.web.auth import enter
from app.web.far_made import one_booking, one_ticket
from app.web.far_values import address_of, booking_told
from app.web.visitor.board_pages import site_by_address
from app.web.visitor.booking_face import booking_shown
from app.web.visitor.moment import moment
from config.sentences import clock


def add_slips(pages: Blueprint, context: Context) -> None:
    """Of the own numbers and bookings alone; their secret addresses stand in no address of a desk."""

    @pages.get("/desa/<site>/nomor/<ticket>")
    @audience("admin", staff=Permission.SERVE_AFAR)
    def number_slip(site: str, ticket: str) -> str:
        made = _ticket(context, site, ticket)
        return render_template("village/slip.html", **_of_ticket(context, made), **_common(context, made))

    @pages.get("/desa/<site>/nomor/<ticket>/qr.svg")
    @audience("admin", staff=Permission.SERVE_AFAR)
    def number_code(site: str, ticket: str) -> Response:
        made = _ticket(context, site, ticket)
        return _picture(context.links.scanned(address_of(context, made)))

    @pages.get("/desa/<site>/reservasi/<booking>")
    @audience("admin", staff=Permission.SERVE_AFAR)
    def booking_slip(site: str, booking: str) -> str:
        made = _booking(context, site, booking)
        shown = booking_shown(context, booking_told(context, made))
        return render_template("village/slip.html", booking=shown, ticket=None, **_common(context, made))

    @pages.get("/desa/<site>/reservasi/<booking>/qr.svg")
    @audience("admin", staff=Permission.SERVE_AFAR)
    def booking_code(site: str, booking: str) -> Response:
        made = _booking(context, site, booking)
        return _picture(booking_told(context, made)["url"])


def _here(context: Context, site: str) -> tuple[str, Bearer]:
    known = site_by_address(context.mall, site)
    return known.code, enter(known.code)


def _ticket(context: Context, site: str, ticket: str) -> Ticket:
    """Raises UnknownTicket for what the holder did not take."""
    known, holder = _here(context, site)
    return one_ticket(context, known, row_id(ticket, unknown=UnknownTicket), holder.actor)


def _booking(context: Context, site: str, booking: str) -> Booking:
    """Raises UnknownBooking for what the holder did not book."""
    known, holder = _here(context, site)
    return one_booking(context, known, row_id(booking, unknown=UnknownBooking), holder.actor)


def _of_ticket(context: Context, ticket: Ticket) -> dict[str, Any]:
    zone = context.mall.zone_info
    meeting = {
        name: clock(at.astimezone(zone), g.language) if at else ""
        for name, at in (("come", ticket.promised_at), ("kept", ticket.arrives_by))
    }
    return {"ticket": {"number": ticket.number, "state": ticket.status.value, **meeting}, "booking": None}


def _common(context: Context, made: Ticket | Booking) -> dict[str, Any]:
    mall = context.mall
    site, service, agency = (
        mall.site.get(made.site),
        mall.service.get(made.service),
        mall.agency.get(made.agency),
    )
    kind = "nomor" if isinstance(made, Ticket) else "reservasi"
    return {
        "mall": mall,
        "site": site,
        "service_name": service.named(g.language) if service else made.service,
        "requirements": service.requirements if service else (),
        "agency_name": agency.name if agency else made.agency,
        "picture": f"/desa/{made.site}/{kind}/{made.id}/qr.svg",
        "address": context.links.public_url,
        **moment(context),
    }


def _picture(address: str) -> Response:
    picture = io.BytesIO()
    segno.make_qr(address, error="m").save(picture, kind="svg", border=4, light="white", xmldecl=False)
    return Response(picture.getvalue(), mimetype="image/svg+xml")
