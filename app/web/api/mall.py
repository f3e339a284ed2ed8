"""The mall as a document: what it is, what changes would come to, and saving them as a revision."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, g, jsonify, request
from sqlalchemy import Connection

from app.audience import audience
from app.context import Context
from app.domain.mall_refusals import BadMall, MallConflict
from app.domain.staff import Permission
from app.operations.mall_saving import NEVER, NotSaved, Plan, Wish, keep_file, plan_of, save, sites_of
from app.operations.replies import Once, once
from app.queries.actors import names_of
from app.queries.in_use import Used, used
from app.queries.mall_effects import effects, sentence
from app.queries.revisions import Document, MallFile, Revision, Saved, newest_revision
from app.store.transaction import Transaction
from app.web.api.description import describe
from app.web.api.mall_documents import (
    ChangeWish,
    MallDocument,
    PreviewDocument,
    PreviewWish,
    SavedDocument,
    SaveWish,
)
from app.web.api.requests import asked_once, body
from app.web.auth import enter_everywhere
from app.web.mall_told import MallTold, head, whole
from config import mall as mall_files
from config.mall_changes import Change, Move, Put

LARGEST_WISH = 8 * 1024 * 1024  # bytes: a whole mall of thousands of services, key by key
REFUSALS = ("unknown_revision", "mall_conflict", "bad_mall")


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds GET /mall, and POST /mall/preview and /mall/changes."""

    @blueprint.get("/mall")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe("The mall as last saved, as one document", tag="mall", answer=MallDocument)
    def mall_now() -> Any:
        enter_everywhere()
        with context.database.read() as connection:
            newest = newest_of(connection, context)
            names = names_of(connection, [newest.saved.author])
        advice = mall_files.advice(mall_files.from_checked(newest.document), g.language)
        return jsonify({**whole(newest, names), "advice": advice})

    @blueprint.post("/mall/preview")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "What changes of the mall would come to; nothing is saved",
        tag="mall",
        body=PreviewWish,
        answer=PreviewDocument,
        refusals=("unknown_revision", "too_large"),
    )
    def preview() -> Any:
        enter_everywhere()
        request.max_content_length = LARGEST_WISH
        asked = body(PreviewWish)
        wish = Wish(asked.base, changes_of(asked.changes), "")
        return jsonify(previewed(context, wish))

    @blueprint.post("/mall/changes")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "Save changes of the mall as a new revision; others' changes of other places stay",
        tag="mall",
        body=SaveWish,
        answer=SavedDocument,
        refusals=(*REFUSALS, "too_large"),
        idempotent=True,
    )
    def save_changes() -> Any:
        actor = enter_everywhere().actor
        request.max_content_length = LARGEST_WISH
        asked = body(SaveWish)
        ask = asked_once(enter_everywhere().scope, asked)
        wish = Wish(asked.base, changes_of(asked.changes), actor, asked.comment.strip())
        return jsonify(save_wish(context, wish, ask=ask))


def changes_of(asked: Iterable[ChangeWish]) -> tuple[Change, ...]:
    return tuple(
        Move(tuple(each.path), each.before)
        if "before" in each.model_fields_set
        else Put(tuple(each.path), each.value)
        for each in asked
    )


def newest_of(connection: Connection, context: Context) -> Revision:
    """The newest revision; where none was saved yet, the mall that the server was started with."""
    newest = newest_revision(connection)
    return newest or Revision(NEVER, first_of(context))


def previewed(context: Context, wish: Wish) -> dict[str, Any]:
    """The PreviewDocument of the API, in the asker's language. Raises UnknownRevision."""
    wish = _informed(context, wish)
    with context.database.read() as connection:
        plan = plan_of(connection, wish, first=first_of(context))
        told = _effects(connection, context, plan) if plan.is_sound else []
        names = names_of(connection, [each.author for each in plan.since])
    return {**plan_document(context, plan, names), "effects": told}


def plan_document(context: Context, plan: Plan, names: dict[str, str]) -> dict[str, Any]:
    told = MallTold(context.words, g.language)
    return {
        "revision": plan.newest.id,
        "document": plan.document if plan.is_sound else None,
        "mistakes": told.mistakes(plan),
        "changes": told.changes(plan.changes, plan.before, plan.document),
        "conflicts": told.conflicts(plan),
        "merged": [head(each, names) for each in plan.since],
    }


def _effects(connection: Connection, context: Context, plan: Plan) -> list[dict[str, str]]:
    before, after = mall_files.from_checked(plan.before), mall_files.from_checked(plan.document)
    found = effects(connection, before, after, now=context.clock())
    return [
        {"level": each.level.value, "sentence": sentence(each, context.words, g.language)} for each in found
    ]


def save_wish(
    context: Context, wish: Wish, *, ask: Once | None = None, new_files: Mapping[str, MallFile] | None = None
) -> dict[str, Any]:
    """Saves, once a key, and tells the screens; the SavedDocument of the API.

    Raises UnknownRevision, MallConflict and BadMall.
    """
    first, now = first_of(context), context.clock()
    wish = _informed(context, wish)

    def deed(tx: Transaction) -> dict[str, Any]:
        kept = {
            name: keep_file(tx, each.content, each.type, now=now) for name, each in (new_files or {}).items()
        }
        whole_wish = replace(wish, files={**wish.files, **kept})
        number, plan = save(tx, whole_wish, first=first, owns=context.database.owns, now=now)
        return {
            "revision": number,
            "merged": _heads(tx.connection, plan.since),
            "sites": sites_of(plan.newest.document, plan.document),
        }

    def commit(tx: Transaction) -> dict[str, Any]:
        return deed(tx) if ask is None else once(tx, ask, now=now, deed=lambda: deed(tx)).value

    try:
        answer = dict(context.database.write("", commit))
    except NotSaved as trouble:
        raise _refusal(context, trouble.plan) from None
    context.mall_saved(answer.pop("sites"))
    return answer


def _informed(context: Context, wish: Wish) -> Wish:
    """With what old numbers name, where that decides: read beside the requests and before the commit."""
    if wish.kind == "save":
        return wish

    def ask() -> Used:
        with context.database.read() as connection:
            return used(connection)

    return replace(wish, used=context.engine.offload(ask))


def _refusal(context: Context, plan: Plan) -> MallConflict | BadMall:
    with context.database.read() as connection:
        names = names_of(connection, [each.author for each in plan.since])
    told = plan_document(context, plan, names)
    disputed = bool(plan.conflicts) or plan.overtaken
    error = MallConflict() if disputed else BadMall()
    wanted = ("revision", "conflicts", "merged") if disputed else ("revision", "mistakes")
    error.members = {name: told[name] for name in wanted}
    return error


def _heads(connection: Connection, since: Iterable[Saved]) -> list[dict[str, Any]]:
    known = tuple(since)
    names = names_of(connection, [each.author for each in known])
    return [head(each, names) for each in known]


def first_of(context: Context) -> Document:
    """The document of the mall that the server was started with, where none was saved."""
    return mall_files.document(context.mall)
