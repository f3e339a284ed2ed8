"""How a station - a kiosk, display, print agent or printer - is, and whether it needs somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from app.domain.alarms import AGENT_LOST_SECONDS, lasted
from app.domain.printing import WORKING, PrinterState
from app.domain.screens import Sound

# A device's last word is noted once a minute: less than three of them may be chance.
LOST_SECONDS = 180.0


class StationKind(StrEnum):
    """What stands there."""

    KIOSK = "kiosk"
    DISPLAY = "display"
    AGENT = "agent"
    PRINTER = "printer"


class Mood(StrEnum):
    """How urgent it is; a calm one is neither well nor wrong."""

    GOOD = "good"
    CALM = "calm"
    WARNING = "warning"
    DANGER = "danger"


class Condition(StrEnum):
    """What is so at a station: of several things the one that needs somebody most."""

    WELL = "well"
    OFF = "off"  # silent while nobody works here
    UNPAIRED = "unpaired"  # no device has this place yet
    UNSEEN = "unseen"  # paired, or in the mall's data, and never heard of
    LOST = "lost"  # silent although the site is at work
    SOUND_BLOCKED = "sound_blocked"  # its browser plays nothing
    OLD_PAGE = "old_page"  # shows a page older than the server's
    NO_PAPER = "no_paper"  # a kiosk whose printer stands still
    NEAR_END = "near_end"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    ERROR = "error"
    UNREACHABLE = "unreachable"
    MUTE = "mute"
    AGENT_LOST = "agent_lost"  # nobody speaks for the printer any more


MOODS: Mapping[Condition, Mood] = MappingProxyType(
    {
        Condition.WELL: Mood.GOOD,
        Condition.OFF: Mood.CALM,
        **dict.fromkeys(
            (
                Condition.UNPAIRED,
                Condition.UNSEEN,
                Condition.OLD_PAGE,
                Condition.NO_PAPER,
                Condition.NEAR_END,
            ),
            Mood.WARNING,
        ),
        **dict.fromkeys(
            (
                Condition.LOST,
                Condition.SOUND_BLOCKED,
                Condition.PAPER_OUT,
                Condition.COVER_OPEN,
                Condition.OFFLINE,
                Condition.ERROR,
                Condition.UNREACHABLE,
                Condition.MUTE,
                Condition.AGENT_LOST,
            ),
            Mood.DANGER,
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of the device at a place: whether one is paired, and when it was last heard.

    `current` and `sound` are what its screen said last, None where it said nothing.
    """

    paired: bool = False
    seen_at: datetime | None = None
    current: bool | None = None
    sound: Sound | None = None


def condition_of_device(
    heard: Heard, *, now: datetime, at_work: bool, paper: PrinterState | None = None
) -> Condition:
    """Of a kiosk, display or agent; `at_work`: a counter of the site is staffed.

    `paper` is the state of a kiosk's printer, None where it has none or nothing is known.
    """
    if not heard.paired:
        return Condition.UNPAIRED
    if heard.seen_at is None:
        return Condition.UNSEEN
    if lasted(heard.seen_at, now) >= LOST_SECONDS:
        return Condition.LOST if at_work else Condition.OFF
    if heard.sound is Sound.BLOCKED:
        return Condition.SOUND_BLOCKED
    if paper is not None and paper not in WORKING:
        return Condition.NO_PAPER
    return Condition.OLD_PAGE if heard.current is False else Condition.WELL


def condition_of_printer(
    state: PrinterState | None, seen_at: datetime | None, *, now: datetime, at_work: bool
) -> Condition:
    """Of a printer, by what its agent says of it and when it last said so."""
    if state is None or seen_at is None:
        return Condition.UNSEEN
    if lasted(seen_at, now) >= AGENT_LOST_SECONDS:
        return Condition.AGENT_LOST if at_work else Condition.OFF
    return Condition.WELL if state is PrinterState.READY else Condition(state.value)
