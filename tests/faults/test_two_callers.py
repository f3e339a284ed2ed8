"""Two counters call at the same moment, over and over: nobody is called twice, nobody is passed over.

`TEST_CALL_RACES=10000` asks for more races than the suite has time for.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import func, select

from app.domain.events import Kind
from app.store.database import Database
from app.store.journal import since
from app.store.tables import ticket as table
from config.bootstrap import ROOT
from tests.factories import MAIN
from tests.faults.busy_mall import busy_mall
from tests.hall import Hall

RACES = int(os.environ.get("TEST_CALL_RACES", "100"))
AT_ONCE = 500  # visitors that wait at a time
COUNTERS = ("1", "2")


class Rivals:
    """Two processes, a clerk each; both are told to press before either is heard."""

    def __init__(self, url: str) -> None:
        self._processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.faults.rivals", url, counter],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for counter in COUNTERS
        ]
        for process in self._processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"

    def race(self, number: int) -> list[list[int | None]]:
        for process in self._processes:
            print(f"race {number}", file=process.stdin, flush=True)
        return [json.loads(process.stdout.readline()) for process in self._processes]

    def end(self) -> None:
        for process in self._processes:
            process.communicate()


@pytest.fixture
def rivals(database_url: str) -> Iterator[Rivals]:
    begun = Rivals(database_url)
    yield begun
    begun.end()


@pytest.fixture
def hall(database_url: str) -> Iterator[Hall]:
    database = Database(database_url)
    hall = Hall(database, mall=busy_mall())
    hall.open(*COUNTERS)
    yield hall
    database.close()


def wait_in_line(hall: Hall, people: int) -> None:
    for _ in range(people):
        hall.later(milliseconds=1)
        hall.issue("ktp", kiosk=None)


def test_two_counters_call_at_once_and_every_visitor_is_called_once(rivals: Rivals, hall: Hall) -> None:
    called: list[int] = []
    waiting, race = 0, count()
    for _ in range(RACES):
        if waiting == 0:
            waiting = min(AT_ONCE, len(COUNTERS) * RACES - len(called))
            wait_in_line(hall, waiting)
        answers = rivals.race(next(race))
        for got in answers:
            assert len(set(got)) == 1, "a repeated press came to another ticket"
        pair = [got[0] for got in answers]
        assert len(set(pair)) == len(COUNTERS)
        called += pair
        waiting -= len(pair)

    assert len(called) == len(set(called)) == len(COUNTERS) * RACES
    with hall.database.read() as connection:
        ids = list(connection.execute(select(table.c.id).order_by(table.c.sort_key, table.c.id)).scalars())
        most = connection.execute(select(func.max(table.c.calls))).scalar()
    assert most == 1
    in_order = [event.ticket for event in facts_of(hall) if event.kind is Kind.TICKET_CALLED]
    assert in_order == ids


def facts_of(hall: Hall) -> list:
    facts: list = []
    with hall.database.read() as connection:
        while page := since(connection, MAIN, facts[-1].id if facts else 0):
            facts += page
    return facts
