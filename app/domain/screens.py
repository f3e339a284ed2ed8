"""What a screen says of itself: its version, its picture, and whether its voice is heard."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.pairing import plain_name

LONGEST_VERSION = 16
MOST_PIXELS = 32_000  # of one side
MOST_ROWS = 100


class Sound(StrEnum):
    """Whether a screen is heard in its hall."""

    OK = "ok"
    BLOCKED = "blocked"  # its browser plays nothing until somebody touches the screen
    SILENT = "silent"  # its volume is nothing, or these are quiet hours
    OFF = "off"  # it is not the loudspeaker of its zone


@dataclass(frozen=True, slots=True)
class ScreenReport:
    """`version` is that of its page, `width` and `height` are in CSS pixels, `rows` those of calls."""

    version: str
    sound: Sound
    width: int | None
    height: int | None
    engine: str
    rows: int | None


def read_report(told: object) -> ScreenReport | None:
    """What was told, cut to what can be kept; None where it does not even say how the sound is."""
    if not isinstance(told, Mapping) or told.get("sound") not in tuple(Sound):
        return None
    return ScreenReport(
        version=_line(told.get("version"))[:LONGEST_VERSION],
        sound=Sound(told["sound"]),
        width=_count(told.get("width"), most=MOST_PIXELS),
        height=_count(told.get("height"), most=MOST_PIXELS),
        engine=_line(told.get("engine")),
        rows=_count(told.get("rows"), most=MOST_ROWS),
    )


def read_page(told: object) -> ScreenReport | None:
    """As read_report, of a page that has no voice; None where it does not say its version."""
    if not isinstance(told, Mapping) or not isinstance(told.get("version"), str):
        return None
    return read_report({**told, "sound": Sound.OFF.value})


def _line(text: object) -> str:
    """A stranger's word, as it may be shown."""
    return plain_name(text) if isinstance(text, str) else ""


def _count(number: object, *, most: int) -> int | None:
    """A whole number from 1 to `most`; a truth value is none."""
    return number if type(number) is int and 0 < number <= most else None
