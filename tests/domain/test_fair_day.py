"""Simulated days: a head start moves nobody back further than its minutes, however many have one."""

import pytest

from tests.bench.fairness import CREDIT_MINUTES, RATIO, SHARES, a_day, fairness

SEEDS = range(1, 6)


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_overtaken_by_whoever_came_later_than_the_head_start(share: float, seed: int) -> None:
    seen = fairness(a_day(share=share, seed=seed))

    assert 0 < seen.latest_overtaker <= CREDIT_MINUTES
    assert seen.p90_priority < seen.p90_ordinary


@pytest.mark.parametrize("seed", SEEDS)
def test_turns_of_one_to_two_go_against_priority_where_half_have_it_and_a_head_start_never(seed: int) -> None:
    turns = fairness(a_day(share=0.5, seed=seed, ratio=RATIO))
    head_start = fairness(a_day(share=0.5, seed=seed))

    assert turns.p90_priority > turns.p90_ordinary
    assert head_start.p90_priority < head_start.p90_ordinary


def test_a_longest_wait_lets_people_overtake_who_came_long_after() -> None:
    seen = [fairness(a_day(share=0.35, seed=seed, longest_minutes=1)) for seed in SEEDS]

    assert max(day.latest_overtaker for day in seen) > CREDIT_MINUTES


@pytest.mark.parametrize("share", SHARES)
def test_within_a_class_visitors_are_called_as_they_came(share: float) -> None:
    called = a_day(share=share, seed=1)
    for lane in {visit.priority for visit in called}:
        ids = [visit.id for visit in called if visit.priority is lane]
        assert ids == sorted(ids)


def test_without_a_head_start_nobody_overtakes() -> None:
    assert fairness(a_day(share=0.35, seed=1, credit_minutes=0)).most_overtakes == 0


def test_the_same_seed_is_the_same_day() -> None:
    assert a_day(share=0.1, seed=7) == a_day(share=0.1, seed=7)
