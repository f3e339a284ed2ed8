"""The pictures and films of a site and its playlist, as the office and the displays read them."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, select

from app.domain.media import MediaType, PlaylistItem
from app.store.tables import media as table
from app.store.tables import playlist_item as items

_OF_SITE = (
    select(table).where(table.c.site == bindparam("site")).order_by(table.c.added_at.desc(), table.c.id)
)
_LISTED = select(items).where(items.c.site == bindparam("site")).order_by(items.c.place)
_BY_HASH = select(table.c.id).where(table.c.sha256 == bindparam("sha256")).limit(1)


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or film of a site; `size` in bytes, `width` and `height` in pixels."""

    id: int
    sha256: str
    type: MediaType
    name: str
    size: int
    width: int | None
    height: int | None
    seconds: float | None
    added_at: datetime
    actor: str

    @property
    def file(self) -> str:
        return f"{self.sha256}.{self.type}"


def media_of(connection: Connection, *, site: str) -> list[Media]:
    """Newest first."""
    names = Media.__dataclass_fields__
    rows = connection.execute(_OF_SITE, {"site": site}).mappings()
    return [Media(**{**{name: row[name] for name in names}, "type": MediaType(row["type"])}) for row in rows]


def is_kept(connection: Connection, *, sha256: str) -> bool:
    """Whether any site has the file."""
    return connection.execute(_BY_HASH, {"sha256": sha256}).first() is not None


def playlist_of(connection: Connection, *, site: str) -> tuple[PlaylistItem, ...]:
    """In the order in which it plays."""
    return tuple(
        PlaylistItem(
            media=row.media,
            displays=_several(row.displays),
            seconds=row.seconds,
            sound=row.sound,
            from_day=row.from_day,
            to_day=row.to_day,
            weekdays=_several(row.weekdays),
            from_minute=row.from_minute,
            to_minute=row.to_minute,
        )
        for row in connection.execute(_LISTED, {"site": site})
    )


def playlist_version(playlist: Sequence[PlaylistItem]) -> str:
    """The same for the same list: who saves says which one was read."""
    told = json.dumps([asdict(item) for item in playlist], default=str, sort_keys=True)
    return sha256(told.encode()).hexdigest()[:16]


def playlist_on(connection: Connection, *, site: str, display: str) -> list[dict[str, Any]]:
    """What one display shows, and when: `from_time` "08:00", as its page reads it.

    A screen that is none of the mall's displays shows what is for all.
    """
    known = {media.id: media for media in media_of(connection, site=site)}
    return [
        _playing(item, known[item.media])
        for item in playlist_of(connection, site=site)
        if item.displays is None or display in item.displays
    ]


def media_address(media: Media) -> str:
    """Where a browser fetches it."""
    return f"/displays/media/{media.file}"


def time_text(minute: int | None) -> str | None:
    """Minutes since midnight as "08:00"; the end of a day is "24:00"."""
    return None if minute is None else f"{minute // 60:02}:{minute % 60:02}"


def _playing(item: PlaylistItem, media: Media) -> dict[str, Any]:
    return {
        "media": media.sha256,
        "kind": media.type.kind,
        "url": media_address(media),
        "size": media.size,
        "name": media.name,
        **item_fields(item),
    }


def item_fields(item: PlaylistItem) -> dict[str, Any]:
    """When an entry is shown and how, as every reader is told."""
    return {
        "seconds": item.seconds,
        "sound": item.sound,
        "from_day": item.from_day.isoformat() if item.from_day else None,
        "to_day": item.to_day.isoformat() if item.to_day else None,
        "weekdays": list(item.weekdays) if item.weekdays is not None else None,
        "from_time": time_text(item.from_minute),
        "to_time": time_text(item.to_minute),
    }


def _several(stored: list[Any] | None) -> tuple[Any, ...] | None:
    return None if stored is None else tuple(stored)
