"""Takes a backup while the office works: one consistent look at the database, and the files it speaks of."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from app.backup.archive import BLOCK, MEMBER, Manifest, TablePart, Writing, table_member
from app.domain.errors import Unworkable
from app.edition import edition
from app.store.database import Database
from app.store.migrating import schema_in, schema_of
from app.store.portable import columns_of, lines_of
from app.store.refilling import numbered
from config.private_file import private_folder
from config.satellites import satellites_file
from config.settings import Settings

VERSION = "alembic_version"
SECRET = "secret.key"  # noqa: S105 - the name of a file
SATELLITES = "config/satellites.toml"
_NEWEST_MALL = text("SELECT document FROM revision ORDER BY id DESC LIMIT 1")


class NothingToKeep(Unworkable):
    """There is no database to take a backup of."""


def take_backup(
    settings: Settings, path: Path, *, kind: str, now: datetime, told: Callable[[str], None] = lambda _: None
) -> Manifest:
    """Writes the backup and reads it once more; returns what is in it.

    It needs no server and disturbs none: readers block no writer. `kind` says what it was made for, `told`
    hears of each table. Raises NothingToKeep, BadBackup, NoRoom, StoreUnavailable and OSError.
    """
    if schema_of(settings.database_url) is None:
        raise NothingToKeep("There is no database yet, so there is nothing to take a backup of.")
    private_folder(path.parent)
    database = Database(settings.database_url)
    try:
        with Writing(path) as backup:
            with database.read() as connection:
                manifest = _write(connection, backup, settings, kind=kind, now=now, told=told)
            backup.seal(manifest)
    finally:
        database.close()
    return manifest


def _write(
    connection: Connection,
    backup: Writing,
    settings: Settings,
    *,
    kind: str,
    now: datetime,
    told: Callable[[str], None],
) -> Manifest:
    schema = schema_in(connection)  # the first look: what is committed until now is in the backup
    tables = {}
    for name in sorted(set(inspect(connection).get_table_names()) - {VERSION}):
        columns = columns_of(connection, name)
        rows = backup.add(table_member(name), lines_of(connection, name, columns))
        tables[name] = TablePart(rows, columns)
        told(f"{name}: {rows} rows")
    missing = []
    for name, file in _files(connection, settings, tables).items():
        if file.is_file():
            backup.add(name, _blocks(file))
        else:
            missing.append(name)
    return Manifest(
        made_at=now,
        schema=schema or "",
        engine=connection.dialect.name,
        edition=edition(),
        mall=_mall_name(connection, tables),
        kind=kind,
        tables=tables,
        sequences=numbered(connection),
        missing=tuple(missing),
        members=backup.members,
    )


def _files(connection: Connection, settings: Settings, tables: Mapping[str, Any]) -> dict[str, Path]:
    """What lies beside the database; caches and the memory of the print agent can be made anew."""
    found = {SECRET: settings.secret_path}
    if satellites_file(settings).exists():
        found[SATELLITES] = satellites_file(settings)
    if "media" in tables:
        for row in connection.execute(text("SELECT DISTINCT sha256, type FROM media")):
            name = f"media/{row.sha256}.{row.type}"
            found[name] = settings.data / name
    voice = settings.data / "voice"
    for path in sorted(voice.rglob("*")):
        name = f"voice/{path.relative_to(voice).as_posix()}"
        if path.is_file() and not path.is_symlink() and MEMBER.fullmatch(name):
            found[name] = path
    return found


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _mall_name(connection: Connection, tables: Mapping[str, Any]) -> str:
    """Of the newest revision, whatever version wrote it; "" where there is none yet."""
    found = connection.execute(_NEWEST_MALL).scalar() if "revision" in tables else None
    document = json.loads(found) if isinstance(found, str) else found
    return str(document["mall"]["name"]) if document else ""
