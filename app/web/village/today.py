"""What somebody at the desk of a village office gave to citizens today."""

from typing import Any

from flask import g

from app.context import Context
from app.web.far_made import made_today
from app.web.far_values import booking_told
from app.web.visitor.booking_face import booking_shown
from config.sentences import clock


def made_here(context: Context, site: str, origin: str) -> dict[str, list[dict[str, Any]]]:
    """The numbers and bookings of `origin`, an actor of the journal, at a site; the newest first.

    `unanswered` is what a satellite was asked for, and may or may not have given.
    """
    made = made_today(context, site, origin)
    zone = context.mall.zone_info
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
            for ticket in made.tickets
        ],
        "bookings": [
            {"id": booking.id, **booking_shown(context, booking_told(context, booking))}
            for booking in made.bookings
        ],
        "unanswered": [
            {
                "id": one.id,
                "service": _named(context, one.service),
                "at": clock(one.asked_at.astimezone(zone), g.language),
            }
            for one in made.unanswered
        ],
    }


def _named(context: Context, code: str) -> str:
    service = context.mall.service.get(code)
    return service.named(g.language) if service else code
