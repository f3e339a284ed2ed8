"""The server's own log for an administrator: its newest lines, or those that have a word in them."""

from typing import Any

from flask import Blueprint, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.errors import BadRequest
from app.domain.staff import Permission
from app.log import kept
from app.web.api.description import describe
from app.web.api.health_documents import LogDocument
from app.web.api.requests import whole_number
from app.web.auth import enter_everywhere

LONGEST = 80
USUAL = 100


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /log."""

    @blueprint.get("/log")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "The newest lines of this server's log; with `text` those that have it somewhere",
        tag="upkeep",
        answer=LogDocument,
        query=("text", "limit"),
    )
    def show_log() -> Any:
        enter_everywhere()
        text = request.args.get("text", "").strip()
        if len(text) > LONGEST:
            raise BadRequest
        most = whole_number("limit", default=USUAL, least=1, most=500)
        lines = context.engine.offload(lambda: kept(context.settings.log_folder, text=text, most=most))
        return jsonify(now=context.clock().isoformat(), timezone=context.mall.timezone, lines=lines)
