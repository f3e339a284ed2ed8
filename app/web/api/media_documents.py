"""What the API says and hears of pictures, films and playlists."""

from datetime import date
from typing import Annotated, TypeVar

from pydantic import Field

from app.domain.media import MOST_ITEMS, MOST_SECONDS, PlaylistItem, PlaylistWrong
from app.web.api.documents import Answered, Asked

T = TypeVar("T")

TIME = r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$"


class FailureDocument(Answered):
    """A display that could not play it, and when it said so last."""

    display: str
    at: str


class MediaDocument(Answered):
    """`kind` is image or video, `size` in bytes, `seconds` the length of a film that says it.

    `listed`: it stands in the playlist and cannot be thrown away; `failed` are displays that passed over it.
    """

    id: int
    sha256: str
    kind: str
    type: str
    name: str
    size: int
    width: int | None
    height: int | None
    seconds: float | None
    url: str
    added_at: str
    by: str
    listed: bool
    failed: list[FailureDocument]


class MediaList(Answered):
    """`free` and `most` are bytes: what the server can still keep, and the largest file."""

    now: str
    timezone: str
    free: int
    most: int
    media: list[MediaDocument]


class PlaylistEntry(Answered):
    """Null is every display, every day, the usual time; `to_day` is included, `to_time` is not."""

    media: int
    displays: list[str] | None
    seconds: int | None
    sound: bool
    from_day: str | None
    to_day: str | None
    weekdays: list[int] | None
    from_time: str | None
    to_time: str | None


class PlaylistDisplay(Answered):
    code: str
    name: str


class PlaylistDocument(Answered):
    """`version` is sent back by whoever saves the list."""

    version: str
    displays: list[PlaylistDisplay]
    items: list[PlaylistEntry]


class EntryWish(Asked):
    """As PlaylistEntry; what is left out is as usual."""

    media: int = Field(ge=1, lt=2**63)
    displays: list[Annotated[str, Field(max_length=40)]] | None = Field(None, max_length=200)
    seconds: int | None = Field(None, ge=1, le=MOST_SECONDS)
    sound: bool = False
    from_day: date | None = None
    to_day: date | None = None
    weekdays: list[int] | None = Field(None, max_length=7)
    from_time: str | None = Field(None, pattern=TIME)
    to_time: str | None = Field(None, pattern=TIME)

    def item(self) -> PlaylistItem:
        """Raises PlaylistWrong where a day of the week or a display is named twice."""
        return PlaylistItem(
            media=self.media,
            displays=_once(self.displays),
            seconds=self.seconds,
            sound=self.sound,
            from_day=self.from_day,
            to_day=self.to_day,
            weekdays=_once(self.weekdays),
            from_minute=_minute(self.from_time),
            to_minute=_minute(self.to_time),
        )


class PlaylistWish(Asked):
    version: str = Field(max_length=40)
    items: list[EntryWish] = Field(max_length=MOST_ITEMS)


def _minute(text: str | None) -> int | None:
    return int(text[:2]) * 60 + int(text[3:]) if text else None


def _once(several: list[T] | None) -> tuple[T, ...] | None:
    if several is not None and len(set(several)) != len(several):
        raise PlaylistWrong
    return None if several is None else tuple(several)
