"""What each display shows beside the calls: its playlist goes out, what it could not play comes back."""

import re
from typing import Any

from app.context import Context
from app.domain.mall import Site
from app.media.unplayed import Failure
from app.queries.media import playlist_on

SHA256 = re.compile(r"[0-9a-f]{64}")


def playlist_for(context: Context, site: Site, display: str | None) -> list[dict[str, Any]]:
    """For one display; None is a screen that is none of the mall's."""
    with context.database.read() as connection:
        return playlist_on(connection, site=site.code, display=display or "")


def playlists(context: Context, site: Site) -> dict[str, list[dict[str, Any]]]:
    """By the code of the display; "" is a screen that is none of the mall's."""
    with context.database.read() as connection:
        codes = ("", *site.display)
        return {code: playlist_on(connection, site=site.code, display=code) for code in codes}


def note_unplayed(context: Context, *, screen: str, told: object) -> bool:
    """Keeps what a display ("BWI/TV1") told of a file it passed over; whether that is news."""
    if not isinstance(told, str) or not SHA256.fullmatch(told):
        return False
    site, _, display = screen.partition("/")
    return context.unplayed.note(Failure(site, display, told, context.clock()))
