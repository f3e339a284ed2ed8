"""Opening, pausing and closing a counter."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.counter import CounterState
from app.domain.errors import CounterBusy
from app.operations import counters
from app.queries.counters import state_of
from app.store.tables import counter as table
from tests.factories import MAIN
from tests.hall import Hall, row_counts


def state(hall: Hall, counter: str = "1") -> CounterState:
    with hall.database.read() as connection:
        return state_of(connection, site=MAIN, counter=counter)


def test_a_counter_that_never_opened_is_closed(hall: Hall) -> None:
    assert state(hall) is CounterState.CLOSED


def test_a_counter_opens_pauses_opens_again_and_closes(hall: Hall) -> None:
    states = []
    for deed, words in (
        (counters.open_counter, {}),
        (counters.break_counter, {"minutes": 15, "reason": "salat"}),
        (counters.open_counter, {}),
        (counters.close_counter, {"reason": ""}),
    ):
        hall.later(minutes=1)
        hall.clerk("1", deed, **words)
        states.append(state(hall).value)

    assert states == ["open", "break", "open", "closed"]
    told = [fact for fact in hall.facts() if fact.startswith("counter_")]
    assert told == ["counter_opened", "counter_paused", "counter_opened", "counter_closed"]


def test_a_break_says_when_it_ends(hall: Hall) -> None:
    hall.open("1")
    hall.clerk("1", counters.break_counter, minutes=15, reason="salat")

    with hall.database.read() as connection:
        row = connection.execute(select(table)).one()
    assert (row.returns_at, row.reason) == (hall.now + timedelta(minutes=15), "salat")


def test_a_break_that_becomes_longer_is_the_same_break(hall: Hall) -> None:
    hall.open("1")
    began = hall.later(minutes=1)
    hall.clerk("1", counters.break_counter, minutes=15, reason="salat")
    hall.later(minutes=10)
    for _ in range(2):
        hall.clerk("1", counters.break_counter, minutes=30, reason="salat")

    with hall.database.read() as connection:
        row = connection.execute(select(table)).one()
    assert (row.since, row.returns_at) == (began, hall.now + timedelta(minutes=30))
    assert hall.facts() == ["counter_opened", "counter_paused", "counter_paused"]


def test_opening_twice_is_opening_once(hall: Hall) -> None:
    hall.open("1")
    before = row_counts(hall.database)
    hall.open("1")

    assert row_counts(hall.database) == before


@pytest.mark.parametrize(
    ("deed", "words"),
    [(counters.break_counter, {"minutes": None, "reason": ""}), (counters.close_counter, {"reason": ""})],
)
def test_nobody_leaves_a_visitor_alone_at_the_counter(hall: Hall, deed: object, words: dict) -> None:
    hall.ticket()
    hall.open("1")
    hall.call()
    before = row_counts(hall.database)

    with pytest.raises(CounterBusy):
        hall.clerk("1", deed, **words)
    assert row_counts(hall.database) == before
    hall.miss("1")
    hall.clerk("1", deed, **words)


def test_each_counter_has_a_state_of_its_own(hall: Hall) -> None:
    hall.open("2")

    assert (state(hall, "1"), state(hall, "2")) == (CounterState.CLOSED, CounterState.OPEN)
