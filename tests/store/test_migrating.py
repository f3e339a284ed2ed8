"""Migrations: twice is as once, side by side is as one after the other, and half is as none."""

import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from app.store.database import Database
from app.store.migrating import is_current, migrate
from app.store.tables import metadata
from config.bootstrap import ROOT
from tests.factories import MAIN
from tests.services.databases import PostgresDatabases
from tests.store.facts import actors, fact


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it, not even a schema."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    name = f"empty_{tmp_path.name}".lower()
    yield databases.cluster.create(name)
    databases.cluster.drop(name)


def tables_of(url: str) -> set[str]:
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_migrating_twice_is_harmless(database_url: str) -> None:
    database = Database(database_url)
    database.write(MAIN, lambda tx: fact(tx, "kept"))
    migrate(database_url)

    assert is_current(database_url)
    assert actors(database) == ["kept"]
    database.close()


def test_an_empty_database_becomes_current(empty_url: str) -> None:
    assert not is_current(empty_url)
    migrate(empty_url)

    assert is_current(empty_url)
    assert tables_of(empty_url) == set(metadata.tables) | {"alembic_version"}


def test_two_servers_that_start_together_migrate_once(empty_url: str) -> None:
    if empty_url.startswith("sqlite"):
        migrate(empty_url)  # a file has one server; its creation is not raced for
    with ThreadPoolExecutor(2) as servers:
        list(servers.map(migrate, [empty_url, empty_url]))

    assert is_current(empty_url)


@pytest.mark.parametrize("statement", [4, 9, 16])
def test_a_migration_killed_half_way_leaves_the_old_schema(empty_url: str, statement: int) -> None:
    died = subprocess.run(
        [sys.executable, "-m", "tests.store.dying_migration", empty_url, str(statement)], cwd=ROOT
    )

    assert died.returncode == -signal.SIGKILL
    assert tables_of(empty_url) == set()
    migrate(empty_url)
    assert is_current(empty_url)


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of POSIX")
def test_nobody_else_reads_the_file_of_a_database_that_others_could_read(tmp_path: Path) -> None:
    """Files of earlier versions were open to everybody on the computer; what lies beside one follows it."""
    file = tmp_path / "antrean.db"
    url = f"sqlite:///{file}"
    migrate(url)
    fresh = stat.S_IMODE(file.stat().st_mode)
    file.chmod(0o644)
    migrate(url)
    database = Database(url)
    database.write("", lambda tx: tx.execute(text("DELETE FROM session")))
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    database.close()

    assert fresh == 0o600
    assert modes == dict.fromkeys(["antrean.db", "antrean.db-wal", "antrean.db-shm"], 0o600)
