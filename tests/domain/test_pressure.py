"""What stands before a visitor: work that several counters share, and work that is one counter's alone."""

from collections import Counter as Tally

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.counter import CounterState
from app.domain.mall import Counter
from app.domain.pressure import Group, Pressure, Staffing, by_service, clear_after, pool_pressure
from tests.factories import a_mall, main_site

COUNTERS = ("1", "2", "3")
minutes = st.floats(0, 600, allow_nan=False)
groups = st.tuples(st.sampled_from(("ktp", "paspor")), st.none() | st.sampled_from(COUNTERS))

SITE = main_site(counters=tuple(Counter(code, code, "Z1", ("DUKCAPIL", "IMIGRASI")) for code in COUNTERS))
MALL = a_mall(sites=(SITE,))
POOL = MALL.pool(SITE, MALL.service["ktp"])


def staff(*codes: str, busy: tuple[str, ...] = ()) -> Staffing:
    return Staffing(dict.fromkeys(codes, CounterState.OPEN), frozenset(busy))


def pressure(
    queue: list[Group], *codes: str, only_at: str | None = None, busy: tuple[str, ...] = ()
) -> Pressure:
    return pool_pressure(MALL, POOL, Tally(queue), staff(*codes, busy=busy), only_at=only_at)


def simulated(queue: list[Group], codes: tuple[str, ...], *, only_at: str | None) -> float:
    """When whoever comes after all these is called, each counter taking the first it may call."""
    waiting, free = [*queue, ("ktp", only_at)], dict.fromkeys(codes, 0.0)
    while True:
        counter = min(free, key=lambda code: (free[code], code))
        mine = next((place for place, (_, at) in enumerate(waiting) if at in (None, counter)), None)
        if mine is None:
            del free[counter]
        elif mine == len(waiting) - 1:
            return free[counter]
        else:
            free[counter] += MALL.service[waiting.pop(mine)[0]].minutes


@given(shared=minutes, own=st.lists(minutes, min_size=1, max_size=6))
def test_a_counter_is_free_when_all_that_is_shared_is_done_beside_its_own(
    shared: float, own: list[float]
) -> None:
    clear = clear_after(shared, own)

    assert clear >= min(own)
    assert sum(max(0.0, clear - each) for each in own) == pytest.approx(shared, abs=1e-6)


@given(queue=st.lists(groups, max_size=30), there=st.sets(st.sampled_from(COUNTERS), min_size=1))
def test_nobody_is_called_later_than_foreseen(queue: list[Group], there: set[str]) -> None:
    codes = tuple(sorted(there))
    queue = [(service, at if at in there else None) for service, at in queue]

    assert simulated(queue, codes, only_at=None) <= pressure(queue, *codes).clear_minutes + 1e-6


@given(queue=st.lists(groups, max_size=30), there=st.sets(st.sampled_from(COUNTERS), min_size=1))
def test_whom_one_counter_alone_may_call_waits_at_most_one_service_longer_than_foreseen(
    queue: list[Group], there: set[str]
) -> None:
    codes = tuple(sorted(there))
    queue = [(service, at if at in there else None) for service, at in queue]
    longest = max(service.minutes for service in MALL.service.values())

    foreseen = pressure(queue, *codes, only_at=codes[0]).clear_minutes
    assert simulated(queue, codes, only_at=codes[0]) <= foreseen + longest


@given(queue=st.lists(groups, max_size=30))
def test_while_nobody_is_kept_for_a_counter_all_share_all_work(queue: list[Group]) -> None:
    anybody = [(service, None) for service, _ in queue]
    seen = pressure(anybody, *COUNTERS)

    assert seen.clear_minutes == pytest.approx(seen.work_minutes / len(COUNTERS))
    assert seen.waiting == len(queue)
    assert by_service(Tally(queue)) == dict(Tally(service for service, _ in queue))


def test_whoever_waits_for_a_colleague_does_not_stand_before_others() -> None:
    kept = [("ktp", "1")] * 5

    assert pressure(kept, "1", "2").clear_minutes == 0
    assert pressure(kept, "1", only_at="1").clear_minutes == 50
    assert pressure(kept, "1", "2", only_at="2").waiting == 0


def test_one_kept_for_a_busy_counter_waits_for_its_visitor() -> None:
    assert pressure([], "1", "2", only_at="1", busy=("1",)).clear_minutes > 0
    assert pressure([], "1", "2", only_at="2", busy=("1",)).clear_minutes == 0


def test_whoever_is_kept_for_a_counter_that_left_is_anybodys() -> None:
    assert pressure([("ktp", "1")] * 4, "2").clear_minutes == 40
    assert pressure([("ktp", None)] * 4, "2", only_at="1").clear_minutes == 40


def test_whoever_is_kept_for_a_counter_of_other_services_stands_before_nobody() -> None:
    site = main_site(counters=(Counter("1", "1", "Z1", ("ktp",)), Counter("3", "3", "Z1", ("paspor",))))
    mall = a_mall(sites=(site,))
    pool = mall.pool(site, mall.service["ktp"])

    seen = pool_pressure(mall, pool, {("ktp", "3"): 4}, staff("1", "3"))
    assert (seen.waiting, seen.clear_minutes) == (0, 0)


def test_those_who_will_be_called_back_are_work_and_stand_before_nobody() -> None:
    seen = pool_pressure(MALL, POOL, {}, staff("1"), later={"ktp": 3, "unknown": 1})

    assert (seen.later_minutes, seen.clear_minutes, seen.waiting) == (30, 0, 0)
