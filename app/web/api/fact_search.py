"""Looking through the journal by day, number, counter, person, kind or word, for staff who may read it."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import chain
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.errors import BadRequest, Forbidden
from app.domain.events import Kind
from app.domain.mall import Mall, Site
from app.domain.opening import service_day
from app.domain.staff import Permission
from app.engine import Engine
from app.queries.journal_search import Wanted, find_facts
from app.web.api.description import describe
from app.web.api.fact_documents import FoundFacts
from app.web.api.fact_table import MOST_ROWS, ROWS_AT_ONCE, FactTable, Found, csv_pieces
from app.web.api.requests import site_named, whole_number
from app.web.auth import enter, enter_everywhere

LONGEST = 80
QUESTIONS = ("day", "number", "counter", "person", "kind", "text")
CSV = "text/csv; charset=utf-8"
NOWHERE = "-"  # what belongs to no site: staff, devices, partners, backups


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /facts, and /facts.csv to take home what was found."""

    @blueprint.get("/facts")
    @audience("admin", staff=Permission.READ_JOURNAL)
    @describe(
        "Facts of a day that answer a question; site `-` is what belongs to none, as staff and devices do",
        tag="journal",
        answer=FoundFacts,
        refusals=("unknown_site",),
        query=("site", *QUESTIONS, "before"),
    )
    def search_facts() -> Any:
        mall, now = context.mall, context.clock()
        site = _place(mall)
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

    @blueprint.get("/facts.csv")
    @audience("admin", staff=Permission.READ_JOURNAL)
    @describe(
        f"The same facts as a table in the asker's language: the newest {MOST_ROWS}, with times of the mall "
        "and their offset",
        tag="journal",
        refusals=("unknown_site",),
        query=("site", *QUESTIONS),
    )
    def carry_facts() -> Response:
        mall = context.mall
        table = FactTable(context.words, g.language, mall, _place(mall))
        wanted = _wanted(service_day(mall, context.clock()))
        pieces = _beside(context.engine, csv_pieces(table, partial(_page, context, table), wanted))
        first = next(pieces)  # what the database refuses is refused before the answer begins
        response = Response(chain([first], pieces), content_type=CSV)
        place = f"{table.site.code}-" if table.site else ""
        name = f"antrean-journal-{place}{wanted.day.isoformat()}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "no-store"
        return response


def _place(mall: Mall) -> Site | None:
    """The site that is asked about, None for what belongs to none. Raises UnknownSite and Forbidden."""
    asked = request.args.get("site")
    if asked == NOWHERE:
        enter_everywhere()
        return None
    site = site_named(mall, asked)
    bearer = enter(site.code)
    if bearer.session is not None and not bearer.may(Permission.READ_JOURNAL, site.code):
        raise Forbidden  # the journal tells of every agency
    return site


def _page(context: Context, table: FactTable, wanted: Wanted) -> Found:
    with context.database.read() as connection:
        return find_facts(connection, table.mall, table.site, wanted, most=ROWS_AT_ONCE)


def _beside(engine: Engine, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, each made where that stops nobody: a whole day has tens of thousands of facts."""
    while (piece := engine.offload(lambda: next(pieces, None))) is not None:
        yield piece


def _wanted(today: date) -> Wanted:
    """Raises BadRequest for a day that is none, and for what is longer than anybody types."""
    told = {name: request.args.get(name, "") for name in QUESTIONS if name != "day"}
    if any(len(value) > LONGEST or "\0" in value for value in told.values()):
        raise BadRequest
    day = request.args.get("day") or today.isoformat()
    before = whole_number("before", default=0, least=1, most=2**62) or None
    try:
        return Wanted(date.fromisoformat(day), before=before, **told)
    except ValueError:
        raise BadRequest from None
