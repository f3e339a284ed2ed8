"""The journal for hubs and partners: facts in order, page by page."""

from typing import Any

from flask import Blueprint, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.errors import Forbidden
from app.domain.partner import Scope, public_fact
from app.domain.staff import Permission
from app.store import journal
from app.web.api.description import describe
from app.web.api.documents import JournalDocument
from app.web.api.requests import site_named, whole_number
from app.web.auth import enter


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /journal."""

    @blueprint.get("/journal")
    @audience("partner", "hub", "admin", staff=Permission.READ_JOURNAL, scope=Scope.JOURNAL)
    @describe(
        "Facts in order; a partner of the office is told no names and no words that somebody wrote",
        tag="journal",
        answer=JournalDocument,
        refusals=("unknown_site",),
        query=("site", "after", "limit"),
    )
    def facts() -> Any:
        site = site_named(context.mall, request.args.get("site"))
        bearer = enter(site.code)
        if bearer.session is not None and not bearer.may(Permission.READ_JOURNAL, site.code):
            raise Forbidden  # the journal tells of every agency
        after = whole_number("after", default=0, least=0, most=2**62)
        limit = whole_number("limit", default=200, least=1, most=journal.MOST_ROWS)
        with context.database.read() as connection:
            events = journal.since(connection, site.code, after, limit=limit)
        cursor = events[-1].id if events else after
        if bearer.partner is not None:
            return jsonify(facts=[fact for event in events if (fact := public_fact(event))], cursor=cursor)
        documents = [
            {
                "id": event.id,
                "site": event.site,
                "at": event.at.isoformat(),
                "kind": str(event.kind),
                "actor": event.actor,
                "ticket": event.ticket,
                "counter": event.counter,
                "data": dict(event.data),
            }
            for event in events
        ]
        return jsonify(facts=documents, cursor=cursor)
