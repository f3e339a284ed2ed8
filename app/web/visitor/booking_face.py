"""What pages say of a booking: its code in two halves, its day and time, and what its visitor may do now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import g, request
from sqlalchemy import Connection

from app.context import Context
from app.domain.booking import BookingState
from app.domain.mall import Site
from app.domain.opening import service_day
from app.operations.errands import Errand
from app.queries.bookings import booking_document, bookings_of_phone
from app.web.messenger import messenger
from app.web.phone import known_phone
from config.sentences import clock, day_phrase

HALF = 5  # signs


def booking_shown(context: Context, document: Mapping[str, Any]) -> dict[str, Any]:
    """The Booking of the API as people read it, in the language of the request."""
    mall, now = context.mall, context.clock()
    zone = mall.zone_info
    starts, ends, kept = (
        datetime.fromisoformat(document[key]).astimezone(zone)
        for key in ("starts_at", "ends_at", "kept_until")
    )
    booked, today = document["state"] == BookingState.BOOKED, service_day(mall, now)
    code, service = document["code"], mall.service.get(document["service"])
    return {
        "code": code,
        "spoken": f"{code[:HALF]}-{code[HALF:]}",
        "state": document["state"],
        "service": document["service"],
        "service_name": service.named(g.language) if service else document["service_name"],
        "day": day_phrase(context.words, g.language, starts.date()),
        "time": f"{clock(starts, g.language)}-{clock(ends, g.language)}",
        "kept": clock(kept, g.language),
        "today": starts.date() == today,
        "may_check_in": booked and starts.date() == today and now <= kept,
        "ticket": document["ticket"],
    }


def bookings_here(connection: Connection, context: Context, site: Site) -> list[dict[str, Any]]:
    """Those of this phone at the site that are to come, the next one first."""
    phone = known_phone(request)
    if phone is None:
        return []
    if messenger().is_for(site.code):
        far = [one for one in messenger().mine(site.code, Errand.BOOKING, phone) if one["state"] == "booked"]
        return [
            booking_shown(context, one)
            for one in far
            if datetime.fromisoformat(one["ends_at"]) > context.clock()
        ]
    mine = bookings_of_phone(connection, site=site.code, phone=phone)
    return [booking_shown(context, booking_document(context.mall, one, links=context.links)) for one in mine]
