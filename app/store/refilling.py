"""Fills an empty database with the rows of a backup, in one transaction: all of it, or nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import Connection, MetaData, create_engine, event, insert, inspect, text
from sqlalchemy.exc import DBAPIError

from app.domain.errors import Unworkable
from app.store.database import StoreUnavailable
from app.store.files import keep_private
from app.store.migrating import upgrade
from app.store.portable import ROWS_AT_ONCE, Columns, columns_of, lines_of, row_of, rows_of
from app.store.tables import metadata

# What came after a backup used numbers of rows that screens, agents and satellites may still remember:
# the next row gets one that nobody has seen.
LEAP = 1_000_000
VERSION = "alembic_version"
_SEQUENCE = text("SELECT pg_get_serial_sequence(:name, 'id')")


class NotEmpty(Unworkable):
    """The place to restore into holds data, which would be lost."""


class NotTheSame(Unworkable):
    """What was restored is not what the backup holds."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table of a backup: its columns, the hash of its lines, and these, read when `lines` is called."""

    columns: Columns
    sha256: str
    lines: Callable[[], Iterator[bytes]]


def refill(
    url: str,
    *,
    schema: str,
    parts: Mapping[str, Part],
    sequences: Mapping[str, int],
    then: Callable[[Connection], None],
    told: Callable[[str], None],
) -> None:
    """Builds the schema, puts every row in, compares, upgrades to this program's schema, calls `then`.

    Raises NotEmpty, NotTheSame and StoreUnavailable; whatever it raises, the database is as it was.
    """
    keep_private(url)
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        _in_one_transaction(engine)
    try:
        with engine.connect() as connection, connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(20170613)"))
            _clear(connection)
            upgrade(connection, schema)
            _fill(connection, parts, told=told)
            _compare(connection, parts)
            _go_on_above(connection, sequences)
            upgrade(connection, "head")
            _look_for_strays(connection)
            then(connection)
    except DBAPIError as error:
        why = " ".join(str(error.orig).split()).removesuffix(".")
        raise StoreUnavailable(f"The database cannot be filled: {why}.") from error
    finally:
        engine.dispose()


def numbered(connection: Connection) -> dict[str, int]:
    """The last number that each table gave to a row of its own, also to one that is gone again."""
    if connection.dialect.name == "sqlite":
        if not inspect(connection).has_table("sqlite_sequence"):
            return {}
        return {
            row.name: row.seq for row in connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
        }
    last = text(
        "SELECT last_value FROM pg_sequences WHERE format('%I.%I', schemaname, sequencename) = :sequence"
    )
    found = {
        name: connection.execute(last, {"sequence": sequence}).scalar()
        for name, sequence in _sequences(connection).items()
    }
    return {name: int(value) for name, value in found.items() if value is not None}


def _in_one_transaction(engine: Any) -> None:
    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _clear(connection: Connection) -> None:
    """Takes away tables of ours that hold nothing, those of another version too. Raises NotEmpty."""
    there = MetaData()
    there.reflect(connection, only=lambda name, _: name in metadata.tables or name == VERSION)
    for table in there.sorted_tables:
        if table.name != VERSION and connection.execute(table.select().limit(1)).first() is not None:
            raise NotEmpty(
                "This place holds data already, and restoring would lose it. Restore into an empty one: "
                "another folder (ANTREAN_DATA) or another database (ANTREAN_DATABASE)."
            )
    there.drop_all(connection)


def _fill(connection: Connection, parts: Mapping[str, Part], *, told: Callable[[str], None]) -> None:
    """Tables that others point to come first."""
    built = MetaData()
    built.reflect(connection)
    order = [table.name for table in built.sorted_tables]
    if set(order) - {VERSION} != set(parts):
        raise NotTheSame("The backup has other tables than its version of the program; take another one.")
    for name in order:
        if name == VERSION:
            continue
        if columns_of(connection, name) != dict(parts[name].columns):
            raise NotTheSame(f"The backup's table {name} is not the one of its version; take another one.")
        told(f"{name}: {_insert_all(connection, name, parts[name])} rows")


def _insert_all(connection: Connection, name: str, part: Part) -> int:
    rows = (row_of(line, part.columns) for line in part.lines())
    statement, count = insert(rows_of(name, part.columns)), 0
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        connection.execute(statement, batch)
        count += len(batch)
    return count


def _compare(connection: Connection, parts: Mapping[str, Part]) -> None:
    """What the database hands out now, line by line, is what the backup holds. Raises NotTheSame."""
    for name, part in parts.items():
        if _hash(lines_of(connection, name, part.columns)) != part.sha256:
            raise NotTheSame(f"The table {name} came back changed; take another backup.")


def _hash(lines: Iterable[bytes]) -> str:
    digest = sha256()
    for line in lines:
        digest.update(line)
    return digest.hexdigest()


def _go_on_above(connection: Connection, sequences: Mapping[str, int]) -> None:
    """The next row of every table gets a number that no row ever had."""
    for name in _numbering(connection):
        highest = connection.execute(text(f'SELECT max(id) FROM "{name}"')).scalar()  # noqa: S608 - ours
        last = max(int(highest or 0), sequences.get(name, 0))
        _set_last(connection, name, last + LEAP if last else 0)


def _numbering(connection: Connection) -> list[str]:
    """The tables that number their rows themselves and never give a number twice."""
    if connection.dialect.name == "sqlite":
        query = text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'")
        return [row.name for row in connection.execute(query)]
    return list(_sequences(connection))


def _sequences(connection: Connection) -> dict[str, str]:
    """The sequence behind each table on PostgreSQL."""
    tables = {name for name in inspect(connection).get_table_names() if "id" in _names_of(connection, name)}
    found = {name: connection.execute(_SEQUENCE, {"name": f'"{name}"'}).scalar() for name in sorted(tables)}
    return {name: str(sequence) for name, sequence in found.items() if sequence is not None}


def _names_of(connection: Connection, name: str) -> set[str]:
    return {str(each["name"]) for each in inspect(connection).get_columns(name)}


def _set_last(connection: Connection, name: str, last: int) -> None:
    if not last:
        return
    if connection.dialect.name == "postgresql":
        query = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
        connection.execute(query, {"name": f'"{name}"', "last": last})
        return
    connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
    connection.execute(
        text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), {"name": name, "last": last}
    )


def _look_for_strays(connection: Connection) -> None:
    """On SQLite nobody has looked yet whether every row points to one that is there. Raises NotTheSame."""
    if connection.dialect.name != "sqlite":
        return
    strays = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if strays:
        raise NotTheSame(f"{len(strays)} rows of {strays[0][0]} point to rows that are not there.")
