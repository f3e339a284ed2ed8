"""Pictures and films for the displays of a site: sent, listed, thrown away."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.media import LARGEST_FILE, UnknownMedia, plain_media_name
from app.domain.staff import Permission
from app.media.shelf import Kept
from app.operations.media import add_media, remove_media
from app.queries.media import Media, is_kept, media_address, media_of, playlist_of
from app.store.database import StoreUnavailable
from app.store.transaction import Transaction
from app.web.api.description import describe
from app.web.api.media_documents import MediaDocument, MediaList
from app.web.api.requests import row_id, site_named
from app.web.api.uploads import received
from app.web.auth import enter

REFUSALS = (
    "unknown_site", "media_missing", "media_unknown", "media_broken", "media_codec", "media_pixels",
    "media_large", "no_space",
)  # fmt: skip


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /sites/<site>/media."""

    @blueprint.get("/sites/<site>/media")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "The pictures and films of a site, newest first",
        tag="devices",
        answer=MediaList,
        refusals=("unknown_site",),
    )
    def list_media(site: str) -> Any:
        known = site_named(context.mall, site)
        enter(known.code)
        with context.database.read() as connection:
            media = media_of(connection, site=known.code)
            listed = {item.media for item in playlist_of(connection, site=known.code)}
        return jsonify(
            now=context.clock().isoformat(),
            timezone=context.mall.timezone,
            free=context.shelf.free,
            most=LARGEST_FILE,
            media=[_document(context, known.code, each, listed=each.id in listed) for each in media],
        )

    @blueprint.post("/sites/<site>/media")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "Send a picture or film: a multipart form of `file` and, if wanted, `name`; again it answers 200",
        tag="devices",
        answer=MediaDocument,
        status=201,
        refusals=REFUSALS,
    )
    def send_media(site: str) -> tuple[Response, int]:
        known = site_named(context.mall, site)
        bearer = enter(known.code)
        with received(request, context.shelf) as upload, context.shelf.busy:
            kept: Kept = context.engine.offload(upload.incoming.finish)
            name = plain_media_name(upload.name) or kept.file

            def commit(tx: Transaction) -> tuple[int, bool]:
                found, now = kept.found, context.clock()
                size, sha256 = kept.size, kept.sha256
                return add_media(tx, found, sha256=sha256, size=size, name=name, actor=bearer.actor, now=now)

            try:
                media, new = context.database.write(known.code, commit)
            except StoreUnavailable:
                _drop_unless_kept(context, kept.file)
                raise
        with context.database.read() as connection:
            made = next(each for each in media_of(connection, site=known.code) if each.id == media)
            listed = any(item.media == media for item in playlist_of(connection, site=known.code))
        return jsonify(_document(context, known.code, made, listed=listed)), 201 if new else 200

    @blueprint.delete("/sites/<site>/media/<media>")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "Throw a picture or film away that is in no playlist",
        tag="devices",
        refusals=("unknown_site", "unknown_media", "media_in_use"),
    )
    def throw_away(site: str, media: str) -> Any:
        known = site_named(context.mall, site)
        bearer = enter(known.code)
        number = row_id(media, unknown=UnknownMedia)

        def commit(tx: Transaction) -> str:
            return remove_media(tx, number, actor=bearer.actor, now=context.clock())

        with context.shelf.busy:
            _drop_unless_kept(context, context.database.write(known.code, commit))
        return jsonify({})


def _drop_unless_kept(context: Context, file: str) -> None:
    """A file that is of no site, or was refused, lies nowhere."""
    with context.database.read() as connection:
        kept = is_kept(connection, sha256=file.partition(".")[0])
    if not kept:
        context.shelf.throw_away(file)


def _document(context: Context, site: str, media: Media, *, listed: bool) -> dict[str, Any]:
    failures = context.unplayed.of(site, media.sha256)
    return {
        "id": media.id,
        "sha256": media.sha256,
        "kind": media.type.kind,
        "type": media.type,
        "name": media.name,
        "size": media.size,
        "width": media.width,
        "height": media.height,
        "seconds": media.seconds,
        "url": media_address(media),
        "added_at": media.added_at.isoformat(),
        "by": media.actor,
        "listed": listed,
        "failed": [{"display": each.display, "at": each.at.isoformat()} for each in failures],
    }
