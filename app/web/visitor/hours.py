"""Opening hours as people read them: days that are alike in one line."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.mall import Break, Hours, Span

DAYS = 7


@dataclass(frozen=True, slots=True)
class Line:
    """From weekday `first` to `last` (0 is Monday); `span` None is closed. `pauses` interrupt it."""

    first: int
    last: int
    span: Span | None
    pauses: tuple[Break, ...]


def week(hours: Hours, breaks: Sequence[Break]) -> list[Line]:
    """The week from Monday on."""
    lines: list[Line] = []
    for day in range(DAYS):
        span = hours.days[day]
        pauses = pauses_of(day, span, breaks)
        if lines and (lines[-1].span, lines[-1].pauses) == (span, pauses):
            lines[-1] = Line(lines[-1].first, day, span, pauses)
        else:
            lines.append(Line(day, day, span, pauses))
    return lines


def pauses_of(weekday: int, span: Span | None, breaks: Sequence[Break]) -> tuple[Break, ...]:
    """The breaks that fall into the hours of that weekday."""
    if span is None:
        return ()
    return tuple(
        pause
        for pause in breaks
        if weekday in pause.days and pause.span.start < span.end and pause.span.end > span.start
    )
