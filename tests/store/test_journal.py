"""The journal: facts beside the change they tell of, read in order, none overlooked."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.domain.errors import NobodyWaiting
from app.domain.events import Event, Kind
from app.store.database import Database
from app.store.journal import newest, record, since
from app.store.transaction import Transaction
from tests.factories import BRANCH, MAIN, MORNING
from tests.store.facts import actors, fact


def read_after(database: Database, cursor: int, *, limit: int = 500) -> tuple[Event, ...]:
    with database.read() as connection:
        return since(connection, MAIN, cursor, limit=limit)


def test_a_fact_is_read_as_it_was_written(database: Database) -> None:
    data = {"number": "A-001", "zone": None, "calls": 2, "reason": "fotokopi ✓"}

    def write(tx: Transaction) -> int:
        record(tx, Kind.TICKET_CALLED, at=MORNING, actor="counter:1", ticket=7, counter="1", data=data)
        return newest(tx.connection, tx.site)

    cursor = database.write(MAIN, write)

    assert read_after(database, 0) == (
        Event(cursor, MAIN, MORNING, Kind.TICKET_CALLED, "counter:1", 7, "1", data),
    )


def test_a_moment_comes_back_in_utc_whatever_zone_it_was_told_in(database: Database) -> None:
    here = datetime(2026, 11, 23, 8, 30, 15, 123456, tzinfo=timezone(timedelta(hours=7)))
    database.write(MAIN, lambda tx: record(tx, Kind.COUNTER_OPENED, at=here, actor="a"))

    told = read_after(database, 0)[0].at
    assert told == here
    assert told.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="time zone"):
        database.write(
            MAIN, lambda tx: record(tx, Kind.COUNTER_OPENED, at=MORNING.replace(tzinfo=None), actor="a")
        )
    assert actors(database) == []


def test_cursors_of_a_site_grow_and_sites_are_read_apart(database: Database) -> None:
    for n in range(6):
        database.write((MAIN, BRANCH)[n % 2], lambda tx, n=n: fact(tx, f"t{n}"))

    events = read_after(database, 0)
    assert [event.actor for event in events] == ["t0", "t2", "t4"]
    assert [event.id for event in events] == sorted(event.id for event in events)
    assert actors(database, site=BRANCH) == ["t1", "t3", "t5"]


def test_reading_goes_on_after_the_cursor_page_by_page(database: Database) -> None:
    database.write(MAIN, lambda tx: [fact(tx, f"t{n}") for n in range(7)] and None)

    pages, cursor = [], 0
    while page := read_after(database, cursor, limit=3):
        pages.append([event.actor for event in page])
        cursor = page[-1].id
    assert pages == [["t0", "t1", "t2"], ["t3", "t4", "t5"], ["t6"]]


def test_the_newest_cursor_is_that_of_the_site(database: Database) -> None:
    with database.read() as connection:
        assert newest(connection, MAIN) == 0
    cursor = database.write(MAIN, lambda tx: fact(tx, "a"))
    database.write(BRANCH, lambda tx: fact(tx, "b"))

    with database.read() as connection:
        assert newest(connection, MAIN) == cursor


def test_a_fact_goes_with_the_deed_it_tells_of(database: Database) -> None:
    def refused(tx: Transaction) -> None:
        fact(tx, "a")
        raise NobodyWaiting

    with pytest.raises(NobodyWaiting):
        database.write(MAIN, refused)
    database.write(MAIN, lambda tx: fact(tx, "b"))

    assert actors(database) == ["b"]


def test_who_follows_the_journal_of_a_busy_site_overlooks_nothing(database: Database) -> None:
    writers, facts_each = 12, 10
    barrier = threading.Barrier(writers)

    def work(name: str) -> None:
        barrier.wait()
        for n in range(facts_each):
            database.write(MAIN, lambda tx, n=n: fact(tx, f"{name}-{n}"))

    crowd = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(writers)]
    for worker in crowd:
        worker.start()
    followed: list[str] = []
    cursor = 0
    while len(followed) < writers * facts_each:
        for event in read_after(database, cursor):
            followed.append(event.actor)
            cursor = event.id
    for worker in crowd:
        worker.join()

    assert followed == actors(database)
    for name in (f"w{n}" for n in range(writers)):
        own = [actor for actor in followed if actor.startswith(f"{name}-")]
        assert own == [f"{name}-{n}" for n in range(facts_each)]
