"""What a display shows: every zone has its rows, and the latest call stands on top."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.mall import Mall
from app.operations import calling, journeys, undoing
from app.queries.board import MOST_CALLS, STILL_QUEUED, board, taken_back
from app.store.database import Database
from tests.hall import Hall


@pytest.fixture
def hall(database_url: str, banyuwangi: Mall) -> Iterator[Hall]:
    database = Database(database_url)
    yield Hall(database, mall=banyuwangi.open_around_the_clock(), site="BWI")
    database.close()


def test_a_recalled_number_comes_to_the_top(hall: Hall) -> None:
    hall.ticket("A01")
    hall.ticket("A01")
    hall.open("1", "2")
    first = hall.call("1")
    hall.later(seconds=5)
    second = hall.call("2")
    assert numbers(hall) == [second.number, first.number]
    hall.later(seconds=5)
    hall.clerk("1", calling.recall)
    assert numbers(hall) == [first.number, second.number]


def test_only_a_number_said_again_by_its_counter_is_a_recall(hall: Hall) -> None:
    hall.ticket("A01")
    hall.open("1", "2")
    hall.call("1")
    assert recalls(hall) == [False]
    hall.clerk("1", calling.recall)
    assert recalls(hall) == [True]

    hall.clerk("1", calling.return_to_queue)
    hall.call("2")
    assert recalls(hall) == [False]
    hall.clerk("2", journeys.transfer, service="A02")
    hall.call("1")
    assert recalls(hall) == [False]


def test_a_quiet_floor_keeps_its_rows_while_another_is_busy(hall: Hall) -> None:
    quiet = counter_of(hall, zone="Z3")
    hall.open(quiet)
    hall.ticket(service_of(hall, quiet))
    alone = hall.call(quiet)
    busy = ("1", "2", "3")
    hall.open(*busy)
    for _ in range(2 * MOST_CALLS):
        hall.ticket("A01")
    for turn in range(2 * MOST_CALLS):
        hall.later(seconds=5)
        hall.call(busy[turn % 3])
        hall.finish(busy[turn % 3])
    shown = numbers(hall)
    assert shown[-1] == alone.number
    assert len(shown) == MOST_CALLS + 1


def test_every_call_that_may_have_to_be_said_yet_is_on_the_board(hall: Hall) -> None:
    counters = [counter.code for counter in hall.mall.site["BWI"].counters if counter.zone == "Z1"]
    hall.open(*counters)
    for counter in counters:
        hall.ticket(service_of(hall, counter))
    called = [hall.call(counter).number for counter in counters]
    assert len(called) > MOST_CALLS
    hall.later(seconds=60)
    assert set(numbers(hall)) == set(called)
    hall.later(seconds=1)
    assert len(numbers(hall)) == MOST_CALLS


def test_calls_and_recalls_that_were_taken_back_are_named_for_a_while(hall: Hall) -> None:
    for _ in range(2):
        hall.ticket("A01")
    hall.open("1", "2")
    kept, gone = hall.call("1"), hall.call("2")
    hall.clerk("2", undoing.undo)
    hall.clerk("1", calling.recall)
    hall.clerk("1", undoing.undo)
    hall.finish("1")
    hall.clerk("1", undoing.undo)  # which takes no call back
    assert named(hall) == [f"{gone.id}-1", f"{kept.id}-2"]
    hall.later(seconds=STILL_QUEUED.total_seconds() + 1)
    assert named(hall) == []


def named(hall: Hall) -> list[str]:
    with hall.database.read() as connection:
        return taken_back(connection, "BWI", now=hall.now)


def counter_of(hall: Hall, *, zone: str) -> str:
    return next(counter.code for counter in hall.mall.site["BWI"].counters if counter.zone == zone)


def service_of(hall: Hall, counter: str) -> str:
    site = hall.mall.site["BWI"]
    return min(hall.mall.services_of(site, site.counter[counter]))


def numbers(hall: Hall) -> list[str]:
    return [call["number"] for call in calls(hall)]


def recalls(hall: Hall) -> list[bool]:
    return [call["recall"] for call in calls(hall)]


def calls(hall: Hall) -> list[dict[str, Any]]:
    with hall.database.read() as connection:
        shown: list[dict[str, Any]] = board(connection, hall.mall, hall.mall.site["BWI"], now=hall.now)[
            "calls"
        ]
    return shown
