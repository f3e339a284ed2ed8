"""When nobody comes into a hall, so that its displays may be dark."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from app.domain.mall import Mall, Site, Span

BEFORE = timedelta(minutes=30)  # people gather at the doors
AFTER = timedelta(minutes=30)  # the last visitors are served
KNOWN_DAYS = 21  # longer than any holiday: a display without its server knows as much ahead

Stretch = tuple[datetime, datetime]


def dark_times(mall: Mall, site: Site, *, now: datetime) -> tuple[Stretch, ...]:
    """Stretches of yesterday and the days ahead in which no service is open, nor soon will be or just was.

    What lies behind the last day is unknown, and no display is dark then.
    """
    today = now.astimezone(mall.zone_info).date()
    days = [today + timedelta(days=ahead) for ahead in range(-1, KNOWN_DAYS)]
    reached, end = _midnight(mall, days[0]), _midnight(mall, days[-1])
    dark = []
    for lit_from, lit_to in _lit(mall, site, days):
        if reached < lit_from:
            dark.append((reached, min(lit_from, end)))
        reached = max(reached, lit_to)
    if reached < end:
        dark.append((reached, end))
    return tuple(dark)


def _lit(mall: Mall, site: Site, days: list[date]) -> Iterator[Stretch]:
    for day in days:
        span = _doors(mall, site, day)
        if span is not None:
            midnight = _midnight(mall, day)
            opens = midnight + timedelta(minutes=span.start) - BEFORE
            yield opens, midnight + timedelta(minutes=span.end) + AFTER


def _doors(mall: Mall, site: Site, day: date) -> Span | None:
    """From the first service that opens to the last that closes; None where all are closed that day."""
    if day in mall.holiday:
        return None
    services = [service for agency in mall.agencies_at(site) for service in agency.services]
    all_hours = {mall.hours_of(site, service) for service in services if not service.archived}
    spans = [span for hours in all_hours if (span := hours.on(day)) is not None]
    return Span(min(span.start for span in spans), max(span.end for span in spans)) if spans else None


def _midnight(mall: Mall, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=mall.zone_info)
