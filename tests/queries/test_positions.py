"""The places of many tickets at once are the same as those asked for one by one."""

import itertools
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.links import Links
from app.domain.mall import Mall
from app.domain.opening import service_day
from app.domain.ticket import Priority, Status, Ticket
from app.operations import calling, counters
from app.operations.issuing import Wish, issue_ticket
from app.queries.positions import positions, tickets_by_id
from app.queries.tickets import position_of
from app.store.database import Database
from config.bootstrap import ROOT
from config.words import Words

MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday, 09.00 in Banyuwangi
SITE = "BWI"
LINKS = Links("http://localhost", bytes(32))
WORDS = Words.load(ROOT / "config" / "words")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def issue(
    database: Database, mall: Mall, service: str, *, minute: int, priority: Priority | None = None
) -> Ticket:
    wish = Wish(service=service, priority=priority, language="id", origin="test")
    now = MORNING + timedelta(minutes=minute)
    issued = database.write(
        SITE,
        lambda tx: issue_ticket(tx, mall, wish, now=now, links=LINKS, words=WORDS, random=os.urandom),
    )
    return issued.ticket


def call(database: Database, mall: Mall, counter: str, *, minute: int) -> None:
    def deed(tx):  # type: ignore[no-untyped-def]
        desk = calling.desk_at(tx, mall, counter, actor="test")
        counters.open_counter(tx, desk, now=MORNING)
        calling.call_next(tx, desk, now=MORNING + timedelta(minutes=minute))

    database.write(SITE, deed)


def test_a_hall_of_phones_reads_the_same_places_as_each_phone_alone(
    database: Database, banyuwangi: Mall
) -> None:
    lanes = itertools.cycle([None, None, Priority.ELDERLY])
    services = ["A01", "B01", "A02", "L01", "A05", "B02", "A01"]
    tickets = [
        issue(database, banyuwangi, service, minute=minute, priority=next(lanes))
        for minute, service in enumerate(services)
    ]
    call(database, banyuwangi, "1", minute=20)
    with database.read() as connection:
        now = [*tickets_by_id(connection, [ticket.id for ticket in tickets])]
        day = service_day(banyuwangi, MORNING)
        places = positions(connection, banyuwangi, banyuwangi.site[SITE], now, day=day)
        alone = {ticket.id: position_of(connection, banyuwangi, ticket) for ticket in now}
    assert places == alone
    assert {ticket.status for ticket in now} == {Status.WAITING, Status.CALLED}


def test_nobody_watching_asks_for_no_places(database: Database, banyuwangi: Mall) -> None:
    with database.read() as connection:
        day = service_day(banyuwangi, MORNING)
        assert positions(connection, banyuwangi, banyuwangi.site[SITE], [], day=day) == {}
        assert list(tickets_by_id(connection, [])) == []
