"""How the databases are held: flushed at every commit, and never written to by a reader."""

import pytest
from sqlalchemy import insert

from app.store.database import Database, StoreUnavailable
from app.store.tables import series
from app.store.transaction import Transaction
from tests.factories import MAIN, MORNING
from tests.store.facts import actors, fact


def pragma(tx: Transaction, name: str) -> object:
    return tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_sqlite_flushes_its_log_at_every_commit(sqlite: Database) -> None:
    assert sqlite.write(MAIN, lambda tx: pragma(tx, "journal_mode")) == "wal"
    assert sqlite.write(MAIN, lambda tx: pragma(tx, "synchronous")) == 2  # FULL
    assert sqlite.write(MAIN, lambda tx: pragma(tx, "foreign_keys")) == 1
    assert sqlite.write(MAIN, lambda tx: pragma(tx, "mmap_size")) in (0, None)


def test_on_sqlite_only_the_writer_checkpoints(sqlite: Database) -> None:
    assert int(str(sqlite.write(MAIN, lambda tx: pragma(tx, "wal_autocheckpoint")))) > 0
    with sqlite.read() as connection:
        assert connection.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar() == 0


def test_we_never_tell_postgresql_to_acknowledge_before_the_disk_did(postgres: Database) -> None:
    with postgres.read() as connection:
        chosen = connection.exec_driver_sql(
            "SELECT source FROM pg_settings WHERE name = 'synchronous_commit'"
        ).scalar()
    assert chosen == "command line"  # of the tests' lazy cluster, not of our session


def test_who_reads_cannot_write(database: Database) -> None:
    row = {"site": MAIN, "day": MORNING.date(), "prefix": "A", "last": 1}

    with pytest.raises(StoreUnavailable), database.read() as connection:
        connection.execute(insert(series).values(row))
    database.write(MAIN, lambda tx: fact(tx, "a"))
    assert actors(database) == ["a"]
