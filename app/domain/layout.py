"""How the hall of a lobby display is divided: drawings in which a part stands where its name is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

NOTHING = "."  # a place of a drawing that stays empty


class Part(StrEnum):
    """What may stand in the hall; the head, the running text and notices have places of their own."""

    LAST = "last"  # the last call, as large as can be
    RECENT = "recent"  # the calls before it
    AGENCIES = "agencies"  # each with the number it called last, and who waits
    WAITING = "waiting"  # how many wait, by agency
    MEDIA = "media"  # pictures and films of the playlist
    ESTIMATE = "estimate"  # how many minutes it takes until one's turn, by agency
    QR = "qr"  # the address of the site's page


class Theme(StrEnum):
    """The colours of a display; none is what the television's browser prefers."""

    LIGHT = "light"
    DARK = "dark"


class ThemeChoice(StrEnum):
    """What the office may choose over the mall's data: a theme, or none where these name one."""

    LIGHT = "light"
    DARK = "dark"
    BROWSER = "browser"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines of as many words each; `columns` and `rows` are their shares of the width and the height."""

    lines: tuple[tuple[str, ...], ...]
    columns: tuple[float, ...]
    rows: tuple[float, ...]

    @property
    def parts(self) -> frozenset[str]:
        return frozenset(word for line in self.lines for word in line) - {NOTHING}


@dataclass(frozen=True, slots=True)
class Layout:
    """A division of the hall, for screens that lie and for those that stand upright."""

    code: str
    landscape: Drawing
    portrait: Drawing
    clock: bool = True
    ticker: bool = True
    name: str | None = None  # of a mall's own


def drawing(*lines: str, columns: tuple[float, ...] = (), rows: tuple[float, ...] = ()) -> Drawing:
    """Words apart by spaces; without shares all are equal."""
    words = tuple(tuple(line.split()) for line in lines)
    return Drawing(words, columns or (1,) * len(words[0]), rows or (1,) * len(words))


# The style sheet knows `calls` by itself: its queues are as high as they need, twelve agencies here.
_BUILT_IN = (
    Layout(
        "calls",
        landscape=drawing("last recent", "waiting recent", rows=(49, 32)),
        portrait=drawing("last", "recent", "waiting", rows=(52, 70, 33)),
    ),
    Layout(
        "agencies",
        landscape=drawing("last agencies", "recent agencies", rows=(44, 37)),
        portrait=drawing("last", "recent", "agencies", rows=(48, 38, 69)),
    ),
    Layout(
        "media",
        landscape=drawing("last recent", "media recent", rows=(37, 44)),
        portrait=drawing("last", "recent", "media", rows=(48, 51, 56)),
    ),
    Layout(
        "film",
        landscape=drawing("media last", "media recent", columns=(60, 40), rows=(30, 51)),
        portrait=drawing("media", "last", "recent", rows=(56, 42, 57)),
        ticker=False,
    ),
    Layout(
        "guide",
        landscape=drawing("last recent recent", "estimate estimate qr", columns=(50, 26, 24), rows=(47, 34)),
        portrait=drawing("last last", "recent recent", "estimate qr", columns=(58, 42), rows=(48, 62, 45)),
    ),
)
BUILT_IN: Mapping[str, Layout] = MappingProxyType({layout.code: layout for layout in _BUILT_IN})
