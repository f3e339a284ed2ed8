"""Pictures and films that displays show, and the list that says when: rules alone."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.errors import BadRequest, Conflict, NotFound

LARGEST_FILE = 300 * 1024 * 1024  # bytes
LARGEST_SIDE = 8192  # pixels; televisions draw no larger picture
LONGEST_NAME = 120
MOST_ITEMS = 200  # of a playlist
MOST_SECONDS = 3600
MINUTES_A_DAY = 24 * 60
WEEK = frozenset(range(1, 8))  # ISO: 1 is Monday
FILE_NAME = re.compile(r"[0-9a-f]{64}\.(png|jpeg|webp|gif|mp4|webm)")


class MediaType(StrEnum):
    """What a file is by its bytes; the value is its ending, too."""

    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    GIF = "gif"
    MP4 = "mp4"
    WEBM = "webm"

    @property
    def is_film(self) -> bool:
        return self in (MediaType.MP4, MediaType.WEBM)

    @property
    def kind(self) -> str:
        return "video" if self.is_film else "image"

    @property
    def mime(self) -> str:
        return f"{self.kind}/{self.value}"


class MediaUnknown(BadRequest):
    """The bytes are of none of the types that every display can show."""

    code = "media_unknown"


class MediaBroken(BadRequest):
    """The file ends too early, or says impossible things of itself."""

    code = "media_broken"


class MediaCodec(BadRequest):
    """The film is packed in a way that televisions do not unpack."""

    code = "media_codec"


class MediaPixels(BadRequest):
    """The picture has more pixels than a television can draw."""

    code = "media_pixels"


class MediaLarge(BadRequest):
    """The file is larger than LARGEST_FILE."""

    code = "media_large"
    status = 413


class MediaMissing(BadRequest):
    """An upload without a file."""

    code = "media_missing"


class NoSpace(Conflict):
    """The server's disk is full; nothing was kept."""

    code = "no_space"
    status = 507


class UnknownMedia(NotFound):
    """The site has no such picture or film."""

    code = "unknown_media"


class MediaInUse(Conflict):
    """What stands in the playlist cannot be thrown away."""

    code = "media_in_use"


class PlaylistChanged(Conflict):
    """Somebody else has saved the playlist since it was read."""

    code = "playlist_changed"


class PlaylistWrong(BadRequest):
    """An entry contradicts itself, or names a display that there is not."""

    code = "playlist_wrong"


@dataclass(frozen=True, slots=True)
class Found:
    """What a file says of itself: `width` and `height` in pixels, `seconds` of a film that tells."""

    type: MediaType
    width: int
    height: int
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class PlaylistItem:
    """One entry: what, where and when. None is "every display", "every day", "the usual time".

    `to_day` is included, `to_minute` (since local midnight) is not; `seconds` is how long a picture
    stays and how much of a film is shown at most.
    """

    media: int
    displays: tuple[str, ...] | None = None
    seconds: int | None = None
    sound: bool = False
    from_day: date | None = None
    to_day: date | None = None
    weekdays: tuple[int, ...] | None = None
    from_minute: int | None = None
    to_minute: int | None = None


def is_sound_item(item: PlaylistItem, *, displays: Collection[str]) -> bool:
    """Whether an entry can ever be shown; `displays` are the codes of the site."""
    first, last = item.from_minute or 0, MINUTES_A_DAY if item.to_minute is None else item.to_minute
    days = item.from_day is None or item.to_day is None or item.from_day <= item.to_day
    places = item.displays is None or (bool(item.displays) and set(item.displays) <= set(displays))
    week = item.weekdays is None or (bool(item.weekdays) and set(item.weekdays) <= WEEK)
    stays = item.seconds is None or 0 < item.seconds <= MOST_SECONDS
    return days and places and week and stays and 0 <= first < last <= MINUTES_A_DAY


def plain_media_name(text: str) -> str:
    """A file's name as it may be shown: no path, nothing invisible, not too long."""
    last = re.split(r"[/\\]", text)[-1]
    shown = "".join(each for each in last if unicodedata.category(each)[0] != "C")
    return " ".join(shown.split())[:LONGEST_NAME]
