"""The folder of the backups: their names, what is known of each, which are old enough to go."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.backup.archive import PART, BadBackup, Manifest, Reading
from app.backup.room import is_forgotten
from config.private_file import write_private
from config.settings import Settings

BEFORE_UPGRADES_KEPT = 3
DRILL = ".drill.json"  # beside the backup: how its last drill went
STAMP = "%Y%m%d-%H%M%S"


class Purpose(StrEnum):
    """What a backup was taken for; each is kept by a count of its own."""

    DAILY = "daily"
    ASKED = "asked"
    UPGRADE = "upgrade"


PREFIX = "antrean-"
NAME = re.compile(rf"{PREFIX}(\d{{8}}-\d{{6}})-({'|'.join(Purpose)})\.zip")


@dataclass(frozen=True, slots=True)
class Drill:
    """How bringing a backup back went: `why` is the sentence of its refusal, "" when all was well."""

    at: datetime
    seconds: float
    numbers: int
    why: str

    @property
    def is_fine(self) -> bool:
        return not self.why


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup in the folder; `manifest` is None where it cannot be read."""

    path: Path
    purpose: Purpose
    made_at: datetime
    size: int
    manifest: Manifest | None
    drill: Drill | None

    @property
    def name(self) -> str:
        return self.path.name


def backups_folder(settings: Settings) -> Path:
    return settings.backups or settings.data / "backups"


def new_path(settings: Settings, purpose: Purpose, *, now: datetime) -> Path:
    return backups_folder(settings) / f"{PREFIX}{now.astimezone(UTC).strftime(STAMP)}-{purpose}.zip"


def kept_backups(settings: Settings) -> Sequence[Kept]:
    """Those in the folder, the newest first; files of other names are nobody's business.

    Every file is opened: on a disk elsewhere, which may hang, that is no work for a server's own thread.
    """
    return [kept for each in _found(settings) if (kept := _kept(each)) is not None]


def named(settings: Settings, name: str) -> Path | None:
    """The backup of that name, if it is there; any other text is none."""
    path = backups_folder(settings) / name
    return path if _read_name(path) is not None and path.name == name and path.is_file() else None


def prune(settings: Settings, *, keep: int, now: datetime) -> Sequence[str]:
    """Removes the oldest of each purpose beyond its count, never a newest one; returns their names."""
    clear_parts(settings)
    return [name for purpose in Purpose for name in prune_one(settings, purpose, keep=keep, now=now)]


def clear_parts(settings: Settings) -> None:
    """Removes what was begun by somebody who was killed."""
    for part in backups_folder(settings).glob(f"{PREFIX}*.zip*{PART}"):
        if is_forgotten(part):
            part.unlink(missing_ok=True)


def prune_one(settings: Settings, purpose: Purpose, *, keep: int, now: datetime) -> Sequence[str]:
    """The same of one purpose; those before upgrades are kept by a count of their own, whatever is asked.

    One from later than now was made while a clock was wrong, then or now: it stays, and counts for none.
    """
    count = BEFORE_UPGRADES_KEPT if purpose is Purpose.UPGRADE else keep
    mine = [each.path for each in _found(settings) if each.purpose is purpose and each.made_at <= now]
    gone = mine[max(1, count) :]
    for old in gone:
        old.unlink(missing_ok=True)
        _drill_file(old).unlink(missing_ok=True)
    return [old.name for old in gone]


def note_drill(path: Path, drill: Drill) -> None:
    told = {"at": drill.at.isoformat(), "seconds": drill.seconds, "numbers": drill.numbers, "why": drill.why}
    write_private(_drill_file(path), json.dumps(told, ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class _Found:
    """A file of the folder, and what its name says of it."""

    path: Path
    purpose: Purpose
    made_at: datetime


def _found(settings: Settings) -> Sequence[_Found]:
    """The newest first."""
    paths = backups_folder(settings).glob(f"{PREFIX}*.zip")
    found = [each for path in paths if (each := _read_name(path)) is not None]
    return sorted(found, key=lambda each: each.path.name, reverse=True)


def _read_name(path: Path) -> _Found | None:
    told = NAME.fullmatch(path.name)
    if told is None:
        return None
    try:
        made_at = datetime.strptime(told[1], STAMP).replace(tzinfo=UTC)
    except ValueError:  # figures that are no moment
        return None
    return _Found(path, Purpose(told[2]), made_at)


def _kept(found: _Found) -> Kept | None:
    """None for one that made room for a newer one meanwhile."""
    path = found.path
    try:
        with Reading(path) as backup:
            manifest: Manifest | None = backup.manifest
    except (BadBackup, OSError):
        manifest = None
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return None
    return Kept(path, found.purpose, found.made_at, size, manifest, _drill(path))


def _drill_file(path: Path) -> Path:
    return path.with_name(path.name + DRILL)


def _drill(path: Path) -> Drill | None:
    try:
        told: dict[str, Any] = json.loads(_drill_file(path).read_text("utf-8"))
        at = datetime.fromisoformat(told["at"])
        return Drill(at, float(told["seconds"]), int(told["numbers"]), str(told["why"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
