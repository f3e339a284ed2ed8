"""What the code on a kiosk opens: the numbers and bookings of this phone that wait for their visitor."""

import io
import re
from typing import Any

import segno
from flask import Blueprint, Response, abort, g, render_template, request

from app.audience import audience
from app.context import Context
from app.domain.arriving import CODE_LENGTH, is_present
from app.domain.mall import Site
from app.domain.opening import service_day
from app.domain.ticket import Status, Ticket
from app.queries.remote import tickets_of_phone
from app.web.far_made import far_tickets
from app.web.far_values import address_of
from app.web.messenger import messenger
from app.web.phone import known_phone
from app.web.visitor.board_pages import site_by_address
from app.web.visitor.booking_face import bookings_here
from app.web.visitor.moment import moment
from config.sentences import clock

CODE = re.compile(rf"[0-9A-Za-z]{{{CODE_LENGTH}}}")


def add_here_pages(pages: Blueprint, context: Context) -> None:
    """GET /<site>/here/<code>: looking changes nothing; its button sends the form of the ticket's page."""

    @pages.get("/<site>/here/<code>")
    @audience("anyone")
    def here_page(site: str, code: str) -> str:
        known, now = site_by_address(context.mall, site), context.clock()
        mine = _numbers(context, known)
        with context.database.read() as connection:
            booked = bookings_here(connection, context, known)
        return render_template(
            "visitor/here.html",
            site=known,
            code=code.upper() if CODE.fullmatch(code) else "",
            # The code of a satellite is for the satellite to judge.
            fits=messenger().is_for(known.code) or is_present(context.links.secret, known.code, code, now),
            hub=context.keeping.hub,
            bookings=[booking for booking in booked if booking["may_check_in"]],
            expected=[_shown(context, ticket) for ticket in mine if ticket.status is Status.EXPECTED],
            zone=moment(context)["zone"],
            here=[_shown(context, ticket) for ticket in mine if ticket.arrived_at is not None],
        )

    @pages.get("/<site>/here/<code>/qr.svg")
    @audience("anyone")
    def here_code(site: str, code: str) -> Response:
        """Whoever asks knows the code already."""
        known = site_by_address(context.mall, site)
        if not CODE.fullmatch(code):
            abort(404)
        picture = io.BytesIO()
        address = context.links.presence(known.code, code.upper())
        segno.make_qr(address, error="m").save(picture, kind="svg", border=4, light="white", xmldecl=False)
        return Response(picture.getvalue(), mimetype="image/svg+xml")


def _numbers(context: Context, site: Site) -> list[Ticket]:
    phone = known_phone(request)
    if phone is None:
        return []
    if messenger().is_for(site.code):
        return far_tickets(site.code, phone)
    day = service_day(context.mall, context.clock())
    with context.database.read() as connection:
        return list(tickets_of_phone(connection, site=site.code, day=day, phone=phone))


def _shown(context: Context, ticket: Ticket) -> dict[str, Any]:
    mall = context.mall
    service = mall.service.get(ticket.service)
    times = (ticket.promised_at, ticket.arrives_by)
    promised, latest = (clock(at.astimezone(mall.zone_info), g.language) if at else "" for at in times)
    return {
        "token": address_of(context, ticket),
        "number": ticket.number,
        "service_name": service.named(g.language) if service else ticket.service,
        "time": promised,
        "until": latest,
    }
