"""Checks of the computer and of what lies on its disk: room, clock, database, key, address, backups."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, select

from app.backup.folder import backups_folder, kept_backups
from app.backup.room import free_room, nearest
from app.domain.health import Finding, Level
from app.domain.upkeep import OLD_BACKUP, OLD_DRILL
from app.store.files import files_of
from app.store.migrating import head, schema_in
from app.store.tables import journal
from config.private_file import is_open_to_others
from config.settings import Settings

LITTLE_SPACE = 2_000_000_000  # bytes: a film fits, and weeks of numbers
NO_SPACE = 300_000_000
CLOCK_AHEAD = timedelta(minutes=2)  # the newest fact may be later than the clock by another server's
LARGEST_ID = 2**62
KEY_FILES = ("agent.key", "satellites.toml", "demo.json")


def disk(settings: Settings) -> Iterator[Finding]:
    """Of the data and of the backups, once where both lie on one disk."""
    data, kept = settings.data, backups_folder(settings)
    is_one = nearest(data).stat().st_dev == nearest(kept).stat().st_dev
    for check, folder in (("disk", data),) if is_one else (("disk", data), ("backup_disk", kept)):
        free = free_room(folder)
        blanks = {"folder": str(folder), "gigabytes": free / 1e9}
        if free < NO_SPACE:
            yield Finding(check, Level.DANGER, "disk_full", blanks)
        elif free < LITTLE_SPACE:
            yield Finding(check, Level.WARNING, "disk_low", blanks)
        elif check == "disk":
            yield Finding(check, Level.GOOD, "disk_fine", blanks)
    if is_one and settings.backups is not None:  # a drive that is not plugged in leaves an empty folder
        yield Finding("backup_disk", Level.WARNING, "backup_same_disk", {"folder": str(kept)})


def clock(connection: Connection, *, now: datetime) -> Iterator[Finding]:
    """A clock behind what was noted already was set back, or an empty battery lost the time."""
    last = connection.execute(select(func.max(journal.c.id)).where(journal.c.id < LARGEST_ID)).scalar_one()
    at = connection.execute(select(journal.c.at).where(journal.c.id == last)).scalar()
    if at is not None and at - now > CLOCK_AHEAD:
        minutes = round((at - now) / timedelta(minutes=1))
        yield Finding("clock", Level.DANGER, "clock_back", {"minutes": minutes})
    else:
        yield Finding("clock", Level.GOOD, "clock_fine")


def database(connection: Connection) -> Iterator[Finding]:
    schema = schema_in(connection)
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.dialect.name]
    if schema != head():
        blanks = {"schema": schema or "-", "newest": head()}
        yield Finding("database", Level.DANGER, "database_old", blanks)
    else:
        yield Finding("database", Level.GOOD, "database_fine", {"kind": kind, "schema": schema})


def integrity(connection: Connection) -> Iterator[Finding]:
    """Reads all of an SQLite file, which takes a while: for the console alone."""
    if connection.dialect.name != "sqlite":
        return
    said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if said != "ok":
        yield Finding("integrity", Level.DANGER, "integrity_broken", {"said": said})
    else:
        yield Finding("integrity", Level.GOOD, "integrity_fine")


def secret(settings: Settings) -> Iterator[Finding]:
    path = settings.secret_path
    if not path.exists():
        yield Finding("secret", Level.DANGER, "secret_missing", {"file": str(path)})
    elif is_open_to_others(path):
        yield Finding("secret", Level.WARNING, "secret_open", {"file": str(path)})
    else:
        yield Finding("secret", Level.GOOD, "secret_fine")


def private(settings: Settings) -> Iterator[Finding]:
    """What else lets in whoever reads it: the database, keys of agents and satellites, backups."""
    keys = (settings.data / name for name in KEY_FILES)
    told = (*files_of(settings.database_url), *keys, *backups_folder(settings).glob("antrean-*.zip"))
    if open_to_all := [str(path) for path in told if path.exists() and is_open_to_others(path)]:
        yield Finding("private", Level.WARNING, "private_open", {"files": " ".join(open_to_all)})


def address(settings: Settings) -> Iterator[Finding]:
    """What the codes on paper lead to, as far as settings tell."""
    url = settings.public_url
    if url is None:
        yield Finding("address", Level.WARNING, "address_unset")
    elif _is_this_computer(url):
        yield Finding("address", Level.WARNING, "address_local", {"url": url})
    elif not url.startswith("https://"):
        yield Finding("address", Level.NOTE, "address_plain", {"url": url})
    else:
        yield Finding("address", Level.GOOD, "address_fine", {"url": url})


def backups(settings: Settings, *, now: datetime, demo: bool, daily: bool) -> Iterator[Finding]:
    """`daily`: one should be there every day. One from later than now is of a clock that was wrong."""
    kept = [each for each in kept_backups(settings) if each.manifest is not None and each.made_at <= now]
    if not kept:
        yield Finding("backup", Level.NOTE if demo else Level.WARNING, "backup_none")
        return
    age = now - kept[0].made_at
    blanks = {"hours": round(age / timedelta(hours=1)), "count": len(kept)}
    if demo or age <= OLD_BACKUP:
        yield Finding("backup", Level.GOOD, "backup_fine", blanks)
    else:
        yield Finding("backup", Level.DANGER if daily else Level.WARNING, "backup_old", blanks)
    drills = sorted((each.drill for each in kept if each.drill), key=lambda drill: drill.at)
    if not drills or now - drills[-1].at > OLD_DRILL:
        yield Finding("drill", Level.NOTE, "drill_old")
    elif drills[-1].is_fine:
        days = (now - drills[-1].at).days
        yield Finding("drill", Level.GOOD, "drill_fine", {"days": days})
    else:
        yield Finding("drill", Level.DANGER, "drill_failed", {"why": drills[-1].why})


def _is_this_computer(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
