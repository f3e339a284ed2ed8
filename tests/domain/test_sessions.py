"""How long a session lives, and how patient guessing has to be."""

from datetime import timedelta

import pytest

from app.domain.sessions import (
    IDLE,
    LIVES,
    PATIENCE,
    SHIFT,
    Count,
    idle_limit,
    is_over,
    refused_until,
    wait_after,
)
from app.domain.staff import Grant, Permission, Role
from tests.factories import MORNING

SECOND = timedelta(seconds=1)


def test_a_clerk_has_a_shift_and_whoever_has_more_power_half_an_hour() -> None:
    assert idle_limit([Grant(Role.CLERK, "main"), Grant(Role.RECEPTIONIST, "main")]) == SHIFT
    assert idle_limit([Grant(Role.CLERK, "main"), Grant(Role.SUPERVISOR, "main")]) == IDLE
    assert idle_limit([Grant(Role.CLERK, "main", None, frozenset({Permission.TAKE_OVER}))]) == IDLE


def test_a_session_ends_when_nobody_used_it() -> None:
    assert not is_over(MORNING, MORNING, idle=IDLE, now=MORNING + IDLE - SECOND)
    assert is_over(MORNING, MORNING, idle=IDLE, now=MORNING + IDLE)


def test_a_session_ends_however_busy_it_is() -> None:
    end = MORNING + LIVES
    assert not is_over(MORNING, end - SECOND, idle=IDLE, now=end - SECOND)
    assert is_over(MORNING, end, idle=IDLE, now=end)


def test_a_clock_set_back_makes_no_session_live_longer() -> None:
    assert is_over(MORNING, MORNING, idle=IDLE, now=MORNING - LIVES)


@pytest.mark.parametrize("count", Count)
def test_the_wait_grows_and_has_an_end(count: Count) -> None:
    waits = [wait_after(count, failures) for failures in range(60)]
    free = PATIENCE[count].free
    assert waits[: free + 1] == [timedelta(0)] * (free + 1)
    assert waits == sorted(waits)
    assert waits[free + 1] == 2 * SECOND
    assert waits[-1] == PATIENCE[count].most


def test_nobody_is_locked_out_for_long_by_what_others_do_elsewhere() -> None:
    assert wait_after(Count.NAME, 10**6) <= timedelta(minutes=1)


def test_an_attempt_is_looked_at_again_when_the_wait_is_over() -> None:
    until = refused_until(Count.PLACE_AND_NAME, 6, MORNING, now=MORNING)
    assert until == MORNING + 4 * SECOND
    assert refused_until(Count.PLACE_AND_NAME, 6, MORNING, now=MORNING + 4 * SECOND) is None


def test_a_failure_of_tomorrow_binds_nobody_today() -> None:
    assert refused_until(Count.PLACE, 99, MORNING + timedelta(days=1), now=MORNING) is None
