"""What the desk of a village office shows of a service: its queue, its papers and the times to book."""

from datetime import datetime
from typing import Any

from flask import g

from app.context import Context
from app.domain.booking import takes_bookings
from app.domain.errors import Refused
from app.domain.keeping import SatelliteAway
from app.domain.mall import Service, Site
from app.queries.hall import SiteView
from app.web.api.reservations import Reservations
from app.web.kept_sites import seen
from app.web.visitor.moment import time_of
from config.sentences import day_phrase

Document = dict[str, Any]


def service_shown(
    context: Context, reservations: Reservations, site: Site, service: Service
) -> dict[str, Any]:
    """For the template: the service as it is now, and what may be taken of it."""
    mall = context.mall
    with context.database.read() as connection:
        view = SiteView(connection, mall, site, now=context.clock(), words=context.words)
        agency = view.agency(mall.agency[service.agency])
    here = next(entry for entry in agency["services"] if entry["code"] == service.code)
    picture = seen(context, site.code)
    away = picture is not None and not picture.fresh
    days: list[Document] = []
    try:
        days = [] if away else _days(context, reservations, site, service)
    except SatelliteAway:  # a moment ago, so that its picture is still a good one
        away = True
    return {
        "agency": agency,
        "service": here,
        "remote": mall.rules.remote_tickets and service.online,
        "bookings": takes_bookings(mall, site, service),
        "days": days,
        "away": away,
    }


def _days(context: Context, reservations: Reservations, site: Site, service: Service) -> list[Document]:
    """The days with a place left, and their open slots; none where nothing may be booked.

    Raises SatelliteAway.
    """
    try:
        days = reservations.days(site, service)
    except SatelliteAway:
        raise
    except Refused:
        return []
    told = [
        {
            "name": day_phrase(context.words, g.language, datetime.fromisoformat(day["day"]).date()),
            "slots": [
                {
                    "value": slot["starts_at"],
                    "starts": time_of(context, slot["starts_at"]),
                    "ends": time_of(context, slot["ends_at"]),
                    "free": slot["free"],
                }
                for slot in day["slots"]
                if slot["open"]
            ],
        }
        for day in days
    ]
    return [day for day in told if day["slots"]]
