"""Brings a backup back: into an empty place, or for a drill into a place that is thrown away again."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from app.backup.archive import BLOCK, BadBackup, Reading, table_member
from app.backup.room import must_have_room, passing_folder
from app.backup.settling import Restored, settle
from app.backup.taking import SATELLITES, SECRET
from app.store.files import database_file, files_of
from app.store.migrating import is_known
from app.store.refilling import NotEmpty, Part, refill
from config.private_file import private_folder, sync_folder
from config.satellites import satellites_file
from config.settings import Settings

STAGE = "restoring"  # folder in the data folder: what is not in its place yet


def restore(
    settings: Settings,
    path: Path,
    *,
    now: datetime,
    skip: int = 0,
    told: Callable[[str], None] = lambda _: None,
) -> Restored:
    """Fills the empty place that the settings name, all or nothing, and checks what came.

    `skip` numbers of each of today's series are left out: papers that were given after the backup may
    still be in people's hands. Everybody is signed out. Killed at any moment it leaves an empty place, and
    may be repeated.
    Raises BadBackup, NoRoom, NotEmpty, NotTheSame, StoreUnavailable, OSError.
    """
    with Reading(path) as backup, ExitStack() as tidying:
        backup.verify()
        if not is_known(backup.manifest.schema):
            raise BadBackup(f"{path} was made by a newer version of Antrean; update this one first.")
        stage = settings.data / STAGE
        _must_be_empty(settings, backup)
        private_folder(settings.data)
        shutil.rmtree(stage, ignore_errors=True)
        must_have_room(settings.data, _size(settings, backup))
        private_folder(stage)
        tidying.callback(shutil.rmtree, stage, ignore_errors=True)
        _unpack(backup, stage)
        found: list[Restored] = []

        def check(connection: Connection) -> None:
            found.append(settle(backup.manifest, connection, now=now, skip=skip))

        with _database_in(settings, stage) as url:
            refill(
                url,
                schema=backup.manifest.schema,
                parts=_parts(backup),
                sequences=backup.manifest.sequences,
                then=lambda connection: _keep_files(settings, stage, check, connection),
                told=told,
            )
        return found[0]


def drill(
    path: Path, *, beside: Path, now: datetime, told: Callable[[str], None] = lambda _: None
) -> Restored:
    """Restores into a folder in `beside` that is gone afterwards; raises what `restore` raises."""
    with passing_folder(beside) as folder:
        return restore(Settings(data=folder), path, now=now, told=told)


def _size(settings: Settings, backup: Reading) -> int:
    """Bytes that come to the data folder; a server of PostgreSQL keeps its tables itself."""
    own_file = database_file(settings.database_url) is not None
    members = backup.manifest.members
    return sum(each.size for name, each in members.items() if own_file or not name.startswith("tables/"))


def _must_be_empty(settings: Settings, backup: Reading) -> None:
    """Looks for a key and for files of a database; at tables `refill` looks. Raises NotEmpty."""
    if there := [each for each in files_of(settings.database_url) if each.stat().st_size]:
        names = ", ".join(each.name for each in there)
        raise NotEmpty(
            f"{names} in {there[0].parent} would be overwritten, or mixed with what comes back. Restore into "
            "an empty folder (ANTREAN_DATA), or move all of it away first."
        )
    if settings.secret_path.exists() and SECRET in backup.manifest.members:
        with backup.open(SECRET) as key:
            if key.read().strip() != settings.secret_path.read_bytes().strip():
                raise NotEmpty(
                    f"{settings.secret_path} is the key of another installation. Restore into an empty "
                    "folder (ANTREAN_DATA), or move this key away first."
                )


@contextmanager
def _database_in(settings: Settings, stage: Path) -> Iterator[str]:
    """Where to fill a database: SQLite's file comes to its place once it is whole, as the last of all."""
    file = database_file(settings.database_url)
    if file is None:
        yield settings.database_url
        return
    made = stage / "antrean.db"
    yield f"sqlite:///{made.resolve().as_posix()}"
    _sync(made)
    _move(made, file)
    sync_folder(file.parent)


def _parts(backup: Reading) -> dict[str, Part]:
    manifest = backup.manifest
    return {
        name: Part(table.columns, manifest.members[table_member(name)].sha256, partial(_lines, backup, name))
        for name, table in manifest.tables.items()
    }


def _lines(backup: Reading, name: str) -> Iterator[bytes]:
    with backup.open(table_member(name)) as lines:
        yield from lines


def _unpack(backup: Reading, stage: Path) -> None:
    """Every file but the tables."""
    for name in backup.manifest.members:
        if name.startswith("tables/"):
            continue
        target = stage / name
        target.parent.mkdir(parents=True, exist_ok=True)
        private = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with backup.open(name) as content, os.fdopen(private, "wb") as file:
            shutil.copyfileobj(content, file, BLOCK)


def _keep_files(
    settings: Settings, stage: Path, check: Callable[[Connection], None], connection: Connection
) -> None:
    """Called when the rows are right and not committed yet: the files first, as no row may lack its file."""
    check(connection)
    for folder in ("media", "voice"):
        for path in sorted((stage / folder).rglob("*")):
            if path.is_file():
                _move(path, settings.data / path.relative_to(stage))
    for name, place in ((SATELLITES, satellites_file(settings)), (SECRET, settings.secret_path)):
        if (stage / name).exists() and not place.exists():
            _move(stage / name, place)


def _move(path: Path, place: Path) -> None:
    """To its place, which may be on another disk, whole or not at all, and its owner's alone on the way."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if path.stat().st_dev == place.parent.stat().st_dev:
        _sync(path)
        path.replace(place)
        return
    part = place.with_name(f"{place.name}.part")
    private = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with path.open("rb") as content, os.fdopen(private, "wb") as file:
        shutil.copyfileobj(content, file, BLOCK)
        file.flush()
        os.fsync(file.fileno())
    part.replace(place)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
