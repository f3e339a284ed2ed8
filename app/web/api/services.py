"""The supervisor's hand on services: switches, and the question what a service would say."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.errors import BadRequest, Forbidden, UnknownService
from app.domain.staff import Permission
from app.domain.switching import Setting
from app.operations.switching import set_service
from app.queries.availability import availability_document
from app.web.api.description import describe
from app.web.api.hall_documents import AvailabilityDocument, SwitchDocument, SwitchWish
from app.web.api.requests import body, site_named
from app.web.auth import enter

PATHS = {
    "pause": (Setting.PAUSED, "Give no numbers for a service"),
    "force": (Setting.FORCED, "Give numbers against the calendar"),
    "surge": (Setting.SURGE, "Give numbers only as far as those who are here can serve soon"),
    "normal": (Setting.NORMAL, "Give numbers as usual"),
}


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the switches under /sites/<site>/services and /sites/<site>/availability."""
    for name, (setting, summary) in PATHS.items():
        blueprint.add_url_rule(
            f"/sites/<site>/services/<service>/{name}",
            f"service_{name}",
            _switch(context, setting, summary),
            methods=["POST"],
        )

    @blueprint.get("/sites/<site>/availability")
    @audience("admin", staff=Permission.SIMULATE)
    @describe(
        "What a service says at a moment: at= in ISO 8601, by default now",
        tag="hall",
        answer=AvailabilityDocument,
        refusals=("unknown_site", "unknown_service", "bad_request"),
        query=("service", "at"),
    )
    def ask_availability(site: str) -> Any:
        known = site_named(context.mall, site)
        enter(known.code)
        service = context.mall.service_at(known, request.args.get("service", ""))
        if service is None:
            raise UnknownService(service=request.args.get("service"))
        now = context.clock()
        at = _moment(context, request.args.get("at")) or now
        with context.database.read() as connection:
            return jsonify(
                availability_document(
                    connection, context.mall, known, service, at=at, now=now, words=context.words
                )
            )


def _switch(context: Context, setting: Setting, summary: str) -> Callable[..., Any]:
    @audience("admin", staff=Permission.SWITCH_SERVICE)
    @describe(
        f"{summary}; again changes nothing",
        tag="hall",
        body=SwitchWish,
        answer=SwitchDocument,
        refusals=("unknown_site", "unknown_service"),
    )
    def view(site: str, service: str) -> Any:
        known = site_named(context.mall, site)
        bearer = enter(known.code)
        wish = body(SwitchWish)
        offered = context.mall.service_at(known, service)
        if offered is None:
            raise UnknownService(service=service)
        if not bearer.may(Permission.SWITCH_SERVICE, known.code, offered.agency):
            raise Forbidden
        switch = context.database.write(
            known.code,
            lambda tx: set_service(
                tx,
                context.mall,
                service,
                setting,
                reason=wish.reason,
                minutes=wish.minutes,
                actor=bearer.actor,
                now=context.clock(),
            ),
        )
        return jsonify(
            service=service,
            setting=switch.setting.value,
            reason=switch.reason,
            until=switch.until.isoformat() if switch.until else None,
        )

    return view


def _moment(context: Context, text: str | None) -> datetime | None:
    """A moment as it was asked for, in the mall's zone where it names none; raises BadRequest."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadRequest from None
    if not 2000 <= moment.year <= 2999:  # further away no calendar is reckoned
        raise BadRequest
    return moment if moment.tzinfo else moment.replace(tzinfo=context.mall.zone_info)
