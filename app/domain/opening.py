"""May a number be issued now? One decision for the kiosk, the console, the phone and the API."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from math import ceil

from app.domain.mall import Break, Counter, Mall, Service, Site, Span, clock_text, minute_of
from app.domain.switching import NO_SWITCH, Setting, Switch

HORIZON_DAYS = 366
ADDRESS_OUTLIVES_DAY = timedelta(hours=2)
COME_BACK_MINUTES = 5  # visitors are told to come back at a full five minutes


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
    COUNTERS_CLOSED = "counters_closed"
    SURGE = "surge"
    QUOTA_FULL = "quota_full"
    CAPACITY_FULL = "capacity_full"


@dataclass(frozen=True, slots=True)
class Load:
    """What is already promised for a service, and who is there to keep it.

    `issued` are today's numbers. For its whole pool: `work_minutes` wait, `desks` share them now or
    could, `staffed` of these are there (0 before any opens), `away_minutes` will pass until each that
    is on a break is back, and each that only helps stays for `help_minutes`. `deserted`: counters were
    open today, and all have closed again; `reopens_at` is when the first of them will be back, where
    somebody said so.
    """

    issued: int = 0
    work_minutes: float = 0.0
    desks: int = 1
    staffed: int = 0
    away_minutes: tuple[float, ...] = ()
    help_minutes: tuple[float, ...] = ()
    deserted: bool = False
    reopens_at: datetime | None = None


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
    mall: Mall, site: Site, service: Service, *, now: datetime, load: Load, switch: Switch = NO_SWITCH
) -> Decision:
    """Asks in a fixed order: archived, paused, forced open, calendar, cut-off, counters, quota, capacity.

    A switch whose time is over switches nothing.
    """
    setting = switch.setting if switch.holds(now) else Setting.NORMAL
    local = now.astimezone(mall.zone_info)
    if service.archived or not site.offers(mall.agency[service.agency]):
        return Decision(Reason.ARCHIVED, service)
    if setting is Setting.PAUSED:
        return _paused(mall, site, service, switch, local)
    if not mall.pool(site, service).counters:
        return Decision(Reason.NO_COUNTER, service)
    if setting is Setting.FORCED:
        return Decision(Reason.FORCED, service)
    return (
        _calendar(mall, site, service, local)
        or _deserted(mall, site, service, local, load)
        or _promises(mall, site, service, local, load, is_rush=setting is Setting.SURGE)
    )


def _paused(mall: Mall, site: Site, service: Service, switch: Switch, local: datetime) -> Decision:
    opens = _from(mall, site, service, switch.until.astimezone(local.tzinfo)) if switch.until else None
    why = switch.reason
    return Decision(Reason.PAUSED, service, opens, until=_today(opens, local), why_id=why, why_en=why)


def _from(mall: Mall, site: Site, service: Service, moment: datetime) -> datetime | None:
    """This moment, or the next one at which the calendar lets a number out."""
    if _calendar(mall, site, service, moment) is None:
        return moment
    return next_opening(mall, site, service, after=moment)


def _today(moment: datetime | None, local: datetime) -> str:
    """The clock time of a moment of this day; "" for any other."""
    return moment.strftime("%H:%M") if moment and moment.date() == local.date() else ""


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


def _deserted(mall: Mall, site: Site, service: Service, local: datetime, load: Load) -> Decision | None:
    """Nobody is left to serve: it opens when a counter is due to be back, else on the next day."""
    if not load.deserted:
        return None
    if load.reopens_at is not None:
        back = _from(mall, site, service, load.reopens_at.astimezone(local.tzinfo))
        return Decision(Reason.COUNTERS_CLOSED, service, back, until=_today(back, local))
    return Decision(Reason.COUNTERS_CLOSED, service, _opens_tomorrow(mall, site, service, local))


def _promises(
    mall: Mall, site: Site, service: Service, local: datetime, load: Load, *, is_rush: bool
) -> Decision:
    """Quota and capacity: no number that the day cannot serve, and in a rush none that waits too long.

    In a rush only those who are there count, or one where nobody is there yet, and the mall's choice
    to give numbers beyond its capacity does not.
    """
    span = mall.hours_of(site, service).on(local.date()) or Span(0, 0)
    closes = clock_text(span.end)
    desks = max(1, load.staffed) if is_rush else load.desks
    refused = None
    if service.quota is not None and load.issued >= service.quota:
        refused = Reason.QUOTA_FULL
    elif (is_rush or mall.rules.capacity_check) and not _round_the_clock(span):
        ahead = minutes_left(mall, span, local)
        left = ahead * desks - sum(min(ahead, away) for away in load.away_minutes)
        left -= sum(max(0, ahead - stays) for stays in load.help_minutes)
        if load.work_minutes + service.minutes > left:
            refused = Reason.CAPACITY_FULL
    if refused is None and is_rush:
        excess = load.work_minutes / desks - mall.rules.wait_norm_minutes
        back = _after_work(mall, local, excess) if excess > 0 else None
        if back is not None and (_round_the_clock(span) or back < _last_moment(mall, span, local)):
            return Decision(Reason.SURGE, service, back, closes, until=back.strftime("%H:%M"))
        refused = Reason.CAPACITY_FULL if back is not None else None
    if refused is None:
        return Decision(Reason.OPEN, service, closes=closes)
    return Decision(refused, service, _opens_tomorrow(mall, site, service, local), closes)


def _opens_tomorrow(mall: Mall, site: Site, service: Service, local: datetime) -> datetime | None:
    tonight = datetime.combine(local.date(), time(23, 59), tzinfo=local.tzinfo)
    return next_opening(mall, site, service, after=tonight)


def _last_moment(mall: Mall, span: Span, local: datetime) -> datetime:
    """From which on no number is given today."""
    midnight = datetime.combine(local.date(), time(), tzinfo=local.tzinfo)
    return midnight + timedelta(minutes=span.end - mall.rules.cutoff_minutes)


def _after_work(mall: Mall, local: datetime, minutes: float) -> datetime:
    """When so many working minutes will have passed, breaks not counted; at a full five minutes."""
    reached = minute_of(local.time())
    end = reached + minutes
    for pause in sorted(pause.span for pause in mall.breaks if local.weekday() in pause.days):
        if pause.start < end and pause.end > reached:
            end += pause.end - max(reached, pause.start)
            reached = pause.end
    midnight = datetime.combine(local.date(), time(), tzinfo=local.tzinfo)
    return midnight + timedelta(minutes=ceil(end / COME_BACK_MINUTES) * COME_BACK_MINUTES)


def doors_open(mall: Mall, site: Site, counter: Counter, *, day: date) -> datetime | None:
    """The moment from which visitors of any of its services may come on that day; None if none may."""
    if day in mall.holiday:
        return None
    spans = (mall.hours_of(site, mall.service[code]).on(day) for code in mall.services_of(site, counter))
    start = min((span.start for span in spans if span is not None), default=None)
    if start is None:
        return None
    return datetime.combine(day, time(), tzinfo=mall.zone_info) + timedelta(minutes=start)


def is_within_hours(mall: Mall, site: Site, service: Service, *, now: datetime) -> bool:
    """Whether the doors of the service are open, breaks of the mall included."""
    local = now.astimezone(mall.zone_info)
    span = mall.hours_of(site, service).on(local.date())
    if span is None or local.date() in mall.holiday:
        return False
    return span.start <= minute_of(local.time()) < span.end


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
