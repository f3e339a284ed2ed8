"""Who called A-007 at 10:12? Facts are found by day, number, counter, person, kind and word."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from app.domain.events import Kind
from app.queries.journal_search import MOST_FOUND, Wanted, find_facts
from app.store.journal import record
from app.store.tables import staff
from tests.factories import MORNING
from tests.hall import Hall

TODAY = date(2026, 11, 23)


@pytest.fixture
def morning(hall: Hall) -> Hall:
    """Two visitors, the first of whom Siti calls to counter 1; and one of the Friday before."""
    hall.now = MORNING - timedelta(days=3)
    hall.issue()
    hall.now = MORNING
    person = {"username": "siti", "name": "Siti Rahayu", "password_hash": "", "must_change": False}
    moments = {"password_at": MORNING, "created_at": MORNING}
    hall.database.write("", lambda tx: tx.execute(insert(staff).values({**person, **moments})))
    first, _ = hall.ticket(), hall.ticket()
    told = {"number": first.number, "service": first.service, "agency": first.agency, "reason": "50%_x"}
    hall.database.write(
        hall.site,
        lambda tx: record(
            tx, Kind.TICKET_CALLED, at=hall.now, actor="staff:siti", ticket=first.id, counter="1", data=told
        ),
    )
    return hall


def kinds(hall: Hall, **wanted: Any) -> list[str]:
    site = hall.mall.site[hall.site]
    with hall.database.read() as connection:
        facts, _ = find_facts(connection, hall.mall, site, Wanted(wanted.pop("day", TODAY), **wanted))
    return [fact["kind"] for fact in facts]


def test_the_facts_of_a_number_tell_who_did_it_and_where(morning: Hall) -> None:
    site = morning.mall.site[morning.site]
    with morning.database.read() as connection:
        facts, more = find_facts(connection, morning.mall, site, Wanted(TODAY, number="a1"))

    called, issued = facts
    assert (called["kind"], called["actor_name"], called["counter_name"]) == (
        "ticket_called",
        "Siti Rahayu",
        "Loket 1",
    )
    assert issued["kind"] == "ticket_issued"
    assert more is None


def test_a_day_is_that_of_the_place(morning: Hall) -> None:
    assert kinds(morning) == ["ticket_called", "ticket_issued", "ticket_issued"]
    assert kinds(morning, day=TODAY - timedelta(days=3)) == ["ticket_issued"]
    assert kinds(morning, day=TODAY + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"counter": "1"}, 1),
        ({"counter": "2"}, 0),
        ({"person": "rahayu"}, 1),
        ({"person": "SITI"}, 1),
        ({"person": "kiosk:k1"}, 2),
        ({"person": "budi"}, 0),
        ({"kind": "ticket_issued"}, 2),
        ({"text": "50%_"}, 1),
        ({"text": "5%x"}, 0),
        ({"number": "A-009"}, 0),
        ({"number": "???"}, 0),
        ({"number": "A-001", "counter": "1", "person": "siti"}, 1),
    ],
)
def test_each_question_narrows_what_is_found(morning: Hall, wanted: dict[str, str], count: int) -> None:
    assert len(kinds(morning, **wanted)) == count


def test_a_busy_day_is_read_page_by_page(hall: Hall) -> None:
    for number in range(MOST_FOUND * 2 + 3):
        hall.database.write(
            hall.site,
            lambda tx, number=number: record(
                tx, Kind.NOTICE_POSTED, at=hall.now, actor="admin:1", data={"number": number}
            ),
        )
    site, before, seen = hall.mall.site[hall.site], None, []
    pages = 0
    with hall.database.read() as connection:
        while pages == 0 or before is not None:
            facts, before = find_facts(connection, hall.mall, site, Wanted(TODAY, before=before))
            seen += [fact["data"]["number"] for fact in facts]
            pages += 1

    assert pages == 3
    assert seen == list(range(MOST_FOUND * 2 + 2, -1, -1))


def test_what_belongs_to_no_site_is_found_there(morning: Hall) -> None:
    morning.database.write("", lambda tx: record(tx, Kind.BACKUP_ASKED, at=morning.now, actor="staff:siti"))
    with morning.database.read() as connection:
        facts, _ = find_facts(connection, morning.mall, None, Wanted(TODAY))

    assert [fact["kind"] for fact in facts] == ["backup_asked"]
    assert "backup_asked" not in kinds(morning)
