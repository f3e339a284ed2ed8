"""What the tables of a mall's TOML files are made of: codes, lines of text, hours, dates, time zones.

What is refused is a ValueError that holds the code of a complaint, see mall_complaints.py.
"""

import re
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, PlainValidator

from app.domain.mall import Hours, Span
from app.domain.ordering import Ratio

CODE = r"^[A-Za-z0-9][A-Za-z0-9-]*$"
PREFIX = r"^[A-Za-z0-9]+$"
LINE = r"^[^\p{Cc}\u2028\u2029]*[^\p{Cc}\p{Z}][^\p{Cc}\u2028\u2029]*$"  # something to read, on one line

STORED_PICTURE = r"^[!-~]{2}$"
COLOUR = r"^#[0-9A-Fa-f]{6}$"

# What is wrong with a text that does not match, as the code of a complaint.
PATTERNS = MappingProxyType({
    CODE: "bad_code", PREFIX: "bad_prefix", STORED_PICTURE: "bad_picture", COLOUR: "bad_colour",
    LINE: "empty_line",
})  # fmt: skip

Code = Annotated[str, Field(pattern=CODE, max_length=32)]
Prefix = Annotated[str, Field(pattern=PREFIX, max_length=8)]
Line = Annotated[str, Field(pattern=LINE)]
Sentence = Annotated[str, Field(pattern=LINE, max_length=300)]
Colour = Annotated[str, Field(pattern=COLOUR)]
StoredPicture = Annotated[str, Field(pattern=STORED_PICTURE)]
Weekdays = Annotated[list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]], Field(min_length=1)]
Languages = list[Literal["id", "en"]]

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)
_RATIO = re.compile(r"[1-9]:[1-9]")


def minute(value: object) -> int:
    """Minutes since midnight of a time such as "11:30"; "24:00" is the end of the day."""
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise ValueError("bad_time")
    return int(value[:2]) * 60 + int(value[3:])


def local_time(value: object) -> time | None:
    """A time of the day such as "18:30"; "" is never."""
    if value == "":
        return None
    if not isinstance(value, str) or not _CLOCK.fullmatch(value) or value == "24:00":
        raise ValueError("bad_time_or_never")
    return time.fromisoformat(value)


def day_hours(value: object) -> Span | None:
    """The hours of one day, "08:00-15:00"; "" is closed."""
    if value == "":
        return None
    ends = value.split("-") if isinstance(value, str) else []
    if len(ends) != 2 or not all(_CLOCK.fullmatch(end) for end in ends):
        raise ValueError("bad_hours")
    start, end = map(minute, ends)
    if start >= end:
        raise ValueError("backward_hours")
    return Span(start, end)


def local_date(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError("bad_date") from None


def known_timezone(value: object) -> object:
    """The name itself; anything but text is left for the type check that follows."""
    if not isinstance(value, str):
        return value
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("bad_timezone") from None
    return value


def ratio(value: object) -> Ratio:
    """ "1:2" is one priority visitor for two others."""
    if not isinstance(value, str) or not _RATIO.fullmatch(value):
        raise ValueError("bad_ratio")
    priority, ordinary = value.split(":")
    return Ratio(int(priority), int(ordinary))


def all_or_list(value: object) -> object:
    """None for "all"; anything but a list is refused."""
    if value == "all":
        return None
    if not isinstance(value, list):
        raise ValueError("all_or_codes")
    return value


Day = Annotated[Span | None, PlainValidator(day_hours)]
Minute = Annotated[int, PlainValidator(minute)]
LocalTime = Annotated[time | None, PlainValidator(local_time)]


class Table(BaseModel):
    """Unknown keys are refused, and 1 is not "1"."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class HoursTable(Table):
    """A day that is left out is closed."""

    mon: Day = None
    tue: Day = None
    wed: Day = None
    thu: Day = None
    fri: Day = None
    sat: Day = None
    sun: Day = None

    def value(self) -> Hours:
        return Hours(days=(self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun))
