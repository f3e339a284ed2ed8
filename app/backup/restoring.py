"""Brings a backup back: into an empty place, or for a drill into a place that is thrown away again."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select, update
from sqlalchemy.engine import make_url

from app.backup.archive import BLOCK, BadBackup, Manifest, Reading, table_member
from app.backup.taking import SATELLITES, SECRET
from app.store.migrating import is_known
from app.store.refilling import NotEmpty, NotTheSame, Part, refill
from app.store.tables import revision, series, ticket
from config import mall as mall_files
from config.satellites import satellites_file
from config.settings import Settings

STAGE = "restoring"  # folder in the data folder: what is not in its place yet


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: `numbers` tickets in all, `today` the last number of each series of today."""

    manifest: Manifest
    numbers: int
    today: tuple[str, ...]


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
    still be in people's hands. Killed at any moment it leaves an empty place, and may be repeated.
    Raises BadBackup, NotEmpty, NotTheSame, StoreUnavailable, OSError.
    """
    with Reading(path) as backup, ExitStack() as tidying:
        backup.verify()
        if not is_known(backup.manifest.schema):
            raise BadBackup(f"{path} was made by a newer version of Antrean; update this one first.")
        stage = settings.data / STAGE
        _must_be_empty(settings, backup)
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir(parents=True)
        tidying.callback(shutil.rmtree, stage, ignore_errors=True)
        _unpack(backup, stage)
        found: list[Restored] = []
        check = partial(_check, backup.manifest, now=now, skip=skip, found=found)
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


def drill(path: Path, *, now: datetime, told: Callable[[str], None] = lambda _: None) -> Restored:
    """Restores into a folder that is gone afterwards; raises what `restore` raises."""
    with tempfile.TemporaryDirectory(prefix="antrean-drill-") as folder:
        return restore(Settings(data=Path(folder)), path, now=now, told=told)


def _must_be_empty(settings: Settings, backup: Reading) -> None:
    """Looks for a key and for the file of a database; at tables `refill` looks. Raises NotEmpty."""
    file = _sqlite_file(settings)
    if file is not None and file.exists() and file.stat().st_size:
        raise NotEmpty(
            f"{file} is there already, and restoring would overwrite it. Restore into an empty folder "
            "(ANTREAN_DATA), or move this one away first."
        )
    if settings.secret_path.exists() and SECRET in backup.manifest.members:
        with backup.open(SECRET) as key:
            if key.read().strip() != settings.secret_path.read_bytes().strip():
                raise NotEmpty(
                    f"{settings.secret_path} is the key of another installation. Restore into an empty "
                    "folder (ANTREAN_DATA), or move this key away first."
                )


def _sqlite_file(settings: Settings) -> Path | None:
    address = make_url(settings.database_url)
    if address.get_backend_name() != "sqlite":
        return None
    return Path(address.database or "")


@contextmanager
def _database_in(settings: Settings, stage: Path) -> Iterator[str]:
    """Where to fill a database: SQLite's file comes to its place once it is whole, as the last of all."""
    file = _sqlite_file(settings)
    if file is None:
        yield settings.database_url
        return
    made = stage / "antrean.db"
    yield f"sqlite:///{made.resolve().as_posix()}"
    _sync(made)
    file.parent.mkdir(parents=True, exist_ok=True)
    if made.stat().st_dev == file.parent.stat().st_dev:
        made.replace(file)
    else:
        _move(made, file)
    _sync_folder(file.parent)


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
    """To its place, which may be on another disk, whole or not at all, with its own mode."""
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.part")
    shutil.move(path, part)
    _sync(part)
    part.replace(place)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """A new name is on the disk when its folder is; Windows knows no such thing."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _check(
    manifest: Manifest, connection: Connection, *, now: datetime, skip: int, found: list[Restored]
) -> None:
    """Numbers go on above the highest of each series, and the mall can be read. Raises NotTheSame."""
    document = connection.execute(
        select(revision.c.document).order_by(revision.c.id.desc()).limit(1)
    ).scalar()
    mall = None if document is None else mall_files.from_revision(document)
    today = now.astimezone(ZoneInfo(mall.timezone)).date() if mall else now.date()
    highest = (
        select(func.max(ticket.c.ordinal))
        .where(
            ticket.c.site == series.c.site, ticket.c.day == series.c.day, ticket.c.prefix == series.c.prefix
        )
        .scalar_subquery()
    )
    behind = connection.execute(select(series).where(series.c.last < highest)).all()
    if behind:
        raise NotTheSame(f"The series {behind[0].prefix} would give numbers twice; take another backup.")
    if skip:
        later = update(series).where(series.c.day >= today).values(last=series.c.last + skip)
        connection.execute(later)
    numbers = connection.execute(select(func.count()).select_from(ticket)).scalar_one()
    found.append(Restored(manifest, int(numbers), _last_numbers(connection, today)))


def _last_numbers(connection: Connection, today: date) -> tuple[str, ...]:
    rows = connection.execute(
        select(series.c.site, series.c.prefix, series.c.last)
        .where(series.c.day == today)
        .order_by(series.c.site, series.c.prefix)
    )
    return tuple(f"{row.site} {row.prefix}-{row.last:03d}" for row in rows)
