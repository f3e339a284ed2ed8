"""The range of minutes a visitor is shown: honest, rounded, and never surprising."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.waiting import STEP_MINUTES, estimate

people = st.integers(0, 200)
minutes = st.floats(0, 3000, allow_nan=False)
desks = st.integers(0, 40)
later = st.floats(0, 600, allow_nan=False)


@given(ahead=people, work=minutes, counters=desks, opens_in=later)
def test_a_range_is_a_range_in_multiples_of_five(
    ahead: int, work: float, counters: int, opens_in: float
) -> None:
    shown = estimate(ahead=ahead, work_minutes=work, desks=counters, opens_in=opens_in)

    assert 0 <= shown.low < shown.high
    assert shown.low % STEP_MINUTES == shown.high % STEP_MINUTES == 0


@given(ahead=people, work=minutes, more=minutes, counters=desks)
def test_more_work_never_shortens_the_wait(ahead: int, work: float, more: float, counters: int) -> None:
    before = estimate(ahead=ahead, work_minutes=work, desks=counters)
    after = estimate(ahead=ahead, work_minutes=work + more, desks=counters)

    assert before.low <= after.low
    assert before.high <= after.high


@given(ahead=people, work=minutes, counters=desks, more=desks)
def test_more_desks_never_lengthen_the_wait(ahead: int, work: float, counters: int, more: int) -> None:
    few = estimate(ahead=ahead, work_minutes=work, desks=counters)
    many = estimate(ahead=ahead, work_minutes=work, desks=counters + more)

    assert many.low <= few.low
    assert many.high <= few.high


@given(ahead=people, work=minutes, counters=desks, opens_in=later)
def test_nobody_is_called_before_the_doors_open(
    ahead: int, work: float, counters: int, opens_in: float
) -> None:
    shown = estimate(ahead=ahead, work_minutes=work, desks=counters, opens_in=opens_in)

    assert shown.high >= opens_in


def test_the_first_in_an_empty_hall_is_called_at_once() -> None:
    assert estimate(ahead=0, work_minutes=0, desks=2).low == 0


def test_ten_people_of_ten_minutes_at_two_counters_wait_most_of_an_hour() -> None:
    shown = estimate(ahead=10, work_minutes=100, desks=2)

    assert (shown.low, shown.high) == (45, 75)
