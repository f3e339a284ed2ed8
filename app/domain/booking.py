"""Slots of a coming day: when they are, when they may be booked, and how many may book each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from math import floor

from app.domain.mall import Mall, Service, Site, Span

RELEASED_FROM, RELEASED_TO = 8 * 60, 20 * 60  # local minutes between which a day's slots are given out


class BookingState(StrEnum):
    BOOKED = "booked"
    ARRIVED = "arrived"  # checked in: a number in the queue from now on
    CANCELLED = "cancelled"
    RELEASED = "released"  # nobody came


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """Half an hour, say, of a service day; `released_at` is when it may be booked from. Aware moments."""

    starts_at: datetime
    ends_at: datetime
    released_at: datetime


def slots_on(mall: Mall, site: Site, service: Service, day: date) -> tuple[Slot, ...]:
    """The slots of a day in their order: whole ones within the hours, none in a break or after the cut-off.

    They are given out one after the other on the day that lies `booking_days` before, so that no minute
    brings everybody at once.
    """
    spans = list(_spans(mall, site, service, day))
    midnight = datetime.combine(day, time(), tzinfo=mall.zone_info)
    before = datetime.combine(day - timedelta(days=mall.rules.booking_days), time(), tzinfo=mall.zone_info)
    apart = (RELEASED_TO - RELEASED_FROM) / max(1, len(spans))
    return tuple(
        Slot(
            midnight + timedelta(minutes=span.start),
            midnight + timedelta(minutes=span.end),
            before + timedelta(minutes=RELEASED_FROM + floor(order * apart)),
        )
        for order, span in enumerate(spans)
    )


def _spans(mall: Mall, site: Site, service: Service, day: date) -> Iterator[Span]:
    hours = mall.hours_of(site, service).on(day)
    if hours is None or day in mall.holiday:
        return
    length = mall.rules.booking_slot_minutes
    last = hours.end if hours == Span(0, 1440) else hours.end - mall.rules.cutoff_minutes
    pauses = [pause.span for pause in mall.breaks if day.weekday() in pause.days]
    for start in range(hours.start, last - length + 1, length):
        span = Span(start, start + length)
        if all(span.end <= pause.start or pause.end <= span.start for pause in pauses):
            yield span


def takes_bookings(mall: Mall, site: Site, service: Service) -> bool:
    """Whether the mall, the service and its counters here make slots that may be booked."""
    return mall.rules.bookings and service.online and bool(mall.pool(site, service).counters)


def slot_minutes(mall: Mall, site: Site, service: Service, slot: Slot) -> float:
    """Minutes of service in a slot that may be booked, for everything that the same counters serve.

    The mall's `remote_share` of the time of the planned counters: the rest is kept for the hall.
    """
    desks = len(mall.pool(site, service).counters)
    minutes = (slot.ends_at - slot.starts_at).total_seconds() / 60
    return desks * minutes * mall.rules.remote_share / 100


def has_room(mall: Mall, site: Site, service: Service, slot: Slot, *, booked_minutes: float) -> bool:
    """Whether one more fits beside what is booked; a slot of which any part may be booked takes one."""
    room = slot_minutes(mall, site, service, slot)
    return booked_minutes + service.minutes <= room or (booked_minutes == 0 and room > 0)


def free_places(mall: Mall, site: Site, service: Service, slot: Slot, *, booked_minutes: float) -> int:
    """How many may still book this service."""
    if not has_room(mall, site, service, slot, booked_minutes=booked_minutes):
        return 0
    room = slot_minutes(mall, site, service, slot) - booked_minutes
    return max(1, floor(room / service.minutes))


def kept_until(mall: Mall, slot_end: datetime) -> datetime:
    """Until when a booking waits for its visitor: never beyond its day, whose numbers end with it."""
    last = (slot_end - timedelta.resolution).astimezone(mall.zone_info)
    midnight = datetime.combine(last.date() + timedelta(days=1), time(), tzinfo=mall.zone_info)
    return min(slot_end + timedelta(minutes=mall.rules.remote_grace_minutes), midnight)
