"""What somebody at the desk of a village office gave to citizens today."""

from typing import Any

from flask import g

from app.context import Context
from app.domain.opening import service_day
from app.queries.bookings import booking_document
from app.queries.made import bookings_made, midnight_of, tickets_made
from app.web.visitor.booking_face import booking_shown
from config.sentences import clock


def made_here(context: Context, site: str, origin: str) -> dict[str, list[dict[str, Any]]]:
    """The numbers and bookings of `origin`, an actor of the journal, at a site; the newest first."""
    mall = context.mall
    zone, day = mall.zone_info, service_day(mall, context.clock())
    with context.database.read() as connection:
        tickets = tickets_made(connection, site=site, day=day, origin=origin)
        bookings = bookings_made(connection, site=site, since=midnight_of(mall, day), origin=origin)
    return {
        "tickets": [
            {
                "id": ticket.id,
                "number": ticket.number,
                "service": _named(context, ticket.issued_for),
                "state": ticket.status.value,
                "at": clock(ticket.issued_at.astimezone(zone), g.language),
                "until": clock(ticket.arrives_by.astimezone(zone), g.language) if ticket.arrives_by else "",
            }
            for ticket in tickets
        ],
        "bookings": [
            {"id": booking.id, **booking_shown(context, booking_document(mall, booking, links=context.links))}
            for booking in bookings
        ],
    }


def _named(context: Context, code: str) -> str:
    service = context.mall.service.get(code)
    return service.named(g.language) if service else code
