"""When a backup is due: once a day at its hour, later if nobody was there, not at once after a failure."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.domain.upkeep import AGAIN_AFTER, is_due, last_due
from tests.factories import moment

ZONE = ZoneInfo("Asia/Jakarta")
EVENING = time(18, 30)
LONG_AGO = moment("2026-01-01 08:00")


def due(now: str, *, last: datetime | None = None, **more: Any) -> bool:
    made = [] if last is None else [last]
    told = {"tried": None, "begun": LONG_AGO, "made": made, **more}
    return is_due(told.pop("at", EVENING), zone=ZONE, now=moment(now), **told)


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ("2026-11-23 18:30", "2026-11-23 18:30"),
        ("2026-11-23 18:29", "2026-11-22 18:30"),
        ("2026-11-24 00:05", "2026-11-23 18:30"),
    ],
)
def test_the_hour_is_that_of_the_place(now: str, found: str) -> None:
    assert last_due(EVENING, zone=ZONE, now=moment(now)) == moment(found)


def test_it_is_due_when_the_hour_has_come_and_not_again_that_day() -> None:
    assert not due("2026-11-23 18:29", last=moment("2026-11-22 18:30"))
    assert due("2026-11-23 18:30", last=moment("2026-11-22 18:30"))
    assert not due("2026-11-23 23:59", last=moment("2026-11-23 18:31"))


def test_a_computer_that_was_off_takes_it_in_the_morning() -> None:
    assert due("2026-11-24 07:10", last=moment("2026-11-22 18:30"))


def test_a_new_office_begins_with_its_first_evening() -> None:
    assert not due("2026-11-23 10:00", begun=moment("2026-11-23 09:00"))
    assert due("2026-11-23 18:30", begun=moment("2026-11-23 09:00"))
    assert not due("2026-11-23 18:30", begun=None)


def test_one_that_failed_is_tried_again_after_a_while() -> None:
    tried = moment("2026-11-23 18:30")
    again = (tried + AGAIN_AFTER).astimezone(ZONE).strftime("%Y-%m-%d %H:%M")

    assert not due("2026-11-23 18:35", tried=tried)
    assert due(again, tried=tried)
    assert due("2026-11-23 18:35", tried=tried + timedelta(days=1)), "a clock that was set back"


def test_never_is_never() -> None:
    assert not due("2026-11-23 18:30", at=None)


def test_a_clock_that_once_ran_ahead_does_not_end_the_backups() -> None:
    ahead, yesterday = moment("2031-01-01 18:30"), moment("2026-11-22 18:30")

    assert due("2026-11-23 19:00", made=[yesterday, ahead])
    assert not due("2026-11-23 19:00", made=[yesterday, moment("2026-11-23 18:30"), ahead])
    assert due("2026-11-23 19:00", begun=ahead), "the office was begun by that clock"


def test_a_clock_that_was_set_back_an_hour_waits_for_its_evening() -> None:
    made = [moment("2026-11-22 18:30"), moment("2026-11-23 18:30")]

    assert not due("2026-11-23 17:40", made=made)
    assert not due("2026-11-23 18:31", made=made)


def test_a_computer_that_slept_for_days_takes_one_when_it_wakes() -> None:
    made = [moment("2026-11-19 18:30")]

    assert due("2026-11-23 07:00", made=made, tried=moment("2026-11-19 18:30"))
    assert not due("2026-11-23 07:01", made=[*made, moment("2026-11-23 07:00")])
