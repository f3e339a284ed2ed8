"""The HTTP API of /api/v1: the door for screens, agents, partners and programs."""

from flask import Blueprint

from app.context import Context
from app.web.api import (
    admin,
    agent,
    alarms,
    backups,
    beginning,
    bookings,
    counters,
    devices,
    displays,
    fact_search,
    hall,
    health,
    journal,
    letters,
    logbook,
    look,
    mall,
    mall_carrying,
    mall_fields,
    mall_template,
    me,
    media,
    pairing,
    partner_hooks,
    partners,
    playlist,
    printers,
    probing,
    reception,
    remote,
    revisions,
    satellites,
    services,
    session,
    sites,
    staff,
    staff_sheets,
    stations,
    steering,
    tickets,
    voice,
)
from app.web.api.afar import Afar
from app.web.api.openapi import PREFIX
from app.web.api.reservations import Reservations


def blueprint(context: Context, bell: agent.PaperBell, afar: Afar, reservations: Reservations) -> Blueprint:
    """Every route of the API."""
    api = Blueprint("api", __name__, url_prefix=PREFIX)
    beginning.routes(api, context)
    me.routes(api, context)
    sites.routes(api, context)
    tickets.routes(api, context)
    remote.routes(api, context, afar)
    bookings.routes(api, context, reservations)
    reception.routes(api, context)
    counters.routes(api, context)
    steering.routes(api, context)
    services.routes(api, context)
    hall.routes(api, context)
    alarms.routes(api, context)
    printers.routes(api, context)
    probing.routes(api, context)
    journal.routes(api, context)
    fact_search.routes(api, context)
    agent.routes(api, context, bell)
    admin.routes(api, context)
    devices.routes(api, context)
    satellites.routes(api, context)
    backups.routes(api, context)
    health.routes(api, context)
    logbook.routes(api, context)
    displays.routes(api, context)
    media.routes(api, context)
    stations.routes(api, context)
    playlist.routes(api, context)
    voice.routes(api, context)
    pairing.routes(api, context)
    session.routes(api, context)
    staff.routes(api, context)
    staff_sheets.routes(api, context)
    letters.routes(api, context)
    mall_template.routes(api, context)
    mall.routes(api, context)
    mall_carrying.routes(api, context)
    revisions.routes(api, context)
    mall_fields.routes(api, context)
    look.routes(api, context)
    partners.routes(api, context)
    partner_hooks.routes(api, context)
    return api
