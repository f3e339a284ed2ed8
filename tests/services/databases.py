"""A migrated database for each test, copied from a template that is migrated once a run."""

import shutil
import sqlite3
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg

from app.store.migrating import migrate
from tests.services import register
from tests.services.postgres import Cluster

# A backend whose client was killed ends here at the latest; five seconds are for a busy computer.
ALONE = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
BUILD = """
    SELECT relname || ' ' || relkind::text || ' ' || attname || ' ' || format_type(atttypid, atttypmod)
        || ' ' || attnotnull || ' ' || coalesce(pg_get_expr(adbin, adrelid), '')
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped AND relkind <> 'S'
    UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT unnest(setconfig) FROM pg_db_role_setting
    UNION ALL SELECT version_num FROM alembic_version
"""
# Without triggers, so that the order of the tables does not matter.
EMPTY = """
    SET session_replication_role = replica;
    DO $$ DECLARE name text; BEGIN
        FOR name IN SELECT tablename FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> 'alembic_version'
        LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
        FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'
        LOOP EXECUTE format('ALTER SEQUENCE %I RESTART', name); END LOOP;
    END $$
"""


class Databases(Protocol):
    """Where fresh databases of one kind come from."""

    def fresh(self, folder: Path) -> str:
        """The address of a new migrated database; `folder` is the test's own."""

    def remove(self, url: str) -> None:
        """Gives the database back."""


class SqliteDatabases:
    """Files copied from a migrated one."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        migrate(f"sqlite:///{self._template}")
        register.note("SQLite", sqlite3.sqlite_version)

    def fresh(self, folder: Path) -> str:
        for part in ("", "-wal"):
            source = self._template.with_name(self._template.name + part)
            if source.exists():
                shutil.copyfile(source, folder / f"antrean.db{part}")
        return f"sqlite:///{folder / 'antrean.db'}"

    def remove(self, url: str) -> None:
        pass


class PostgresDatabases:
    """Databases cloned from a migrated template, in a cluster of our own.

    A clone costs a quarter of a second of work, an emptied one a tenth of that: what a test gave back
    is emptied for the next one, if its tables are still those of the template.
    """

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._numbers = count(1)
        self._given_back: list[str] = []
        self._built = ""
        migrate(self.cluster.create("template_antrean"))

    def fresh(self, folder: Path) -> str:  # noqa: ARG002
        while self._given_back:
            url = self._given_back.pop()
            if self._emptied(url):
                return url
            self.cluster.drop(_name(url))
        url = self.cluster.create(f"antrean_{next(self._numbers)}", template="template_antrean")
        if not self._built:
            with _connect(url) as connection:
                self._built = _build(connection)
        return url

    def remove(self, url: str) -> None:
        """Emptied only when it is wanted again: until then a server of the test may still write."""
        self._given_back.append(url)

    def _emptied(self, url: str) -> bool:
        try:
            with _connect(url) as connection:
                connection.execute(ALONE)
                if _build(connection) != self._built:
                    return False
                connection.execute(EMPTY)
        except psycopg.Error:
            return False
        return True


def _connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def _build(connection: psycopg.Connection) -> str:
    """All that migrations make, and its version, as one text."""
    lines = connection.execute(BUILD).fetchall()
    return "\n".join(sorted(str(line) for (line,) in lines))


def _name(url: str) -> str:
    return url.rpartition("/")[2]
