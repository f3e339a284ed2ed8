"""When a mall is open: spans of a day, the hours of a week, breaks, quiet times and holidays."""

from dataclasses import dataclass
from datetime import date, time

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_DAY = frozenset(range(7))  # Monday is 0


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages of the system."""

    id: str
    en: str

    def in_(self, language: str) -> str:
        return self.en if language == "en" else self.id


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a day in minutes since local midnight; `end` is exclusive, at most 1440."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{clock_text(self.start)}-{clock_text(self.end)}"


def clock_text(minute: int) -> str:
    """07:30 for 450; 24:00 for the end of a day."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def minute_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours, one span a weekday (index 0 is Monday); None is closed."""

    days: tuple[Span | None, ...]

    def on(self, day: date) -> Span | None:
        return self.days[day.weekday()]


ALWAYS = Hours(days=(Span(0, 1440),) * 7)


@dataclass(frozen=True, slots=True)
class Break:
    """A pause of the whole mall that comes back on the same weekdays (e.g. Friday prayer)."""

    days: frozenset[int]
    span: Span
    reason: Text


@dataclass(frozen=True, slots=True)
class Quiet:
    """When nothing sounds in the hall, on these weekdays: a prayer, a ceremony."""

    span: Span
    days: frozenset[int] = EVERY_DAY


@dataclass(frozen=True, slots=True)
class Holiday:
    day: date
    name: str
