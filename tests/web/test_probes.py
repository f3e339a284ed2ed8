"""What monitoring may ask, and what asking costs."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPICursor

from app.store.database import Database
from tests.factories import moment
from tests.web.api.caller import Api


def figures(api: Api) -> set[str]:
    lines = api.ask("GET", "/metrics").get_data(as_text=True).splitlines()
    return {line for line in lines if not line.startswith("#")}


def test_the_figures_are_those_of_today(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    api = Api(database, tmp_path)
    api.take("ktp")
    api.clerk("1", "open")
    api.clerk("1", "call-next")
    api.take("ktp")
    assert {
        'antrean_tickets{site="main",state="called"} 1',
        'antrean_tickets{site="main",state="waiting"} 1',
        'antrean_print_jobs{site="main",state="queued"} 2',
    } <= figures(api)

    api.now = moment("2026-11-24 08:30")
    assert not any(line.startswith("antrean_tickets") for line in figures(api))
    database.close()


def test_a_long_history_makes_the_figures_no_slower(sqlite_url: str, tmp_path: Path) -> None:
    """Whoever asks, and anyone may, must not make the server read every old ticket."""
    database = Database(sqlite_url)
    api = Api(database, tmp_path)
    asked: list[tuple[str, Any]] = []

    def note(_: Connection, __: DBAPICursor, statement: str, parameters: Any, *___: object) -> None:
        asked.append((statement, parameters))

    event.listen(database._reader, "before_cursor_execute", note)
    figures(api)
    event.remove(database._reader, "before_cursor_execute", note)
    looks = [(statement, values) for statement, values in asked if statement.startswith("SELECT")]
    assert looks
    with database.read() as connection:
        for statement, values in looks:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            assert not [step for *_, step in plan if step.startswith("SCAN")], (statement, plan)
    database.close()
