"""When which display of a site shows which picture or film."""

from typing import Any

from flask import Blueprint, jsonify

from app.audience import audience
from app.context import Context
from app.domain.staff import Permission
from app.operations.media import set_playlist
from app.queries.media import item_fields, playlist_of, playlist_version
from app.store.transaction import Transaction
from app.web.api.description import describe
from app.web.api.media_documents import PlaylistDocument, PlaylistWish
from app.web.api.requests import body, site_named
from app.web.auth import enter


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /sites/<site>/playlist."""

    def told(site: str) -> Any:
        known = site_named(context.mall, site)
        with context.database.read() as connection:
            playlist = playlist_of(connection, site=known.code)
        return jsonify(
            version=playlist_version(playlist),
            displays=[{"code": each.code, "name": each.name} for each in known.displays],
            items=[
                {
                    "media": item.media,
                    "displays": list(item.displays) if item.displays is not None else None,
                    **item_fields(item),
                }
                for item in playlist
            ],
        )

    @blueprint.get("/sites/<site>/playlist")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "The playlist of a site, in its order",
        tag="devices",
        answer=PlaylistDocument,
        refusals=("unknown_site",),
    )
    def read_playlist(site: str) -> Any:
        enter(site_named(context.mall, site).code)
        return told(site)

    @blueprint.put("/sites/<site>/playlist")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "Save the whole playlist, as long as nobody else has since it was read; the displays follow at once",
        tag="devices",
        body=PlaylistWish,
        answer=PlaylistDocument,
        refusals=("unknown_site", "unknown_media", "playlist_changed", "playlist_wrong"),
    )
    def save_playlist(site: str) -> Any:
        known = site_named(context.mall, site)
        bearer = enter(known.code)
        wish = body(PlaylistWish)
        wanted = [each.item() for each in wish.items]

        def commit(tx: Transaction) -> None:
            set_playlist(tx, known, wanted, version=wish.version, actor=bearer.actor, now=context.clock())

        context.database.write(known.code, commit)
        return told(site)
