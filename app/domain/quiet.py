"""The best time to come: how many numbers were taken in each half-hour of earlier days like this one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.mall import Span

HALF_HOUR = 30  # minutes
DAYS_LOOKED_AT = 4
FEWEST_DAYS = 3  # what fewer days say may be chance
WINDOW = 2  # half-hours that are recommended


@dataclass(frozen=True, slots=True)
class HalfHour:
    """`start` in minutes since midnight; `numbers` a day, on average."""

    start: int
    numbers: float


def days_like(day: date, *, today: date) -> tuple[date, ...]:
    """The same weekday of the last four weeks before `day` that are over."""
    earlier = (day - timedelta(weeks=week) for week in range(1, DAYS_LOOKED_AT + 2))
    return tuple(day for day in earlier if day < today)[:DAYS_LOOKED_AT]


def half_hours(
    days: Mapping[date, Collection[int]], span: Span, breaks: Sequence[Span] = ()
) -> tuple[HalfHour, ...]:
    """Numbers by half-hour of the open hours, those of a break left out.

    `days` are the minutes of the day at which numbers were taken. Nothing where fewer than three days
    are known: a day without a number was none.
    """
    known = [minutes for minutes in days.values() if minutes]
    if len(known) < FEWEST_DAYS:
        return ()
    first = span.start - span.start % HALF_HOUR
    return tuple(
        HalfHour(start, _taken(known, start) / len(known))
        for start in range(first, span.end, HALF_HOUR)
        if not any(pause.start <= start and start + HALF_HOUR <= pause.end for pause in breaks)
    )


def quietest(hours: Sequence[HalfHour]) -> Span | None:
    """The hour in which the fewest numbers are taken, the earliest of several; None where all are alike."""
    windows = [
        hours[at : at + WINDOW]
        for at in range(len(hours) - WINDOW + 1)
        if hours[at + WINDOW - 1].start - hours[at].start == (WINDOW - 1) * HALF_HOUR
    ]
    sums = [sum(half.numbers for half in window) for window in windows]
    if not sums or min(sums) == max(sums):
        return None
    best = windows[sums.index(min(sums))]
    return Span(best[0].start, best[-1].start + HALF_HOUR)


def _taken(days: Sequence[Collection[int]], start: int) -> int:
    return sum(start <= minute < start + HALF_HOUR for minutes in days for minute in minutes)
