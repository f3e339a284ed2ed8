"""News that no single deed makes: near, tomorrow, closed; each told once, and only to whom it concerns."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.crier import Crier
from app.domain.mall import Holiday
from app.domain.switching import Setting
from app.operations import calling, counters
from app.operations.bookings import cancel_booking
from app.operations.remote import go_to_end
from app.operations.switching import set_service
from app.store.tables import delivery
from tests.factories import moment
from tests.hall import Hall
from tests.operations.test_bookings import change, open_to_bookings, reserve
from tests.operations.test_contacts import leave, leave_for_ticket


@pytest.fixture
def hall(hall: Hall) -> Hall:
    hall.mall = open_to_bookings(hall.mall)
    return hall


def cry(hall: Hall, now: str = "") -> list[tuple[str, dict[str, Any]]]:
    """One round; what is owed since, beside what deeds had told."""
    before = len(owed(hall))
    if now:
        hall.now = moment(now)
    Crier(hall.database, mall_now=lambda: hall.mall, clock=lambda: hall.now).do_one()
    return owed(hall)[before:]


def owed(hall: Hall) -> list[tuple[str, dict[str, Any]]]:
    with hall.database.read() as connection:
        rows = connection.execute(select(delivery).order_by(delivery.c.id))
        return [(row.subject, row.body) for row in rows]


def subjects(told: list[tuple[str, dict[str, Any]]]) -> list[str]:
    return [subject for subject, _ in told]


def test_whoever_has_two_before_them_is_told_once(hall: Hall) -> None:
    hall.open("1")
    before = [hall.ticket() for _ in range(4)]
    mine = hall.ticket()
    leave_for_ticket(hall, mine, "081234567890")
    assert cry(hall) == []
    for _ in before[:2]:
        hall.call()
        hall.clerk("1", calling.serve)
        hall.finish()
    assert cry(hall) == [("near", {"ticket": mine.id, "ahead": 2})]
    hall.call()
    assert cry(hall) == []


def test_whoever_goes_to_the_end_is_told_anew_when_that_comes_near(hall: Hall) -> None:
    hall.open("1")
    mine = hall.ticket()
    leave_for_ticket(hall, mine)
    assert subjects(cry(hall)) == ["near"]
    for _ in range(3):
        hall.ticket()
    hall.later(minutes=1)
    hall.database.write(hall.site, lambda tx: go_to_end(tx, hall.look(mine), actor="visitor", now=hall.now))
    assert cry(hall) == []
    hall.call()
    assert subjects(cry(hall)) == ["near"]


def test_a_booking_is_remembered_the_evening_before(hall: Hall) -> None:
    visit = reserve(hall)
    leave(hall, booking=visit)
    assert cry(hall, "2026-11-23 17:59") == []
    assert cry(hall, "2026-11-23 18:00") == [
        ("booking_reminder", {"booking": visit.id, "starts_at": visit.starts_at.isoformat()})
    ]
    assert cry(hall, "2026-11-23 20:00") == []


def test_the_mall_says_when_evening_is(hall: Hall) -> None:
    hall.mall = open_to_bookings(hall.mall, reminder_hour=15)
    leave(hall, booking=reserve(hall))
    assert subjects(cry(hall, "2026-11-23 15:00")) == ["booking_reminder"]


def test_a_server_that_slept_over_the_evening_reminds_late_and_not_on_the_day_itself(hall: Hall) -> None:
    leave(hall, booking=reserve(hall))
    assert subjects(cry(hall, "2026-11-23 23:30")) == ["booking_reminder"]
    leave(hall, "late@example.org", booking=reserve(hall, "10:00"))
    assert cry(hall, "2026-11-24 07:00") == []


def test_whoever_books_after_the_reminders_was_told_just_then(hall: Hall) -> None:
    hall.now = moment("2026-11-23 19:00")
    leave(hall, booking=reserve(hall))
    assert cry(hall) == []


def test_nobody_is_reminded_of_what_was_cancelled(hall: Hall) -> None:
    visit = reserve(hall)
    leave(hall, booking=visit)
    change(hall, visit, cancel_booking)
    assert cry(hall, "2026-11-23 18:00") == []


def test_bookers_hear_of_a_holiday_that_was_added(hall: Hall) -> None:
    visit = reserve(hall)
    leave(hall, booking=visit)
    leave(hall, "other@example.org", booking=reserve(hall, day="2026-11-25 {}"))
    hall.mall = replace(hall.mall, holidays=(Holiday(visit.day, "Hari Guru"),))
    ((subject, body),) = cry(hall)
    assert (subject, body["why"], body["reason"], body["booking"]) == (
        "counter_closed",
        "day",
        "Hari Guru",
        visit.id,
    )
    assert cry(hall) == []


def test_bookers_hear_that_their_service_is_no_more(hall: Hall) -> None:
    leave(hall, booking=reserve(hall))
    hall.mall = replace(
        hall.mall,
        agencies=tuple(
            replace(
                agency,
                services=tuple(
                    replace(service, archived=service.code == "ktp") for service in agency.services
                ),
            )
            for agency in hall.mall.agencies
        ),
    )
    assert [(subject, body["why"]) for subject, body in cry(hall)] == [("counter_closed", "gone")]


def pause(hall: Hall, minutes: int | None) -> None:
    hall.database.write(
        hall.site,
        lambda tx: set_service(
            tx, hall.mall, "ktp", Setting.PAUSED, reason="server", minutes=minutes, actor="a", now=hall.now
        ),
    )


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(30, False), (90, True), (None, True)],
    ids=["over by then", "not over by then", "nobody knows when"],
)
def test_bookers_of_today_hear_of_a_pause_that_meets_them(
    hall: Hall, minutes: int | None, told: bool
) -> None:
    leave(hall, booking=reserve(hall, "09:00"))
    hall.now = moment("2026-11-24 08:00")
    pause(hall, minutes)
    assert bool(cry(hall)) is told
    assert cry(hall) == []


def test_a_pause_without_an_end_is_no_news_for_the_afternoon_yet(hall: Hall) -> None:
    leave(hall, booking=reserve(hall, "13:00"))
    hall.now = moment("2026-11-24 08:00")
    pause(hall, None)
    assert cry(hall) == []
    assert subjects(cry(hall, "2026-11-24 11:30")) == ["counter_closed"]


def test_another_pause_is_another_fact(hall: Hall) -> None:
    leave(hall, booking=reserve(hall, "10:00"))
    hall.now = moment("2026-11-24 08:00")
    pause(hall, 180)
    assert subjects(cry(hall)) == ["counter_closed"]
    hall.later(minutes=5)
    pause(hall, 200)
    assert subjects(cry(hall)) == ["counter_closed"]


def test_whoever_waits_hears_that_all_counters_closed_and_not_of_a_change_of_clerks(hall: Hall) -> None:
    hall.open("1", "2")
    for _ in range(5):
        hall.ticket()
    mine = hall.ticket()
    leave_for_ticket(hall, mine)
    hall.clerk("1", counters.close_counter, reason="")
    hall.clerk("2", counters.close_counter, reason="")
    assert cry(hall) == []
    hall.later(minutes=3)
    assert [(subject, body["why"]) for subject, body in cry(hall)] == [("counter_closed", "deserted")]
    assert cry(hall) == []
    hall.open("1")
    hall.later(minutes=5)
    assert cry(hall) == []


def test_a_round_without_addresses_writes_nothing(hall: Hall) -> None:
    hall.open("1")
    hall.ticket()
    reserve(hall)
    hall.now += timedelta(hours=12)
    assert cry(hall) == []
