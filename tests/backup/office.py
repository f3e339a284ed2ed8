"""An office that has something of everything, and places to bring it back to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, LargeBinary, insert, inspect

from app.store.database import Database
from app.store.portable import columns_of, lines_of
from app.store.tables import Moment, metadata
from app.store.transaction import Transaction
from config import mall as mall_files
from config.private_file import write_private
from config.settings import Settings
from tests.factories import a_mall

# In each column of words: order, quotes and signs that some engine or other has stumbled over.
WORDS = ("b 'kutip' \"dua\" \\ ; --", "Å ñ – 漢\n\t", "a 𝄞 null")
PICTURE = b"\x89PNG\r\n" + bytes(range(256)) * 40
SECRET = "5e" * 32
LATER = datetime(2026, 11, 23, 1, 30, 0, 123_456, tzinfo=UTC)


def office(url: str, folder: Path) -> Settings:
    """The settings of an office whose folder has a key, a picture and a recording."""
    settings = Settings(data=folder, database=url)
    folder.mkdir(parents=True, exist_ok=True)
    write_private(settings.secret_path, SECRET)
    for name, content in (("media", PICTURE), ("voice/id", b"RIFF....")):
        (folder / name).mkdir(parents=True)
        file = f"{sha256(content).hexdigest()}.png" if name == "media" else "nol (1).wav"
        (folder / name / file).write_bytes(content)
    return settings


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


def fill(url: str) -> None:
    """Three rows in every table that there is, now and in years to come, with a value of every kind."""

    def put(tx: Transaction) -> None:
        for table in metadata.sorted_tables:
            for number in (1, 2, 3):
                tx.execute(insert(table).values({c.name: _value(c, number) for c in table.columns}))

    with opened(url) as database:
        database.write("", put)


def contents(url: str) -> dict[str, list[bytes]]:
    """Every row of every table, as a backup writes it."""
    with opened(url) as database, database.read() as connection:
        return {
            name: list(lines_of(connection, name, columns_of(connection, name)))
            for name in sorted(inspect(connection).get_table_names())
            if name != "alembic_version"
        }


def files(folder: Path) -> dict[str, bytes]:
    """What lies in a data folder beside the database."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("antrean.db")
    }


def _value(column: Column[Any], number: int) -> Any:
    meant: Callable[[], Any] | None = {
        "revision.document": lambda: mall_files.document(a_mall()),
        "media.sha256": lambda: sha256(PICTURE).hexdigest() if number == 1 else f"{number}" * 64,
        "media.type": lambda: "png",
        "series.last": lambda: 900 + number,
        "session.ended_at": lambda: LATER,  # living ones do not come back
    }.get(f"{column.table.name}.{column.name}")
    if meant is not None:
        return meant()
    if column.foreign_keys:
        return number
    return None if column.nullable and number == 3 else _of_kind(column, number)


def _of_kind(column: Column[Any], number: int) -> Any:
    written = JSON.NULL if number == 2 and column.nullable else {"daftar": [None, 1.5, WORDS[number - 1]]}
    values = {
        Boolean: number == 2,
        Integer: number,
        Float: 0.1 * number,
        Moment: LATER + timedelta(seconds=number),
        Date: date(2026, 11, 22) + timedelta(days=number),
        LargeBinary: bytes([number]) * 32,
        JSON: written,
    }
    said = f"{number}{WORDS[number - 1]}"[: getattr(column.type, "length", None)]
    return next((value for kind, value in values.items() if isinstance(column.type, kind)), said)
