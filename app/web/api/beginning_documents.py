"""The shapes of the guided first set-up: what an office answers, and what would come of it."""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.media.logos import LARGEST_LOGO
from app.web.api.documents import Answered, Asked, Code
from app.web.api.mall_documents import MistakeDocument

LONGEST_LOGO = 4 * (LARGEST_LOGO // 3 + 1)  # in base 64
Line = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")]
Span = Annotated[str, Field(max_length=20, pattern=r"^[^\x00]*$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class AgencyAnswer(Asked):
    """An agency of the new mall; `services` are lines of a name and, behind a semicolon, its minutes.

    One that the catalogue or the spreadsheet knows needs its code alone. `zone` counts from 0.
    """

    code: Line
    name: Line = ""
    short_name: Line = ""
    services: list[Line] = Field([], max_length=200)
    counters: Annotated[int, Field(ge=0, le=99)] = 1
    zone: Annotated[int, Field(ge=0, le=20)] = 0


class SetupAnswers(Asked):
    """`known` are agencies read from a spreadsheet, with `beginning` "sheet"; what is empty is left out.

    `logo` is a PNG or an SVG of at most 512 kB in base 64.
    """

    beginning: Literal["catalogue", "empty", "sheet"]
    known: list[dict[str, Any]] = Field([], max_length=500)
    name: Line = ""
    site_name: Line = ""
    site: Annotated[str, Field(max_length=32, pattern=r"^[^\x00]*$")] = ""
    address: Line = ""
    timezone: Line = "Asia/Jakarta"
    languages: list[Literal["id", "en"]] = Field(["id", "en"], max_length=2)
    footer: Line = ""
    primary: Annotated[str, Field(max_length=20)] = ""
    accent: Annotated[str, Field(max_length=20)] = ""
    logo: Annotated[str, Field(max_length=LONGEST_LOGO)] = ""
    hours: dict[Weekday, Span] = Field({})
    prayer: bool = True
    holidays: bool = True
    zones: list[Line] = Field([], max_length=20)
    agencies: list[AgencyAnswer] = Field([], max_length=500)
    kiosk: Line = ""
    printer: Line = ""
    profile: Code = "epson-80"
    displays: bool = True


class CatalogueAgency(Answered):
    code: str
    name: str
    short_name: str
    services: int


class SetupDocument(Answered):
    """Whether the mall may still be begun anew, and what there is to begin with.

    `fresh`: the mall in force is the one that the system came with. `untouched`: no number was given yet.
    """

    open: bool
    fresh: bool
    untouched: bool
    mall: str
    languages: list[str]
    catalogue: list[CatalogueAgency]


class SheetDocument(Answered):
    """The agencies of a spreadsheet with their services, and how many of its counters serve each."""

    agencies: list[dict[str, Any]]
    counters: dict[str, int]
    mistakes: list[MistakeDocument]


class SetupPreview(Answered):
    """`document` is the mall that would be saved; null while there is a mistake.

    `advice` is what may be thought over before that, in sentences.
    """

    mistakes: list[MistakeDocument]
    document: dict[str, Any] | None
    advice: list[str]


class SetupSaved(Answered):
    """The revision that was saved, and the site's code for the addresses of its screens."""

    revision: int
    site: str
