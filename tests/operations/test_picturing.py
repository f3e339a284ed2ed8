"""A hub's picture of a satellite: the facts alone make the same hall, each counted once, in order."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test
from sqlalchemy import Table, select

from app.domain.booking import BookingState
from app.domain.events import Event
from app.domain.keeping import SiteElsewhere
from app.domain.mall import Text
from app.operations import calling, picturing
from app.operations.bookings import cancel_booking, release_bookings
from app.operations.notices import post_notice
from app.queries.board import board
from app.queries.remote import taken_from_afar
from app.store.database import Database
from app.store.journal import since
from app.store.tables import booking, counter, far_ticket, helping, satellite, switch, ticket
from app.store.tables import journal as facts
from tests.factories import MAIN, moment
from tests.hall import Hall
from tests.operations.test_any_hall import AnyHall
from tests.operations.test_bookings import change, come, move, open_to_bookings, reserve
from tests.services.databases import Databases

ALL_OF_IT = 10**6
PLACE = (
    "day", "number", "service", "issued_for", "agency", "status", "sort_key", "issued_at", "counter", "calls",
    "only_at", "stops", "waiting_since", "ended_at",
)  # fmt: skip
HALL = ((counter, ("opened_at", "asked_by", "asked_at")), (switch, ()), (helping, ()))


class Hub:
    """Another server's database, which keeps no site."""

    def __init__(self, url: str) -> None:
        self.database = Database(url, owns=lambda site: site == "")
        self.database.write_picture(MAIN, picturing.begin)

    def pull(self, there: Hall, *, limit: int = ALL_OF_IT, again: int = 0) -> int:
        """Takes in what is new, and the last `again` facts once more."""
        with there.database.read() as connection:
            events = since(connection, MAIN, max(0, self.cursor - again), limit=limit)
        return self.take_in(there, events)

    def take_in(self, there: Hall, events: tuple[Event, ...]) -> int:
        return self.database.write_picture(
            MAIN,
            lambda tx: picturing.take_in(tx, there.mall, events, as_of=there.now, random=os.urandom),
        )

    @property
    def cursor(self) -> int:
        with self.database.read() as connection:
            return int(connection.execute(select(satellite.c.cursor)).scalar_one())


def rows(database: Database, table: Table, *, but: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    """Those of the main site as values, whatever their order."""
    columns = [column for column in table.c if column.name not in but]
    with database.read() as connection:
        found = connection.execute(select(*columns).where(table.c.site == MAIN)).all()
    return sorted((tuple(row) for row in found), key=str)


def places(database: Database) -> list[tuple[Any, ...]]:
    with database.read() as connection:
        found = connection.execute(select(*(ticket.c[name] for name in PLACE)).order_by(ticket.c.issued_at))
        return sorted(tuple(map(str, row)) for row in found)


def told(database: Database) -> list[tuple[Any, ...]]:
    """The journal without what is this database's own: its ids."""
    columns = (facts.c.at, facts.c.kind, facts.c.actor, facts.c.counter, facts.c.data)
    with database.read() as connection:
        found = connection.execute(select(*columns).where(facts.c.site == MAIN).order_by(facts.c.id))
        return [tuple(row) for row in found]


def fresh(databases: Databases, folder: Path) -> str:
    folder.mkdir()
    return databases.fresh(folder)


@pytest.fixture
def here(database_url: str) -> Iterator[Hub]:
    hub = Hub(database_url)
    yield hub
    hub.database.close()


@pytest.fixture
def there(sqlite_databases: Databases, tmp_path: Path) -> Iterator[Hall]:
    database = Database(fresh(sqlite_databases, tmp_path / "there"))
    hall = Hall(database)
    hall.open("1", "2")
    yield hall
    database.close()


def test_a_pulled_day_is_the_same_day(here: Hub, there: Hall) -> None:
    for service in ("ktp", "kk", "ktp", "paspor"):
        there.ticket(service)
    there.call("1")
    there.clerk("1", calling.serve)
    there.finish("1")
    there.call("2")
    there.miss("2")
    while here.pull(there, limit=3):
        pass
    assert places(here.database) == places(there.database)
    assert told(here.database) == told(there.database)


def test_what_comes_twice_counts_once(here: Hub, there: Hall) -> None:
    there.ticket()
    there.ticket()
    here.pull(there)
    there.call()
    assert here.pull(there, again=2) == 1
    assert told(here.database) == told(there.database)
    assert len(rows(here.database, far_ticket)) == 2


def test_a_call_stands_on_the_board_of_the_hub(here: Hub, there: Hall) -> None:
    there.database.write(
        MAIN,
        lambda tx: post_notice(tx, Text("Libur", "Closed"), minutes=None, actor="staff:sri", now=there.now),
    )
    called = there.ticket()
    there.call()
    here.pull(there)
    with here.database.read() as connection:
        shown = board(connection, there.mall, there.mall.site[MAIN], now=there.now)
    assert [(call["number"], call["counter_name"]) for call in shown["calls"]] == [(called.number, "Loket 1")]
    assert shown["notices"]["id"] == "Libur"


def test_a_fact_of_a_newer_version_is_kept_and_moves_nothing(here: Hub, there: Hall) -> None:
    there.ticket()
    here.pull(there)
    with there.database.read() as connection:
        last = since(connection, MAIN, 0, limit=ALL_OF_IT)[-1]
    before = places(here.database)
    here.take_in(there, (replace(last, id=last.id + 1, kind="ticket_applauded", data={}),))
    assert told(here.database)[-1][1] == "ticket_applauded"
    assert places(here.database) == before


def test_nobody_changes_a_site_that_another_server_keeps(here: Hub, there: Hall) -> None:
    there.database = here.database
    with pytest.raises(SiteElsewhere):
        there.issue()
    assert rows(there.database, ticket) == []


def test_trouble_is_dated_from_its_beginning_and_ends_with_the_next_facts(here: Hub, there: Hall) -> None:
    began = there.now
    for now in (began, began + timedelta(minutes=5)):
        here.database.write_picture(MAIN, partial(picturing.note_trouble, trouble="away", now=now))
    assert [(row[4], row[5]) for row in rows(here.database, satellite)] == [("away", began)]
    here.pull(there)
    assert [(row[4], row[5]) for row in rows(here.database, satellite)] == [(None, None)]


def test_a_picture_can_be_forgotten_and_made_anew(here: Hub, there: Hall) -> None:
    there.ticket()
    here.pull(there)
    here.database.write_picture(MAIN, picturing.forget)
    assert (places(here.database), told(here.database)) == ([], [])
    here.database.write_picture(MAIN, picturing.begin)
    here.pull(there)
    assert told(here.database) == told(there.database)


BOOKED = ("day", "starts_at", "ends_at", "service", "agency", "state", "booked_at", "ended_at")


def bookings(database: Database) -> list[tuple[Any, ...]]:
    with database.read() as connection:
        found = connection.execute(select(*(booking.c[name] for name in BOOKED)))
        return sorted(tuple(map(str, row)) for row in found)


def test_bookings_are_pictured_from_the_first_fact_to_the_number(here: Hub, there: Hall) -> None:
    there.mall = open_to_bookings(there.mall)
    made = [reserve(there, f"{hour:02}:00") for hour in range(9, 13)]
    change(there, made[0], cancel_booking)
    move(there, made[1], moment("2026-11-25 09:30"))
    there.now = moment("2026-11-24 10:55")
    come(there, made[2])
    there.now = moment("2026-11-24 13:31")
    there.database.write(MAIN, lambda tx: release_bookings(tx, there.mall, now=there.now))
    here.pull(there, limit=3)
    here.pull(there, again=5)
    here.pull(there, again=5)
    assert {row[5] for row in bookings(here.database)} == set(BookingState)
    assert bookings(here.database) == bookings(there.database)
    with here.database.read() as connection:
        assert taken_from_afar(connection, site=MAIN, day=made[2].day, service="ktp") == 1


def test_a_fact_that_does_not_say_when_a_slot_ends_means_one_of_the_mall(here: Hub, there: Hall) -> None:
    there.mall = open_to_bookings(there.mall)
    reserve(there)
    with there.database.read() as connection:
        events = since(connection, MAIN, 0)
    old = {name: value for name, value in events[-1].data.items() if name != "ends_at"}
    here.take_in(there, (*events[:-1], replace(events[-1], data=old)))
    assert bookings(here.database) == bookings(there.database)


def test_a_picture_with_bookings_can_be_forgotten(here: Hub, there: Hall) -> None:
    there.mall = open_to_bookings(there.mall)
    booked = reserve(there)
    there.now = moment("2026-11-24 08:55")
    come(there, booked)
    here.pull(there)
    here.database.write_picture(MAIN, picturing.forget)
    assert (bookings(here.database), places(here.database)) == ([], [])


class PicturedHall(AnyHall):
    """Any hall, with a hub that pulls it."""

    hub: Hub

    @invariant()
    def the_hub_sees_the_same(self) -> None:
        while self.hub.pull(self.hall, limit=100):
            pass
        assert places(self.hub.database) == places(self.database)
        for table, but in HALL:
            assert rows(self.hub.database, table, but=but) == rows(self.database, table, but=but)


@pytest.mark.slow
def test_any_hall_looks_the_same_from_the_hub(sqlite_databases: Databases, tmp_path: Path) -> None:
    """Whatever visitors, clerks and time do there."""

    class Here(PicturedHall):
        url = fresh(sqlite_databases, tmp_path / "there")
        hub = Hub(fresh(sqlite_databases, tmp_path / "here"))

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=6, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert told(Here.hub.database)
