"""What calls a supervisor into the hall: long waits and visits, idle counters, displays that fell silent."""

import os
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import update

from app.domain.alarms import HALL_KINDS, QUIET_SECONDS
from app.domain.screens import ScreenReport, Sound
from app.operations import calling, counters, journeys
from app.operations.helping import end_help, help_elsewhere
from app.operations.screens import keep_reports
from app.operations.tokens import create_token, revoke_token
from app.queries.alarms import open_alarms
from app.store.tables import token
from app.watchman import Watchman
from tests.factories import MAIN
from tests.hall import Hall, row_counts

Rounds = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def rounds(hall: Hall) -> Rounds:
    """rounds(minutes=5) lets the watchman go round; which alarms of the hall stand then, and of what."""
    watchman = Watchman(hall.database, mall_now=lambda: hall.mall, clock=lambda: hall.now)

    def go(*, minutes: float = 0.0, seconds: float = 0.0) -> list[tuple[str, str]]:
        left = minutes * 60 + seconds
        while left > 0:
            hall.later(seconds=min(left, 9.0))  # a longer gap counts as sleep
            left -= 9.0
            watchman.do_one()
        watchman.do_one()
        with hall.database.read() as connection:
            alarms = open_alarms(connection, MAIN)
        return [(alarm["kind"], alarm["printer"]) for alarm in alarms if alarm["kind"] in HALL_KINDS]

    return go


def test_somebody_who_waits_beyond_the_norm_calls_once_until_called(hall: Hall, rounds: Rounds) -> None:
    hall.open("3")
    hall.ticket()
    hall.later(minutes=60)
    assert rounds() == []
    assert rounds(seconds=2) == [("wait_norm", "DUKCAPIL")]
    before = row_counts(hall.database)
    assert rounds(seconds=4) == [("wait_norm", "DUKCAPIL")]
    assert row_counts(hall.database) == before
    hall.open("1")
    hall.call("1")
    rounds()

    assert rounds(seconds=QUIET_SECONDS) == []


def test_whoever_waits_when_the_help_for_a_service_ends_calls_a_supervisor(
    hall: Hall, rounds: Rounds
) -> None:
    hall.open("1", "3")
    hall.clerk("1", help_elsewhere, code="visa", minutes=30)
    hall.issue("visa")
    assert rounds() == []
    hall.clerk("1", end_help)
    assert rounds() == [("unattended", "IMIGRASI")]
    hall.clerk("1", help_elsewhere, code="visa", minutes=30)
    rounds()

    assert rounds(seconds=QUIET_SECONDS) == []


def test_a_queue_whose_counters_all_closed_is_told_unless_somebody_will_be_back(
    hall: Hall, rounds: Rounds
) -> None:
    hall.open("1", "2", "3")
    hall.issue("paspor")
    hall.clerk("3", counters.close_counter, reason="rapat", reopens_minutes=15)
    assert rounds() == []
    hall.open("3")
    hall.clerk("3", counters.close_counter, reason="rapat")

    assert rounds() == [("unattended", "IMIGRASI")]


def test_a_visit_of_three_times_its_minutes_is_looked_at(hall: Hall, rounds: Rounds) -> None:
    hall.open("1")
    hall.ticket()
    hall.call("1")
    hall.clerk("1", calling.serve)
    hall.later(minutes=30)
    assert rounds() == []

    assert rounds(seconds=2) == [("service_norm", "1")]


def test_a_number_looked_at_or_called_and_then_left_alone_is_told_too(hall: Hall, rounds: Rounds) -> None:
    hall.open("1")
    hall.ticket()
    hall.clerk("1", calling.look)
    hall.later(minutes=29)
    hall.clerk("1", calling.call_looked)
    hall.later(minutes=30)
    assert rounds() == []

    assert rounds(seconds=2) == [("service_norm", "1")]
    hall.clerk("1", calling.recall)
    rounds()
    assert rounds(seconds=QUIET_SECONDS) == []


def test_a_wait_is_counted_from_where_it_began_not_from_the_visit_before(hall: Hall, rounds: Rounds) -> None:
    hall.open("1")
    hall.issue("ktp", then=("paspor",))
    hall.call("1")
    hall.clerk("1", calling.serve)
    hall.later(minutes=25)
    hall.finish("1")
    hall.later(minutes=60)
    assert rounds() == []

    assert rounds(seconds=2) == [("wait_norm", "IMIGRASI")]


def test_an_open_counter_that_calls_nobody_while_somebody_waits_is_idle(hall: Hall, rounds: Rounds) -> None:
    hall.open("1", "3")
    hall.later(minutes=30)
    hall.issue()
    hall.later(minutes=10)
    assert rounds() == []
    assert rounds(seconds=2) == [("idle_with_queue", "1")]
    hall.clerk("1", counters.break_counter, minutes=15, reason="salat")
    rounds()

    assert rounds(seconds=QUIET_SECONDS) == []


def test_a_counter_is_not_idle_while_all_who_wait_are_kept_for_a_colleague(
    hall: Hall, rounds: Rounds
) -> None:
    hall.open("1", "2")
    hall.ticket()
    hall.call("1")
    hall.clerk("1", partial(journeys.transfer, counter="2"))
    hall.later(minutes=11)

    assert rounds(seconds=4) == [("idle_with_queue", "2")]


def test_a_counter_that_was_at_work_just_now_is_not_idle(hall: Hall, rounds: Rounds) -> None:
    hall.open("1")
    for _ in range(2):
        hall.issue()
    hall.later(minutes=9)
    hall.call("1")
    hall.later(minutes=6)
    hall.finish("1")

    assert rounds(minutes=9) == []


def test_a_display_that_fell_silent_while_the_hall_is_at_work_is_told(hall: Hall, rounds: Rounds) -> None:
    def seen() -> None:
        values = {"seen_at": hall.now}
        hall.database.write("", lambda tx: tx.execute(update(token).values(values)))

    a_display(hall)
    assert rounds() == []  # it was never there
    seen()
    assert rounds(minutes=4) == []  # nobody is at work
    hall.open("3")
    assert rounds() == [("display_lost", "TV1")]
    seen()
    rounds()
    assert rounds(seconds=QUIET_SECONDS) == []


def test_a_display_whose_browser_plays_nothing_is_told_until_it_is_heard(hall: Hall, rounds: Rounds) -> None:
    display = a_display(hall)

    def says(sound: Sound) -> None:
        report = ScreenReport("3fa2c1d0", sound, 1920, 1080, "Chromium 79", 5)
        hall.database.write("", lambda tx: keep_reports(tx, {display: (report, hall.now)}))

    hall.open("3")
    says(Sound.OFF)
    assert rounds(seconds=40) == []
    says(Sound.BLOCKED)
    assert rounds(seconds=20) == []
    says(Sound.BLOCKED)  # again, as after a short cut: it is not heard since the first time
    assert rounds(seconds=12) == [("sound_blocked", "TV1")]
    says(Sound.OK)
    rounds()
    assert rounds(seconds=QUIET_SECONDS) == []


def test_a_display_that_is_gone_or_revoked_is_not_asked_to_be_heard(hall: Hall, rounds: Rounds) -> None:
    display = a_display(hall)
    report = ScreenReport("3fa2c1d0", Sound.BLOCKED, None, None, "", None)
    hall.database.write("", lambda tx: keep_reports(tx, {display: (report, hall.now)}))
    hall.open("3")
    assert rounds(seconds=31) == [("sound_blocked", "TV1")]
    assert rounds(minutes=4) == []
    hall.database.write("", lambda tx: keep_reports(tx, {display: (report, hall.now)}))
    assert rounds() == [("sound_blocked", "TV1")]
    hall.database.write("", lambda tx: revoke_token(tx, display, now=hall.now))
    rounds()
    assert rounds(seconds=QUIET_SECONDS) == []


def a_display(hall: Hall) -> int:
    """The id of the token of TV1."""
    make = partial(
        create_token, role="display", site=MAIN, code="TV1", name="TV1", now=hall.now, random=os.urandom
    )
    return hall.database.write("", make)[0]
