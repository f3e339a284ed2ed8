"""Eight processes of 25 visitors rush at one series, then twenty counters at one queue."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from sqlalchemy import select

from app.domain.events import Event, Kind
from app.store.database import Database
from app.store.journal import since
from app.store.tables import ticket as table
from config.bootstrap import ROOT
from tests.factories import MAIN
from tests.faults.busy_mall import COUNTERS, busy_mall
from tests.faults.crowd import NUMBERS_EACH, VISITORS
from tests.hall import Hall

PROCESSES = 8
TICKETS = PROCESSES * VISITORS * NUMBERS_EACH


class Rush:
    """The processes of tests/faults/crowd.py; two of them have a clerk at each counter."""

    def __init__(self, url: str) -> None:
        began = str(time.monotonic())
        self._processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.faults.crowd", url, ",".join(COUNTERS[number % 4 :: 4]), began],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for number in range(PROCESSES)
        ]
        for process in self._processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"

    def do(self, what: str) -> list:
        """All processes begin on one word; what they did, joined."""
        for process in self._processes:
            print(what, file=process.stdin, flush=True)
        return [entry for process in self._processes for entry in json.loads(process.stdout.readline())]

    def end(self) -> None:
        for process in self._processes:
            process.communicate()


@pytest.fixture
def rush(database_url: str) -> Iterator[Rush]:
    begun = Rush(database_url)
    yield begun
    begun.end()


@pytest.fixture
def hall(database_url: str) -> Iterator[Hall]:
    database = Database(database_url)
    yield Hall(database, mall=busy_mall())
    database.close()


def rows_of(hall: Hall) -> list:
    with hall.database.read() as connection:
        return list(connection.execute(select(table).order_by(table.c.id)))


def facts_of(hall: Hall) -> list[Event]:
    """The whole journal of the site."""
    facts: list[Event] = []
    with hall.database.read() as connection:
        while page := since(connection, MAIN, facts[-1].id if facts else 0):
            facts += page
    return facts


def test_no_number_is_given_twice_and_nobody_is_called_twice_or_never(rush: Rush, hall: Hall) -> None:
    taken = rush.do("issue")

    rows = rows_of(hall)
    assert sorted(taken) == sorted(row.number for row in rows)
    assert sorted(row.ordinal for row in rows) == list(range(1, TICKETS + 1))

    hall.open(*COUNTERS)
    called = rush.do("call")

    assert sorted(called) == [row.id for row in rows]
    assert {(row.status, row.calls) for row in rows_of(hall)} == {("served", 1)}

    facts = facts_of(hall)
    in_order = [event.ticket for event in facts if event.kind is Kind.TICKET_CALLED]
    assert in_order == [row.id for row in sorted(rows, key=lambda row: (row.sort_key, row.id))]
    for counter in COUNTERS:
        here = [event for event in facts if event.counter == counter and event.ticket]
        for call, end in list(pairwise(here))[::2]:
            assert (call.kind, end.kind) == (Kind.TICKET_CALLED, Kind.TICKET_SERVED)
            assert call.ticket == end.ticket
