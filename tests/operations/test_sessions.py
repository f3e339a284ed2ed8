"""Signing in: what is counted, how long one waits, and that nobody is locked out by somebody else."""

import os
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.domain.links import digest
from app.domain.sessions import FORGOTTEN, IDLE, PATIENCE, SHIFT, TEMPORARY_LIVES, Count
from app.domain.staff import Grant, Role
from app.domain.staff_refusals import PasswordExpired, SignInDelayed, UnknownSession, WrongCredentials
from app.operations.sessions import Attempt, Caller, begin_attempt, end_session, sign_in
from app.operations.staff import add_staff, change_staff, set_password
from app.queries.sessions import session_bearers, session_entries
from app.sightings import Sightings
from app.store.tables import session as table
from app.store.tables import sign_in_failure
from tests.factories import MAIN
from tests.hall import Hall

OFFICE, STRANGER = Caller("10.0.0.5", "Chromium"), Caller("203.0.113.7", "curl")
FREE = PATIENCE[Count.PLACE_AND_NAME].free
SUPERVISOR = Grant(Role.SUPERVISOR, MAIN)


def employ(hall: Hall, username: str = "siti", *grants: Grant, temporary: bool = False) -> int:
    return hall.database.write(
        "",
        lambda tx: add_staff(
            tx,
            hall.mall,
            username=username,
            name=username,
            grants=grants or (SUPERVISOR,),
            password_hash="hash",
            temporary=temporary,
            actor="test",
            now=hall.now,
        ),
    )


def attempt(hall: Hall, username: str = "siti", caller: Caller = OFFICE) -> Attempt:
    return hall.database.write("", lambda tx: begin_attempt(tx, username, caller, now=hall.now))


def enter(hall: Hall, username: str = "siti", caller: Caller = OFFICE) -> str:
    tried = attempt(hall, username, caller)
    return hall.database.write("", lambda tx: sign_in(tx, tried, caller, now=hall.now, random=os.urandom))


def fail(hall: Hall, times: int, username: str = "siti", caller: Caller = OFFICE) -> None:
    """So many failures, each as soon as it is looked at."""
    for _ in range(times):
        try:
            attempt(hall, username, caller)
        except SignInDelayed as delayed:
            hall.now = delayed.until or hall.now
            attempt(hall, username, caller)


def is_in(hall: Hall, secret: str, *, now: datetime | None = None) -> bool:
    with hall.database.read() as connection:
        return bool(session_bearers(connection, [digest(secret)], now=now or hall.now))


def test_the_secret_of_a_session_is_kept_as_a_hash(hall: Hall) -> None:
    employ(hall)
    secret = enter(hall)
    with hall.database.read() as connection:
        row = connection.execute(select(table)).one()
    assert row.secret_hash == digest(secret)
    assert secret not in str(row)


def test_a_few_failures_cost_nothing_and_the_next_ones_more_each_time(hall: Hall) -> None:
    employ(hall)
    fail(hall, FREE)
    attempt(hall)
    waits = []
    for _ in range(3):
        with pytest.raises(SignInDelayed) as delayed:
            attempt(hall)
        assert delayed.value.until is not None
        waits.append((delayed.value.until - hall.now).total_seconds())
        hall.now = delayed.value.until
        attempt(hall)
    assert waits == [2, 4, 8]


def test_waiting_is_not_made_longer_by_asking(hall: Hall) -> None:
    employ(hall)
    fail(hall, FREE + 1)
    told = set()
    for _ in range(5):
        with pytest.raises(SignInDelayed) as delayed:
            attempt(hall)
        told.add(delayed.value.until)
    assert len(told) == 1


def test_a_name_that_nobody_has_is_counted_like_any_other(hall: Hall) -> None:
    fail(hall, FREE + 1, "nobody")
    with pytest.raises(SignInDelayed):
        attempt(hall, "nobody")


def test_success_forgives_the_own_failures(hall: Hall) -> None:
    employ(hall)
    for _ in range(3):
        fail(hall, FREE)
        enter(hall)
    with hall.database.read() as connection:
        (left,) = connection.execute(select(sign_in_failure.c.failures)).scalars()
    assert left == 3 * FREE  # those from this address, whosever they were


def test_success_at_one_account_does_not_forgive_guessing_at_others(hall: Hall) -> None:
    employ(hall)
    for number in range(PATIENCE[Count.PLACE].free):
        attempt(hall, f"name{number}", STRANGER)
    enter(hall, "siti", STRANGER)
    attempt(hall, "one-more", STRANGER)
    with pytest.raises(SignInDelayed):
        enter(hall, "siti", STRANGER)


def test_guessing_from_elsewhere_does_not_delay_whoever_signs_in_at_the_usual_place(hall: Hall) -> None:
    employ(hall)
    enter(hall)
    fail(hall, 60, caller=STRANGER)
    enter(hall)


def test_guessing_from_many_places_delays_a_new_place_by_a_minute_at_most(hall: Hall) -> None:
    employ(hall)
    for place in range(40):
        fail(hall, 1, caller=Caller(f"198.51.100.{place}", "bot"))
    with pytest.raises(SignInDelayed) as delayed:
        attempt(hall, caller=OFFICE)
    assert delayed.value.until is not None
    assert delayed.value.until - hall.now <= timedelta(minutes=1)


def test_failures_are_forgotten_after_a_day(hall: Hall) -> None:
    employ(hall)
    fail(hall, FREE + 3)
    hall.now += FORGOTTEN
    attempt(hall)
    attempt(hall)


def test_a_session_that_nobody_uses_ends(hall: Hall) -> None:
    employ(hall)
    secret = enter(hall)
    assert is_in(hall, secret, now=hall.now + IDLE - timedelta(seconds=1))
    assert not is_in(hall, secret, now=hall.now + IDLE)


def test_a_session_that_is_used_goes_on(hall: Hall) -> None:
    employ(hall)
    secret = enter(hall)
    hall.later(minutes=29)
    sightings = Sightings(hall.database, clock=lambda: hall.now)
    sightings.note_session(digest(secret))
    sightings.do_one()
    hall.later(minutes=29)
    assert is_in(hall, secret)


def test_a_new_password_ends_every_session(hall: Hall) -> None:
    number = employ(hall)
    secrets = [enter(hall) for _ in range(2)]
    hall.database.write(
        "", lambda tx: set_password(tx, number, "other", temporary=True, actor="test", now=hall.now)
    )
    assert not any(is_in(hall, secret) for secret in secrets)


def test_whoever_is_let_go_is_out_at_once_and_does_not_come_back(hall: Hall) -> None:
    employ(hall, "kepala", Grant(Role.ADMINISTRATOR))
    number = employ(hall)
    secret = enter(hall)
    hall.database.write(
        "",
        lambda tx: change_staff(
            tx, hall.mall, number, name=None, grants=None, disabled=True, actor="test", now=hall.now
        ),
    )
    assert not is_in(hall, secret)
    assert attempt(hall).staff is None
    with pytest.raises(WrongCredentials):
        enter(hall)


def test_a_password_changed_while_it_was_compared_opens_nothing(hall: Hall) -> None:
    number = employ(hall)
    tried = attempt(hall)
    hall.database.write(
        "", lambda tx: set_password(tx, number, "other", temporary=False, actor="test", now=hall.now)
    )
    with pytest.raises(WrongCredentials):
        hall.database.write("", lambda tx: sign_in(tx, tried, OFFICE, now=hall.now, random=os.urandom))


def test_a_temporary_password_is_good_for_a_week(hall: Hall) -> None:
    employ(hall, temporary=True)
    enter(hall)
    hall.now += TEMPORARY_LIVES
    with pytest.raises(PasswordExpired):
        enter(hall)


def test_a_clock_set_back_a_little_leaves_a_new_temporary_password_good(hall: Hall) -> None:
    employ(hall, temporary=True)
    hall.later(minutes=-3)
    enter(hall)
    hall.now -= SHIFT
    with pytest.raises(PasswordExpired):
        enter(hall)


def test_with_a_temporary_password_nothing_is_allowed_yet(hall: Hall) -> None:
    employ(hall, temporary=True)
    secret = enter(hall)
    with hall.database.read() as connection:
        holder = session_bearers(connection, [digest(secret)], now=hall.now)[digest(secret)]
    assert holder.must_change
    assert holder.grants == ()


def test_a_session_is_ended_once(hall: Hall) -> None:
    number = employ(hall)
    enter(hall)
    with hall.database.read() as connection:
        (entry,) = session_entries(connection, staff_id=number, now=hall.now)
    for _ in range(2):
        hall.database.write("", lambda tx: end_session(tx, entry.id, actor="test", now=hall.now))
    with hall.database.read() as connection:
        assert session_entries(connection, staff_id=number, now=hall.now) == []
    with pytest.raises(UnknownSession):
        hall.database.write("", lambda tx: end_session(tx, 999, actor="test", now=hall.now))
