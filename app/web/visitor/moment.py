"""The moment at which a page is made, as the page says it, and the language it says it in."""

from datetime import datetime

from flask import g, request

from app.context import Context
from config.sentences import clock, zone_name


def moment(context: Context) -> dict[str, str]:
    """For a template: the moment itself, its time and zone in the language of the request."""
    local = context.clock().astimezone(context.mall.zone_info)
    return {
        "now": local.isoformat(),
        "time": clock(local, g.language),
        "zone": zone_name(local),
        "timezone": context.mall.timezone,
    }


def time_of(context: Context, at: str) -> str:
    """The time of an ISO moment on the mall's clock: 08.42, or 08:42 in English."""
    return clock(datetime.fromisoformat(at).astimezone(context.mall.zone_info), g.language)


def speak_as(context: Context, language: str) -> None:
    """In the language that the visitor chose before, unless another one was chosen on this phone."""
    chosen = {request.args.get("lang"), request.cookies.get("antrean_language")}
    if chosen.isdisjoint(context.mall.languages):
        g.language = language
