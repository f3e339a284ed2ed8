"""The unit of work: what is acknowledged is kept, what is refused never was, each hears of the own deed."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from app.domain.errors import NobodyWaiting
from app.store.database import Database
from app.store.tables import series
from app.store.transaction import Transaction
from tests.factories import BRANCH, MAIN, MORNING
from tests.store.facts import actors, fact

THREADS = 32


def refused(tx: Transaction, actor: str) -> None:
    """A deed that changes something and is then refused."""
    fact(tx, actor)
    raise NobodyWaiting


def together(*deeds: Callable[[], object]) -> list[object]:
    """Runs every deed in a thread of its own, all at the same moment; a refusal is its result."""
    barrier = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return deed()
        except NobodyWaiting as refusal:
            return refusal

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(run, deeds))


def test_what_a_deed_returns_is_handed_back_and_kept(database: Database) -> None:
    cursor = database.write(MAIN, lambda tx: fact(tx, "a"))

    assert cursor == 1
    assert actors(database) == ["a"]


def test_a_refused_deed_leaves_nothing(database: Database) -> None:
    with pytest.raises(NobodyWaiting):
        database.write(MAIN, lambda tx: refused(tx, "a"))

    assert actors(database) == []


def test_a_deed_that_breaks_a_constraint_is_our_mistake_and_leaves_nothing(database: Database) -> None:
    row = {"site": MAIN, "day": MORNING.date(), "prefix": "A", "last": 1}

    def twice(tx: Transaction) -> None:
        tx.execute(insert(series).values(row))
        tx.execute(insert(series).values(row))

    with pytest.raises(IntegrityError):
        database.write(MAIN, twice)
    database.write(MAIN, lambda tx: tx.execute(insert(series).values(row)) and None)


def test_everyone_of_a_crowd_gets_the_own_result(database: Database) -> None:
    deeds = [partial(database.write, MAIN, partial(fact, actor=f"t{n}")) for n in range(THREADS)]

    cursors = {int(str(cursor)): f"t{n}" for n, cursor in enumerate(together(*deeds))}

    assert sorted(cursors) == list(range(1, THREADS + 1))
    assert actors(database) == [cursors[cursor] for cursor in sorted(cursors)]


def test_a_refusal_in_a_crowd_is_the_callers_own(database: Database) -> None:
    deeds = [
        partial(database.write, MAIN, partial(refused if n % 3 == 0 else fact, actor=f"t{n}"))
        for n in range(THREADS)
    ]

    results = together(*deeds)

    unhappy = [n for n, result in enumerate(results) if isinstance(result, NobodyWaiting)]
    assert unhappy == [n for n in range(THREADS) if n % 3 == 0]
    assert sorted(actors(database)) == sorted(f"t{n}" for n in range(THREADS) if n % 3)


def test_sites_do_not_mix(database: Database) -> None:
    together(
        *[partial(database.write, (MAIN, BRANCH)[n % 2], partial(fact, actor=f"t{n}")) for n in range(10)]
    )

    assert sorted(actors(database, site=MAIN)) == [f"t{n}" for n in range(0, 10, 2)]
    assert sorted(actors(database, site=BRANCH)) == [f"t{n}" for n in range(1, 10, 2)]


def test_whoever_listens_hears_of_every_commit_once_it_is_visible(database: Database) -> None:
    seen: list[list[str]] = []
    database.listen(lambda site: seen.append(actors(database, site=site)))

    database.write(MAIN, lambda tx: fact(tx, "a"))
    with pytest.raises(NobodyWaiting):
        database.write(MAIN, lambda tx: refused(tx, "b"))
    database.write(MAIN, lambda tx: fact(tx, "c"))

    assert seen == [["a"], ["a", "c"]]


def test_a_look_sees_one_moment_of_the_database(database: Database) -> None:
    database.write(MAIN, lambda tx: fact(tx, "before"))
    with database.read() as connection:
        first = connection.exec_driver_sql("SELECT count(*) FROM journal").scalar()
        database.write(MAIN, lambda tx: fact(tx, "during"))
        second = connection.exec_driver_sql("SELECT count(*) FROM journal").scalar()

    assert (first, second) == (1, 1)
    assert actors(database) == ["before", "during"]
