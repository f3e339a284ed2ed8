"""May a number be issued now? One decision for the kiosk, the console, the phone and the API."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from app.domain.mall import Break, Mall, Service, Site, Span, clock_text, minute_of

HORIZON_DAYS = 366
ADDRESS_OUTLIVES_DAY = timedelta(hours=2)


class Reason(StrEnum):
    OPEN = "open"
    FORCED = "forced_open"
    ARCHIVED = "archived"
    PAUSED = "paused"
    NO_COUNTER = "no_counter"
    HOLIDAY = "holiday"
    CLOSED_DAY = "closed_day"
    NOT_OPEN_YET = "not_open_yet"
    CLOSED_NOW = "closed_now"
    BREAK = "break"
    CUTOFF = "cutoff"
    QUOTA_FULL = "quota_full"
    CAPACITY_FULL = "capacity_full"


@dataclass(frozen=True, slots=True)
class Load:
    """What is already promised for a service: numbers issued today, and for its whole pool the
    minutes of work waiting and the counters that share it.
    """

    issued: int = 0
    work_minutes: float = 0.0
    desks: int = 1


@dataclass(frozen=True, slots=True)
class Switch:
    """A supervisor's hand on a service: paused, or open against the calendar."""

    paused: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a number may be issued, the reason as a code, and when it opens next (site time).

    `closes` and `until` are the end of today's hours and of the current break as "15:00".
    """

    reason: Reason
    service: Service
    next_opening: datetime | None = None
    closes: str = ""
    until: str = ""
    why_id: str = ""
    why_en: str = ""

    @property
    def open(self) -> bool:
        return self.reason in (Reason.OPEN, Reason.FORCED)


def decide(
    mall: Mall, site: Site, service: Service, *, now: datetime, load: Load, switch: Switch | None = None
) -> Decision:
    """Asks in a fixed order: archived, paused, forced open, calendar, cut-off, quota, capacity."""
    if service.archived or not site.offers(mall.agency[service.agency]):
        return Decision(Reason.ARCHIVED, service)
    if switch is not None and switch.paused:
        return Decision(Reason.PAUSED, service, why_id=switch.reason, why_en=switch.reason)
    if not mall.pool(site, service).counters:
        return Decision(Reason.NO_COUNTER, service)
    if switch is not None:
        return Decision(Reason.FORCED, service)
    local = now.astimezone(mall.zone_info)
    return _calendar(mall, site, service, local) or _promises(mall, site, service, local, load)


def _calendar(mall: Mall, site: Site, service: Service, local: datetime) -> Decision | None:
    """The decision that the calendar alone makes, or None while the doors are open."""

    def closed(reason: Reason, *, until: str = "", why_id: str = "", why_en: str = "") -> Decision:
        opens = next_opening(mall, site, service, after=local)
        closes = clock_text(span.end) if span else ""
        return Decision(reason, service, opens, closes, until, why_id, why_en)

    span = mall.hours_of(site, service).on(local.date())
    minute = minute_of(local.time())
    holiday = mall.holiday.get(local.date())
    if holiday is not None:
        return closed(Reason.HOLIDAY, why_id=holiday.name, why_en=holiday.name)
    if span is None:
        return closed(Reason.CLOSED_DAY)
    if not span.start <= minute < span.end:
        return closed(Reason.NOT_OPEN_YET if minute < span.start else Reason.CLOSED_NOW)
    pause = _break_at(mall, local.date(), minute)
    if pause is not None:
        return closed(
            Reason.BREAK, until=clock_text(pause.span.end), why_id=pause.reason.id, why_en=pause.reason.en
        )
    if not _round_the_clock(span) and minute >= span.end - mall.rules.cutoff_minutes:
        return closed(Reason.CUTOFF)
    return None


def _promises(mall: Mall, site: Site, service: Service, local: datetime, load: Load) -> Decision:
    """Quota and capacity: no number that the day cannot serve."""
    span = mall.hours_of(site, service).on(local.date()) or Span(0, 0)
    closes = clock_text(span.end)
    tomorrow = datetime.combine(local.date(), time(23, 59), tzinfo=local.tzinfo)
    refused = None
    if service.quota is not None and load.issued >= service.quota:
        refused = Reason.QUOTA_FULL
    elif mall.rules.capacity_check and not _round_the_clock(span):
        left = minutes_left(mall, span, local) * load.desks
        if load.work_minutes + service.minutes > left:
            refused = Reason.CAPACITY_FULL
    if refused is None:
        return Decision(Reason.OPEN, service, closes=closes)
    return Decision(refused, service, next_opening(mall, site, service, after=tomorrow), closes)


def minutes_left(mall: Mall, span: Span, local: datetime) -> int:
    """Working minutes from now to closing time, today's remaining breaks taken off."""
    reached = minute_of(local.time())
    left = span.end - reached
    for pause in sorted(pause.span for pause in mall.breaks if local.weekday() in pause.days):
        left -= max(0, min(span.end, pause.end) - max(reached, pause.start))
        reached = max(reached, pause.end)
    return max(0, left)


def next_opening(mall: Mall, site: Site, service: Service, *, after: datetime) -> datetime | None:
    """The first later moment at which the calendar lets a number out; None within a year."""
    hours = mall.hours_of(site, service)
    for ahead in range(HORIZON_DAYS):
        day = after.date() + timedelta(days=ahead)
        span = hours.on(day)
        if span is None or day in mall.holiday:
            continue
        earliest = max(span.start, minute_of(after.time()) + 1) if ahead == 0 else span.start
        opens = _skip_breaks(mall, day, earliest)
        last = span.end if _round_the_clock(span) else span.end - mall.rules.cutoff_minutes
        if opens < last:
            midnight = datetime.combine(day, time(), tzinfo=after.tzinfo)
            return midnight + timedelta(minutes=opens)
    return None


def service_day(mall: Mall, now: datetime) -> date:
    """The local date of the mall: the day on which series start again at 1."""
    return now.astimezone(mall.zone_info).date()


def day_start(mall: Mall, day: date) -> datetime:
    """The moment (UTC) at which a service day begins in the mall's zone."""
    return datetime.combine(day, time(), tzinfo=mall.zone_info).astimezone(UTC)


def address_dies(mall: Mall, day: date) -> datetime:
    """When the secret addresses of a day's tickets stop working (UTC)."""
    return day_start(mall, day + timedelta(days=1)) + ADDRESS_OUTLIVES_DAY


def _break_at(mall: Mall, day: date, minute: int) -> Break | None:
    for pause in mall.breaks:
        if day.weekday() in pause.days and pause.span.start <= minute < pause.span.end:
            return pause
    return None


def _skip_breaks(mall: Mall, day: date, minute: int) -> int:
    while (pause := _break_at(mall, day, minute)) is not None:
        minute = pause.span.end
    return minute


def _round_the_clock(span: Span) -> bool:
    return span.start == 0 and span.end == 1440
