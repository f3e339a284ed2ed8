"""What an older database knows of papers and printers is all there after the migrations."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import MetaData, create_engine, event, insert, select, text

from app.store.migrating import alembic_config, migrate
from app.store.tables import printer_state, ticket
from tests.services.databases import PostgresDatabases

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
TICKET: dict[str, Any] = {
    "id": 7,
    "site": "main",
    "day": NOW.date(),
    "prefix": "A",
    "ordinal": 1,
    "number": "A-001",
    "service": "ktp",
    "agency": "DUKCAPIL",
    "status": "waiting",
    "language": "id",
    "sort_key": NOW,
    "issued_at": NOW,
    "origin": "kiosk:K1",
    "print_state": "queued",
    "nonce": bytes(16),
    "token_hash": bytes(32),
}
PAPER: dict[str, Any] = {
    "id": 41,
    "site": "main",
    "printer": "P1",
    "ticket": 7,
    "slip": {"number": "A-001"},
    "state": "queued",
    "not_before": NOW,
    "created_at": NOW,
    "expires_at": NOW,
}

PRINTERS = [
    {"site": "main", "code": code, "state": state, "since": NOW, "seen_at": NOW}
    for code, state in (("P1", "paper_out"), ("P2", "near_end"))
]


@pytest.fixture(params=["sqlite", "postgresql"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A database as it was before, with one paper and two printers."""
    databases: PostgresDatabases | None = None
    name = f"old_{tmp_path.name}".lower()
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if request.param == "postgresql":
        databases = request.getfixturevalue("postgres_databases")
        url = databases.cluster.create(name)
    engine = create_engine(url)
    config = alembic_config(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        tables = MetaData()
        tables.reflect(connection)
        connection.execute(insert(tables.tables["ticket"]).values(TICKET))
        connection.execute(insert(tables.tables["print_job"]).values(PAPER))
        connection.execute(insert(tables.tables["printer_state"]).values(PRINTERS))
    engine.dispose()
    yield url
    if databases is not None:
        databases.cluster.drop(name)


def test_papers_are_kept_and_numbered_on(old_url: str) -> None:
    migrate(old_url)
    engine = create_engine(old_url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=ON"))
    tables = MetaData()
    tables.reflect(engine)
    papers = tables.tables["print_job"]
    with engine.begin() as connection:
        kept = connection.execute(select(papers)).one()
        assert (kept.id, kept.ticket, kept.papers_before, kept.marked) == (41, 7, 0, False)
        if engine.dialect.name == "sqlite":
            connection.execute(papers.delete())  # a number is never given again
            made = text("SELECT sql FROM sqlite_master WHERE name = 'print_job'")
            assert "AUTOINCREMENT" in connection.execute(made).scalar_one()
            without = {key: value for key, value in PAPER.items() if key not in ("id", "ticket")}
            connection.execute(insert(papers).values(without))
            assert connection.execute(select(papers.c.id)).scalar_one() == 42
    engine.dispose()


def test_a_printer_that_stood_still_does_so_since_then(old_url: str) -> None:
    migrate(old_url)
    engine = create_engine(old_url)
    with engine.connect() as connection:
        stopped = dict(connection.execute(select(printer_state.c.code, printer_state.c.stopped_since)).all())
    engine.dispose()

    assert stopped == {"P1": NOW, "P2": None}


def test_an_older_number_was_given_for_its_service_and_waits_since_then(old_url: str) -> None:
    migrate(old_url)
    engine = create_engine(old_url)
    with engine.connect() as connection:
        known = connection.execute(select(ticket.c.issued_for, ticket.c.waiting_since)).one()
    engine.dispose()

    assert tuple(known) == ("ktp", NOW)
