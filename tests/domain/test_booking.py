"""The slots of a day: where they lie, from when they may be booked, and how many fit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.booking import RELEASED_FROM, RELEASED_TO, free_places, has_room, slot_minutes, slots_on
from app.domain.mall import Mall, clock_text, minute_of
from tests.factories import a_mall

MONDAY, FRIDAY, SATURDAY, SUNDAY = (date(2026, 11, day) for day in (23, 27, 28, 29))
INDEPENDENCE = date(2026, 8, 17)


@pytest.fixture
def mall() -> Mall:
    known = a_mall()
    return replace(known, rules=replace(known.rules, bookings=True))


def times(mall: Mall, day: date, service: str = "ktp") -> list[str]:
    slots = slots_on(mall, mall.sites[0], mall.service[service], day)
    return [clock_text(minute_of(slot.starts_at.time())) for slot in slots]


def test_a_day_has_a_slot_each_half_hour_until_the_cut_off(mall: Mall) -> None:
    found = times(mall, MONDAY)

    assert (found[0], found[-1], len(found)) == ("08:00", "14:00", 13)


def test_no_slot_lies_in_a_break_or_on_a_day_without_hours(mall: Mall) -> None:
    friday = times(mall, FRIDAY)

    assert not {"11:30", "12:00", "12:30"} & set(friday)
    assert {"11:00", "13:00"} <= set(friday)
    assert times(mall, SATURDAY)[-1] == "11:00"
    assert times(mall, SUNDAY) == times(mall, INDEPENDENCE) == []


def test_the_slots_of_a_day_are_given_out_one_after_the_other(mall: Mall) -> None:
    slots = slots_on(mall, mall.sites[0], mall.service["ktp"], MONDAY)
    released = [slot.released_at for slot in slots]

    assert released == sorted(set(released))
    assert {moment.date() for moment in released} == {MONDAY - timedelta(days=mall.rules.booking_days)}
    minutes = [minute_of(moment.time()) for moment in released]
    assert minutes[0] == RELEASED_FROM
    assert minutes[-1] < RELEASED_TO


def test_a_slot_holds_the_malls_share_of_what_its_counters_can_do(mall: Mall) -> None:
    site, service = mall.sites[0], mall.service["ktp"]
    slot = slots_on(mall, site, service, MONDAY)[0]

    assert slot_minutes(mall, site, service, slot) == 30  # half of two counters for half an hour
    free = [free_places(mall, site, service, slot, booked_minutes=taken) for taken in (0, 10, 20, 25, 30)]
    assert free == [3, 2, 1, 0, 0]


def test_a_service_longer_than_its_share_of_a_slot_can_be_booked_once(mall: Mall) -> None:
    site = mall.sites[0]
    long = replace(mall.service["ktp"], minutes=90)
    slot = slots_on(mall, site, long, MONDAY)[0]

    assert has_room(mall, site, long, slot, booked_minutes=0)
    assert not has_room(mall, site, long, slot, booked_minutes=90)
