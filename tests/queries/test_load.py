"""Counting a queue reads the queue, never the whole day: else every ticket makes the next one slower."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Select
from sqlalchemy.engine import make_url

from app.queries import load
from app.store.database import Database


@pytest.mark.parametrize(
    ("query", "values"),
    [(load.COUNTS_OF, {"agencies": ["A", "B"]}), (load.COUNTS_OF_ONE, {"agency": "A"})],
    ids=["agencies", "agency"],
)
def test_a_queue_is_counted_from_its_index_alone(
    sqlite_url: str, query: Select[Any], values: dict[str, Any]
) -> None:
    """On SQLite, which chooses by the statement; PostgreSQL goes by what it has counted."""
    bound = query.params(site="BWI", day=date(2026, 3, 2), **values)
    dialect = make_url(sqlite_url).get_dialect()()
    statement = bound.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    database = Database(sqlite_url)
    with database.read() as connection:
        plan = " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}"))
    database.close()
    assert "USING INDEX ix_ticket_waiting (site=? AND day=? AND agency=?)" in plan
