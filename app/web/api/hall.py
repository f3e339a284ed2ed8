"""The live hall, and the notice that everybody in it reads."""

from typing import Any

from flask import Blueprint, jsonify

from app.audience import audience
from app.context import Context
from app.domain.errors import Forbidden
from app.domain.mall import Site, Text
from app.domain.staff import Permission
from app.operations.notices import end_notice, post_notice
from app.queries.floor import floor
from app.queries.notices import notice_document
from app.queries.tokens import Bearer
from app.store.transaction import Transaction
from app.web.api.description import describe
from app.web.api.documents import Nothing
from app.web.api.hall_documents import HallDocument, NoticeState, NoticeWish
from app.web.api.requests import body, site_named
from app.web.auth import enter


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /sites/<site>/hall and /sites/<site>/notice."""

    @blueprint.get("/sites/<site>/hall")
    @audience("admin", staff=Permission.WATCH_HALL)
    @describe(
        "The hall now: every counter, queue, alarm, switch and closing",
        tag="hall",
        answer=HallDocument,
        refusals=("unknown_site",),
    )
    def show_hall(site: str) -> Any:
        known = site_named(context.mall, site)
        enter(known.code)
        with context.database.read() as connection:
            return jsonify(floor(connection, context.mall, known, now=context.clock()))

    @blueprint.get("/sites/<site>/notice")
    @audience("anyone")
    @describe(
        "The notice that displays show, if any", tag="hall", answer=NoticeState, refusals=("unknown_site",)
    )
    def show_notice(site: str) -> Any:
        known = site_named(context.mall, site)
        with context.database.read() as connection:
            notice = notice_document(connection, site=known.code)
        return jsonify(notice=public(notice))

    @blueprint.post("/sites/<site>/notice")
    @audience("admin", staff=Permission.POST_NOTICE)
    @describe(
        "Put a notice up, in place of any other",
        tag="hall",
        body=NoticeWish,
        answer=NoticeState,
        refusals=("unknown_site",),
    )
    def post(site: str) -> Any:
        known = site_named(context.mall, site)
        bearer = _enter_hall(known)
        wish = body(NoticeWish)
        text = Text(wish.text_id, wish.text_en)

        def commit(tx: Transaction) -> dict[str, Any] | None:
            now = context.clock()
            post_notice(tx, text, minutes=wish.minutes, urgent=wish.urgent, actor=bearer.actor, now=now)
            return notice_document(tx.connection, site=known.code)

        return jsonify(notice=context.database.write(known.code, commit))

    @blueprint.post("/sites/<site>/notice/end")
    @audience("admin", staff=Permission.POST_NOTICE)
    @describe(
        "Take the notice down; again changes nothing",
        tag="hall",
        body=Nothing,
        answer=NoticeState,
        refusals=("unknown_site",),
    )
    def end(site: str) -> Any:
        known = site_named(context.mall, site)
        bearer = _enter_hall(known)
        body(Nothing)
        context.database.write(known.code, lambda tx: end_notice(tx, actor=bearer.actor, now=context.clock()))
        return jsonify(notice=None)


def _enter_hall(site: Site) -> Bearer:
    """Whoever may speak to everybody in the hall; raises Forbidden for some agencies' supervisor."""
    bearer = enter(site.code)
    if not bearer.may(Permission.POST_NOTICE, site.code):
        raise Forbidden
    return bearer


def public(notice: dict[str, Any] | None) -> dict[str, Any] | None:
    """The notice without the name of whoever put it up."""
    return {**notice, "by": None} if notice else None
