"""What the API says of a mall's look: its colours, a ticket as paper, and the words that may be its own."""

from typing import Literal

from app.domain.colours import Level
from app.web.api.documents import Answered


class ColourVerdict(Answered):
    """What there is to say of one of the two colours, in the asker's language."""

    of: Literal["primary", "accent"]
    level: Level
    sentence: str


class ColourRoles(Answered):
    """Roles of the screens as "#rrggbb", by day, by night and where high contrast is asked for."""

    day: dict[str, str]
    night: dict[str, str]
    more: dict[str, str]


class ColourDocument(Answered):
    """`refused`: a colour cannot do its work, and the screens would keep the one they came with."""

    roles: ColourRoles
    verdicts: list[ColourVerdict]
    refused: bool


class TicketPaper(Answered):
    """A ticket as paper: a PNG in base 64 (a dot a pixel), what it says, its length, the bytes of its job."""

    picture: str
    text: str
    mm: int
    size: int


class ShownSentence(Answered):
    """A sentence of the screens, as the system says it; `blanks` must stay when it is said otherwise."""

    key: str
    id: str
    en: str
    blanks: list[str]


class ShownSection(Answered):
    """One screen, or paper, and its sentences."""

    section: str
    title: str
    sentences: list[ShownSentence]


class ShownWords(Answered):
    sections: list[ShownSection]
