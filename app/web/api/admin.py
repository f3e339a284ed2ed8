"""The administrator's door: a hall at a glance."""

from typing import Any

from flask import Blueprint, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.staff import Permission
from app.queries.overview import overview
from app.web.api.description import describe
from app.web.api.overview_documents import OverviewDocument
from app.web.api.requests import site_named
from app.web.auth import enter


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /admin/overview."""

    @blueprint.get("/admin/overview")
    @audience("admin", staff=Permission.WATCH_HALL)
    @describe(
        "A hall at a glance: counters, queues, printers, screens, today's facts",
        tag="admin",
        answer=OverviewDocument,
        refusals=("unknown_site",),
        query=("site",),
    )
    def show_overview() -> Any:
        site = site_named(context.mall, request.args.get("site"))
        enter(site.code)
        with context.database.read() as connection:
            return jsonify(overview(connection, context.mall, site, now=context.clock()))
