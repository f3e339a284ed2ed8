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
    told = {"tried": None, "begun": LONG_AGO, **more}
    return is_due(told.pop("at", EVENING), zone=ZONE, now=moment(now), last=last, **told)


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


def test_one_from_later_than_now_is_as_good_as_any() -> None:
    assert not due("2026-11-23 19:00", last=moment("2026-12-01 18:30"))
