"""Counting a queue reads the queue, never the whole day: else every ticket makes the next one slower."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import CompoundSelect, Select
from sqlalchemy.engine import make_url

from app.queries import door, load, tickets
from app.store.database import Database
from tests.factories import MORNING

WAITING = "USING INDEX ix_ticket_waiting (site=? AND day=? AND agency=?)"
ASIDE = "USING INDEX ix_ticket_aside (site=? AND day=? AND agency=?)"
STOPS = "USING INDEX ix_ticket_stops (site=? AND day=?)"
OPEN = "USING INDEX ix_ticket_open (site=? AND day=?)"
AT_DOOR = {"midnight": MORNING, "service": "A01"}


@pytest.mark.parametrize(
    ("query", "values", "index"),
    [
        (load.COUNTS_OF, {"agencies": ["A", "B"]}, WAITING),
        (load.COUNTS_OF_ONE, {"agency": "A"}, WAITING),
        (load.LATER_OF, {"agencies": ["A", "B"]}, ASIDE),
        (load.LATER_OF, {"agencies": ["A", "B"]}, STOPS),
        (tickets.NEWEST_PLACE, {}, OPEN),
        (door.AT_ONE, {"agency": "A", **AT_DOOR}, ASIDE),
        (door.AT_SOME, {"agencies": ["A", "B"], **AT_DOOR}, WAITING),
        (door.AT_ONE, {"agency": "A", **AT_DOOR}, STOPS),
    ],
    ids=[
        "agencies",
        "agency",
        "aside",
        "stops",
        "newest",
        "door of one",
        "door of some",
        "stops there",
    ],
)
def test_a_queue_is_counted_from_its_index_alone(
    sqlite_url: str, query: Select[Any] | CompoundSelect[Any], values: dict[str, Any], index: str
) -> None:
    """On SQLite, which chooses by the statement; PostgreSQL goes by what it has counted."""
    bound = query.params(site="BWI", day=date(2026, 3, 2), **values)
    dialect = make_url(sqlite_url).get_dialect()()
    statement = bound.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    database = Database(sqlite_url)
    with database.read() as connection:
        plan = " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}"))
    database.close()
    assert index in plan
    assert "TEMP B-TREE FOR ORDER BY" not in plan
