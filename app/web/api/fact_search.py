"""Looking through the journal by day, number, counter, person, kind or word, for staff who may read it."""

from datetime import date
from typing import Any

from flask import Blueprint, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.errors import BadRequest, Forbidden
from app.domain.events import Kind
from app.domain.opening import service_day
from app.domain.staff import Permission
from app.queries.journal_search import Wanted, find_facts
from app.web.api.description import describe
from app.web.api.fact_documents import FoundFacts
from app.web.api.requests import site_named, whole_number
from app.web.auth import enter, enter_everywhere

LONGEST = 80
NOWHERE = "-"  # what belongs to no site: staff, devices, partners, backups


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /facts."""

    @blueprint.get("/facts")
    @audience("admin", staff=Permission.READ_JOURNAL)
    @describe(
        "Facts of a day that answer a question; site `-` is what belongs to none, as staff and devices do",
        tag="journal",
        answer=FoundFacts,
        refusals=("unknown_site",),
        query=("site", "day", "number", "counter", "person", "kind", "text", "before"),
    )
    def search_facts() -> Any:
        asked = request.args.get("site")
        if asked == NOWHERE:
            enter_everywhere()
            site = None
        else:
            site = site_named(context.mall, asked)
            bearer = enter(site.code)
            if bearer.session is not None and not bearer.may(Permission.READ_JOURNAL, site.code):
                raise Forbidden  # the journal tells of every agency
        mall, now = context.mall, context.clock()
        wanted = _wanted(service_day(mall, now))
        with context.database.read() as connection:
            facts, more = find_facts(connection, mall, site, wanted)
        return jsonify(
            now=now.isoformat(),
            timezone=mall.timezone,
            day=wanted.day.isoformat(),
            kinds=[kind.value for kind in Kind],
            counters=[{"code": each.code, "name": each.name} for each in site.counters] if site else [],
            agencies={agency.code: agency.short_name for agency in mall.agencies},
            facts=facts,
            before=more,
        )


def _wanted(today: date) -> Wanted:
    """Raises BadRequest for a day that is none, and for what is longer than anybody types."""
    told = {name: request.args.get(name, "") for name in ("number", "counter", "person", "kind", "text")}
    if any(len(value) > LONGEST or "\0" in value for value in told.values()):
        raise BadRequest
    day = request.args.get("day") or today.isoformat()
    before = whole_number("before", default=0, least=1, most=2**62) or None
    try:
        return Wanted(date.fromisoformat(day), before=before, **told)
    except ValueError:
        raise BadRequest from None
