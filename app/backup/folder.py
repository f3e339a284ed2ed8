"""The folder of the backups: their names, what is known of each, which are old enough to go."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.backup.archive import BadBackup, Manifest, Reading
from config.private_file import write_private
from config.settings import Settings

BEFORE_UPGRADES_KEPT = 3
DRILL = ".drill.json"  # beside the backup: how its last drill went
FORGOTTEN_SECONDS = 24 * 3600.0  # no backup takes so long: whoever wrote this part was killed
STAMP = "%Y%m%d-%H%M%S"


class Purpose(StrEnum):
    """What a backup was taken for; each is kept by a count of its own."""

    DAILY = "daily"
    ASKED = "asked"
    UPGRADE = "upgrade"


NAME = re.compile(rf"antrean-(\d{{8}}-\d{{6}})-({'|'.join(Purpose)})\.zip")


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
    return backups_folder(settings) / f"antrean-{now.astimezone(UTC).strftime(STAMP)}-{purpose}.zip"


def kept_backups(settings: Settings) -> Sequence[Kept]:
    """Those in the folder, the newest first; files of other names are nobody's business."""
    folder = backups_folder(settings)
    found = [(NAME.fullmatch(path.name), path) for path in folder.glob("antrean-*.zip")]
    kept = [_kept(path, name[1], Purpose(name[2])) for name, path in found if name]
    return sorted(kept, key=lambda each: each.name, reverse=True)


def named(settings: Settings, name: str) -> Path | None:
    """The backup of that name, if it is there; any other text is none."""
    path = backups_folder(settings) / name
    return path if NAME.fullmatch(name) and path.is_file() else None


def prune(settings: Settings, *, keep: int) -> Sequence[str]:
    """Removes the oldest of each purpose beyond its count, never a newest one; returns their names."""
    clear_parts(settings)
    return [name for purpose in Purpose for name in prune_one(settings, purpose, keep=keep)]


def clear_parts(settings: Settings) -> None:
    """Removes what was begun by somebody who was killed."""
    for part in backups_folder(settings).glob("antrean-*.zip.part"):
        if datetime.now(UTC).timestamp() - part.stat().st_mtime > FORGOTTEN_SECONDS:
            part.unlink(missing_ok=True)


def prune_one(settings: Settings, purpose: Purpose, *, keep: int) -> Sequence[str]:
    """The same of one purpose; those before upgrades are kept by a count of their own, whatever is asked."""
    count = BEFORE_UPGRADES_KEPT if purpose is Purpose.UPGRADE else keep
    mine = [each for each in kept_backups(settings) if each.purpose is purpose]
    gone = mine[max(1, count) :]
    for old in gone:
        old.path.unlink(missing_ok=True)
        _drill_file(old.path).unlink(missing_ok=True)
    return [old.name for old in gone]


def note_drill(path: Path, drill: Drill) -> None:
    told = {"at": drill.at.isoformat(), "seconds": drill.seconds, "numbers": drill.numbers, "why": drill.why}
    write_private(_drill_file(path), json.dumps(told, ensure_ascii=False))


def _kept(path: Path, stamp: str, purpose: Purpose) -> Kept:
    try:
        with Reading(path) as backup:
            manifest: Manifest | None = backup.manifest
    except (BadBackup, OSError):
        manifest = None
    made_at = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
    return Kept(path, purpose, made_at, path.stat().st_size, manifest, _drill(path))


def _drill_file(path: Path) -> Path:
    return path.with_name(path.name + DRILL)


def _drill(path: Path) -> Drill | None:
    try:
        told: dict[str, Any] = json.loads(_drill_file(path).read_text("utf-8"))
        at = datetime.fromisoformat(told["at"])
        return Drill(at, float(told["seconds"]), int(told["numbers"]), str(told["why"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
