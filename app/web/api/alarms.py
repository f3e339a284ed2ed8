"""Alarms: what staff are called to, and who is on the way."""

from typing import Any

from flask import Blueprint, jsonify

from app.audience import audience
from app.context import Context
from app.domain.errors import UnknownAlarm
from app.domain.staff import Permission
from app.operations.alarms import acknowledge_alarm
from app.queries.alarms import open_alarms
from app.web.api.description import describe
from app.web.api.printer_documents import AlarmDocument, AlarmList
from app.web.api.requests import row_id, site_named
from app.web.auth import enter


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the routes under /sites/<site>/alarms."""

    @blueprint.get("/sites/<site>/alarms")
    @audience("counter", "admin", staff=Permission.SEE_ALARMS)
    @describe(
        "Open alarms, the oldest first",
        tag="printers",
        answer=AlarmList,
        refusals=("unknown_site",),
    )
    def list_alarms(site: str) -> Any:
        known = site_named(context.mall, site)
        enter(known.code)
        with context.database.read() as connection:
            return jsonify(alarms=open_alarms(connection, known.code))

    @blueprint.post("/sites/<site>/alarms/<alarm>/acknowledge")
    @audience("counter", "admin", staff=Permission.SEE_ALARMS)
    @describe(
        "Somebody sees to it; again changes nothing",
        tag="printers",
        answer=AlarmDocument,
        refusals=("unknown_site", "unknown_alarm"),
    )
    def acknowledge(site: str, alarm: str) -> Any:
        known = site_named(context.mall, site)
        bearer = enter(known.code)
        number = row_id(alarm, unknown=UnknownAlarm)
        return jsonify(
            context.database.write(
                known.code,
                lambda tx: acknowledge_alarm(tx, number, actor=bearer.actor, now=context.clock()),
            )
        )
