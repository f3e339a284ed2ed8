"""Simulated days of walk-ins, numbers from afar and bookings: who overtakes whom, and what gains nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.bench.fair_classes import CREDIT_MINUTES, Person, Way, a_day, arriving, overtakes, people, seen

SEEDS = st.integers(1, 10_000)
SHARES = st.sampled_from([(0.2, 0.2), (0.35, 0.35), (0.1, 0.6), (0.6, 0.1), (0.5, 0.5)])
DAYS = settings(deadline=None, max_examples=30)  # a day takes a tenth of a second


def one_from_afar(wishes: list[Person], lot: int) -> Person:
    return [person for person in wishes if person.way is not Way.WALKED][lot]


def changed(wishes: list[Person], person: Person) -> list[Person]:
    return [person if one.id == person.id else one for one in wishes]


def called(day: list[Person], person: Person) -> Person:
    return next(one for one in day if one.id == person.id)


@DAYS
@given(seed=SEEDS, shares=SHARES)
def test_nobody_is_overtaken_by_whoever_was_due_later_than_the_head_start(
    seed: int, shares: tuple[float, float]
) -> None:
    wishes = people(seed=seed, remote=shares[0], booked=shares[1])
    day = a_day(wishes, seed=seed)

    assert sorted(one.id for one in day) == [one.id for one in wishes]
    assert seen(day).latest_overtaker <= CREDIT_MINUTES


@DAYS
@given(seed=SEEDS, shares=SHARES, lot=st.integers(0, 60), earlier=st.integers(1, 60))
def test_checking_in_early_gives_no_better_place(
    seed: int, shares: tuple[float, float], lot: int, earlier: int
) -> None:
    wishes = people(seed=seed, remote=shares[0], booked=shares[1])
    person = replace(one_from_afar(wishes, lot), shift=0.0)
    in_time = called(a_day(changed(wishes, person), seed=seed), person)
    early_day = a_day(changed(wishes, replace(person, shift=float(-earlier))), seed=seed)
    early = called(early_day, person)

    assert early.sort_key == in_time.sort_key
    for overtaken, overtaker in overtakes(early_day):
        if overtaker.id == person.id:
            assert overtaken.sort_key >= in_time.sort_key  # nobody whom coming in time would not


@DAYS
@given(seed=SEEDS, shares=SHARES, lot=st.integers(0, 60), later=st.integers(1, 120))
def test_asking_late_overtakes_nobody_who_came_before_the_asking(
    seed: int, shares: tuple[float, float], lot: int, later: int
) -> None:
    wishes = people(seed=seed, remote=shares[0], booked=shares[1])
    person = one_from_afar(wishes, lot)
    assume(person.way is Way.REMOTE)
    late = replace(person, asked_at=person.asked_at + timedelta(minutes=later))
    day = a_day(changed(wishes, late), seed=seed)

    assert called(day, late).sort_key >= late.asked_at
    for overtaken, overtaker in overtakes(day):
        if overtaker.id == late.id and overtaken.way is Way.WALKED:
            assert overtaken.here_at >= late.asked_at


@given(seed=SEEDS, lot=st.integers(0, 60), before=st.integers(1, 7 * 24 * 60))
def test_booking_late_gives_no_better_place(seed: int, lot: int, before: int) -> None:
    person = one_from_afar(people(seed=seed, remote=0.0, booked=0.5), lot)
    slot = person.asked_at
    times = (slot - timedelta(minutes=before), slot - timedelta(minutes=1))
    early, late = (arriving(replace(person, asked_at=at, promised=slot, shift=5.0)).sort_key for at in times)

    assert early <= late
    assert late >= times[1]


@pytest.mark.parametrize("seed", range(1, 6))
def test_whoever_comes_from_afar_is_not_kept_waiting_longer_than_those_who_walked_in(seed: int) -> None:
    told = seen(a_day(people(seed=seed, remote=0.25, booked=0.25), seed=seed))

    assert set(told.p90) == set(Way)
    assert max(told.p90[Way.REMOTE], told.p90[Way.BOOKED]) <= told.p90[Way.WALKED]


def test_the_same_seed_is_the_same_day() -> None:
    wishes = people(seed=7, remote=0.3, booked=0.3)
    assert a_day(wishes, seed=7) == a_day(wishes, seed=7)
