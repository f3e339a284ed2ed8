"""Before anybody opens a counter: the wait is never made too short, and numbers are given all the same."""

from collections.abc import Iterator

import pytest

from app.domain.errors import CapacityFull
from app.domain.ticket import Ticket
from app.domain.waiting import Estimate
from app.operations import counters
from app.queries.hall import site_document
from app.queries.tickets import position_of
from app.store.database import Database
from tests.factories import MAIN, moment
from tests.hall import WORDS, Hall


@pytest.fixture
def hall(sqlite_url: str) -> Iterator[Hall]:
    """Counters 1 and 2 share DUKCAPIL, ten minutes a visitor; both are closed."""
    database = Database(sqlite_url)
    yield Hall(database)
    database.close()


def shown(hall: Hall, ticket: Ticket) -> Estimate:
    with hall.database.read() as connection:
        found = position_of(connection, hall.mall, hall.look(ticket)).estimate
    assert found is not None
    return found


def test_the_first_counters_to_open_only_ever_shorten_the_wait(hall: Hall) -> None:
    tickets = [hall.ticket() for _ in range(9)]
    for last in (tickets[3], tickets[8]):
        assert shown(hall, last).low >= 20
    waits = [shown(hall, tickets[8])]
    for deed in (lambda: hall.open("1"), hall.call, lambda: hall.open("2")):
        deed()
        waits.append(shown(hall, tickets[8]))

    assert [wait.low for wait in waits] == sorted((wait.low for wait in waits), reverse=True)
    assert [wait.high for wait in waits] == sorted((wait.high for wait in waits), reverse=True)


def test_the_first_visitor_of_a_hall_without_clerks_is_not_told_that_it_takes_no_time(hall: Hall) -> None:
    first = hall.ticket()
    assert shown(hall, first).low > 0

    hall.open("1")
    assert shown(hall, first) == Estimate(0, 5)


def test_a_kiosk_says_the_same_as_the_ticket(hall: Hall) -> None:
    for _ in range(6):
        hall.ticket()
    with hall.database.read() as connection:
        document = site_document(connection, hall.mall, hall.mall.site[MAIN], now=hall.now, words=WORDS)
    told = document["agencies"][0]["services"][0]["estimate"]
    mine = hall.issue().position.estimate

    assert mine is not None
    assert told == {"low": mine.low, "high": mine.high}


def test_a_hall_without_clerks_gives_what_its_planned_counters_can_serve(hall: Hall) -> None:
    hall.now = moment("2026-11-23 14:00")
    for _ in range(2 * 60 // 10):
        hall.issue()

    with pytest.raises(CapacityFull):
        hall.issue()


def test_a_service_says_whether_anybody_is_there_for_it(hall: Hall) -> None:
    def attended() -> dict[str, bool]:
        with hall.database.read() as connection:
            told = site_document(connection, hall.mall, hall.mall.site[MAIN], now=hall.now, words=WORDS)
        return {each["code"]: each["attended"] for agency in told["agencies"] for each in agency["services"]}

    assert not any(attended().values())
    hall.open("1")
    hall.clerk("1", counters.break_counter, minutes=15, reason="salat")
    assert {code for code, there in attended().items() if there} == {"ktp", "kk"}
    hall.clerk("1", counters.close_counter, reason="")
    assert not any(attended().values())
