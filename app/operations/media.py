"""The office keeps pictures and films, throws them away, and writes down when which display shows them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, null, select

from app.domain.errors import BadRequest
from app.domain.events import Kind
from app.domain.mall import Site
from app.domain.media import (
    MOST_ITEMS,
    Found,
    MediaInUse,
    PlaylistChanged,
    PlaylistItem,
    PlaylistWrong,
    UnknownMedia,
    is_sound_item,
)
from app.queries.media import playlist_of, playlist_version
from app.store.journal import record
from app.store.tables import media as table
from app.store.tables import playlist_item
from app.store.transaction import Transaction


def add_media(
    tx: Transaction, found: Found, *, sha256: str, size: int, name: str, actor: str, now: datetime
) -> tuple[int, bool]:
    """Its id, and whether it is new here: the same bytes are the same film, under their first name."""
    same = select(table.c.id).where(table.c.site == tx.site, table.c.sha256 == sha256)
    known = tx.execute(same).scalar()
    if known is not None:
        return int(known), False
    row = {"site": tx.site, "sha256": sha256, "type": found.type, "name": name, "size": size}
    shape = {"width": found.width, "height": found.height, "seconds": found.seconds}
    make = insert(table).values(**row, **shape, added_at=now, actor=actor).returning(table.c.id)
    media = int(tx.execute(make).scalar_one())
    data = {"name": name, "type": found.type, "size": size, "sha256": sha256}
    record(tx, Kind.MEDIA_ADDED, at=now, actor=actor, data=data)
    return media, True


def remove_media(tx: Transaction, media: int, *, actor: str, now: datetime) -> str:
    """The name of its file. Raises UnknownMedia and MediaInUse."""
    row = tx.execute(select(table).where(table.c.site == tx.site, table.c.id == media)).one_or_none()
    if row is None:
        raise UnknownMedia
    used = select(playlist_item.c.place).where(playlist_item.c.media == media)
    if tx.execute(used).first() is not None:
        raise MediaInUse
    tx.execute(delete(table).where(table.c.id == media))
    record(tx, Kind.MEDIA_REMOVED, at=now, actor=actor, data={"name": row.name, "sha256": row.sha256})
    return f"{row.sha256}.{row.type}"


def set_playlist(
    tx: Transaction, site: Site, wanted: Sequence[PlaylistItem], *, version: str, actor: str, now: datetime
) -> None:
    """The whole list at once, in place of the one that was read as `version`.

    Raises PlaylistChanged, PlaylistWrong, UnknownMedia and BadRequest where it is too long.
    """
    if playlist_version(playlist_of(tx.connection, site=tx.site)) != version:
        raise PlaylistChanged
    if len(wanted) > MOST_ITEMS:
        raise BadRequest
    if not all(is_sound_item(item, displays=site.display) for item in wanted):
        raise PlaylistWrong
    known = set(tx.execute(select(table.c.id).where(table.c.site == tx.site)).scalars())
    if not {item.media for item in wanted} <= known:
        raise UnknownMedia
    tx.execute(delete(playlist_item).where(playlist_item.c.site == tx.site))
    for place, item in enumerate(wanted):
        tx.execute(insert(playlist_item).values(_row(tx.site, place, item)))
    record(tx, Kind.PLAYLIST_SET, at=now, actor=actor, data={"entries": len(wanted)})


def _row(site: str, place: int, item: PlaylistItem) -> dict[str, object]:
    """Without a choice the column is empty, which in JSON would be the word "null"."""
    return {
        "site": site,
        "place": place,
        "media": item.media,
        "displays": null() if item.displays is None else list(item.displays),
        "seconds": item.seconds,
        "sound": item.sound,
        "from_day": item.from_day,
        "to_day": item.to_day,
        "weekdays": null() if item.weekdays is None else list(item.weekdays),
        "from_minute": item.from_minute,
        "to_minute": item.to_minute,
    }
