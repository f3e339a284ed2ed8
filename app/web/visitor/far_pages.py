"""The ticket of a satellite on this server: as the satellite shows it now, or as it was known last."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from flask import g

from app.context import Context
from app.domain.keeping import SatelliteAway
from app.domain.ticket import Ticket
from app.operations.errands import Given
from app.queries.pictures import picture_of
from app.queries.tickets import position_of, ticket_by_id, ticket_document
from app.web.far_values import ticket_of
from app.web.messenger import messenger
from config.sentences import clock

Document = dict[str, Any]
LIVE = (
    "state", "ahead", "estimate", "now_serving", "counter", "counter_name", "zone_name", "possible", "calls",
)  # fmt: skip


def far_ticket(context: Context, token: str) -> tuple[Ticket, Document, None] | None:
    """None for a ticket that was given here. `as_of` of the document is a time where nobody answered."""
    known = messenger().given(token)
    if known is None:
        return None
    try:
        document = messenger().ask(known.site, "GET", f"/tickets/{quote(token)}")
        document["as_of"] = None
    except SatelliteAway:
        document = _remembered(context, known, token)
    return ticket_of(document), {**document, "far": True}, None


def _remembered(context: Context, known: Given, token: str) -> Document:
    """What was told last, with what the satellite's facts have said since. Raises SatelliteAway."""
    if not known.told.get("number"):
        raise SatelliteAway(site=known.site)
    live: Mapping[str, Any] = {}
    with context.database.read() as connection:
        picture = picture_of(connection, known.site)
        if known.ticket is not None:
            pictured = ticket_by_id(connection, known.ticket)
            position = position_of(connection, context.mall, pictured)
            live = ticket_document(context.mall, pictured, position, links=context.links)
    as_of = picture.as_of if picture is not None else None
    local = as_of.astimezone(context.mall.zone_info) if as_of else None
    return {
        **known.told,
        **{name: live[name] for name in LIVE if name in live},
        "token": token,
        "url": context.links.page(token),
        "as_of": clock(local, g.language) if local else "--",
    }
