"""When the database cannot be written nothing is acknowledged, and afterwards it goes on by itself."""

import resource
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.store.database import POOL_OVERFLOW, POOL_SIZE, Database, StoreUnavailable
from app.store.transaction import Transaction
from tests.factories import MAIN
from tests.services.databases import PostgresDatabases
from tests.store.facts import actors, fact


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """As on a disk with that much room: the system refuses to let any file of ours grow further."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_on_a_full_disk_nothing_is_acknowledged_that_is_not_kept(sqlite: Database, tmp_path: Path) -> None:
    acknowledged: list[str] = []

    def fill() -> None:
        for n in range(100):
            sqlite.write(MAIN, lambda tx, n=n: fact(tx, f"t{n}"))
            acknowledged.append(f"t{n}")

    sqlite.write(MAIN, lambda _: None)
    room = (tmp_path / "antrean.db-wal").stat().st_size + 40_000
    with no_file_beyond(room), pytest.raises(StoreUnavailable):
        fill()

    assert 0 < len(acknowledged) < 100
    assert actors(sqlite) == acknowledged
    sqlite.write(MAIN, lambda tx: fact(tx, "afterwards"))
    assert actors(sqlite) == [*acknowledged, "afterwards"]


def test_a_database_that_may_not_grow_refuses_and_stays_readable(sqlite: Database) -> None:
    sqlite.write(MAIN, lambda tx: fact(tx, "first"))
    pages = sqlite.write(MAIN, lambda tx: tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    limit(sqlite, pages)

    with pytest.raises(StoreUnavailable):
        sqlite.write(MAIN, lambda tx: [fact(tx, "x" * 70) for _ in range(200)] and None)

    assert actors(sqlite) == ["first"]
    limit(sqlite, 2**30)
    sqlite.write(MAIN, lambda tx: fact(tx, "afterwards"))
    assert actors(sqlite) == ["first", "afterwards"]


def limit(database: Database, pages: int) -> None:
    def say(tx: Transaction) -> None:
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    database.write(MAIN, say)


def test_a_read_only_file_is_readable_and_refuses_every_change(sqlite: Database) -> None:
    sqlite.write(MAIN, lambda tx: fact(tx, "first"))
    path = sqlite.url.removeprefix("sqlite:///")
    locked = Database(f"sqlite:///file:{path}?mode=ro&uri=true")

    with pytest.raises(StoreUnavailable):
        locked.write(MAIN, lambda tx: fact(tx, "never"))
    assert actors(locked) == ["first"]
    locked.close()


def test_a_file_that_is_no_database_is_trouble_and_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "antrean.db"
    path.write_bytes(b"a letter to the mayor" * 500)
    broken = Database(f"sqlite:///{path}")

    with pytest.raises(StoreUnavailable):
        broken.write(MAIN, lambda tx: fact(tx, "never"))
    with pytest.raises(StoreUnavailable):
        actors(broken)
    broken.close()


def test_a_connection_cut_in_the_middle_of_a_deed_undoes_it(postgres: Database) -> None:
    address = postgres.url.replace("postgresql+psycopg", "postgresql")

    def cut_off(tx: Transaction) -> None:
        fact(tx, "lost")
        own = tx.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with psycopg.connect(address, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", (own,))
        fact(tx, "never")

    with pytest.raises(StoreUnavailable):
        postgres.write(MAIN, cut_off)

    postgres.write(MAIN, lambda tx: fact(tx, "afterwards"))
    assert actors(postgres) == ["afterwards"]


def test_a_restart_of_postgresql_is_survived(
    postgres: Database, postgres_databases: PostgresDatabases
) -> None:
    def durably(tx: Transaction) -> None:
        tx.connection.exec_driver_sql("SET LOCAL synchronous_commit = on")  # the tests' cluster is lazy
        fact(tx, "before")

    postgres.write(MAIN, durably)

    postgres_databases.cluster.restart()

    postgres.write(MAIN, lambda tx: fact(tx, "afterwards"))
    assert actors(postgres) == ["before", "afterwards"]


def test_while_postgresql_is_away_everything_is_refused(tmp_path: Path) -> None:
    away = Database("postgresql+psycopg://antrean@127.0.0.1:9/antrean")

    with pytest.raises(StoreUnavailable):
        away.write(MAIN, lambda tx: fact(tx, "never"))
    with pytest.raises(StoreUnavailable):
        actors(away)
    away.close()


def test_when_every_connection_is_taken_that_is_trouble_and_not_a_crash(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool: Any = sqlite._reader.pool
    monkeypatch.setattr(pool, "_timeout", 0.01)
    with ExitStack() as taken:
        for _ in range(POOL_SIZE + POOL_OVERFLOW):
            taken.enter_context(sqlite.read())
        with pytest.raises(StoreUnavailable, match="taken"), sqlite.read():
            pass
