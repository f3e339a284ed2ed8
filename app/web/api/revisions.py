"""The mall's revisions: who saved what and when, what differs between two, and going back to one."""

from typing import Any

from flask import Blueprint, g, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.mall_refusals import UnknownRevision
from app.domain.staff import Permission
from app.operations.mall_saving import Wish
from app.queries.actors import names_of
from app.queries.revisions import revision_by_id, revisions
from app.web.api.description import describe
from app.web.api.mall import REFUSALS, newest_of, save_wish
from app.web.api.mall_documents import (
    Comparison,
    RestoreWish,
    RevisionDocument,
    RevisionList,
    SavedDocument,
)
from app.web.api.requests import asked_once, body, row_id, whole_number
from app.web.auth import enter_everywhere
from app.web.mall_told import MallTold, head, whole
from config.mall_changes import differences

MOST_REVISIONS = 500  # of one page
NOT_THERE = ("unknown_revision",)
LAST = 2**62


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the routes under /mall/revisions."""
    _list_routes(blueprint, context)
    _compare_route(blueprint, context)
    _restore_route(blueprint, context)


def _list_routes(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/mall/revisions")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "Every time the mall was saved, the latest first; `before` is the last one of the page before",
        tag="mall",
        answer=RevisionList,
        query=("before", "limit"),
    )
    def list_revisions() -> Any:
        enter_everywhere()
        before = whole_number("before", default=LAST, least=1, most=LAST)
        limit = whole_number("limit", default=50, least=1, most=MOST_REVISIONS)
        with context.database.read() as connection:
            known = revisions(connection, before=before, limit=limit)
            names = names_of(connection, [each.author for each in known])
        return jsonify(timezone=context.mall.timezone, revisions=[head(each, names) for each in known])

    @blueprint.get("/mall/revisions/<revision>")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe("The mall as it was saved once", tag="mall", answer=RevisionDocument, refusals=NOT_THERE)
    def one_revision(revision: str) -> Any:
        enter_everywhere()
        with context.database.read() as connection:
            known = revision_by_id(connection, row_id(revision, unknown=UnknownRevision))
            names = names_of(connection, [known.saved.author])
        return jsonify(whole(known, names))


def _compare_route(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/mall/revisions/<revision>/compare")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "What made one revision of another; without `to`, the newest one",
        tag="mall",
        answer=Comparison,
        refusals=NOT_THERE,
        query=("to",),
    )
    def compare(revision: str) -> Any:
        enter_everywhere()
        to = request.args.get("to")
        with context.database.read() as connection:
            before = revision_by_id(connection, row_id(revision, unknown=UnknownRevision))
            if to is None:
                after = newest_of(connection, context)
            else:
                after = revision_by_id(connection, row_id(to, unknown=UnknownRevision))
        changes = differences(before.document, after.document)
        told = MallTold(context.words, g.language).changes(changes, before.document, after.document)
        return jsonify(before=before.id, after=after.id, changes=told)


def _restore_route(blueprint: Blueprint, context: Context) -> None:
    @blueprint.post("/mall/revisions/<revision>/restore")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "Save the mall as it was in a revision, as a new one; refused if others saved since `base`",
        tag="mall",
        body=RestoreWish,
        answer=SavedDocument,
        refusals=REFUSALS,
        idempotent=True,
    )
    def restore(revision: str) -> Any:
        bearer, asked = enter_everywhere(), body(RestoreWish)
        ask = asked_once(bearer.scope, asked)
        with context.database.read() as connection:
            old = revision_by_id(connection, row_id(revision, unknown=UnknownRevision))
        wish = restoring(context, old.id, asked.base, author=bearer.actor, comment=asked.comment.strip())
        return jsonify(save_wish(context, wish, ask=ask))


def restoring(context: Context, number: int, base: int, *, author: str, comment: str) -> Wish:
    """The wish to have the mall of an earlier revision again, files and all. Raises UnknownRevision."""
    with context.database.read() as connection:
        old, newest = revision_by_id(connection, number), newest_of(connection, context)
        looked_at = newest if base == newest.id else revision_by_id(connection, base)
    files = {**dict.fromkeys(looked_at.saved.files), **old.saved.files}
    changes = tuple(differences(looked_at.document, old.document))
    return Wish(base, changes, author, comment, "restore", files)
