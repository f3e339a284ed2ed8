"""`run.py backup` and `run.py restore`: everything in one file, and back into an empty place."""

import argparse
import signal
import sys
import time
from pathlib import Path

from app.backup.folder import NAME, Drill, Purpose, new_path, note_drill, prune
from app.backup.restoring import drill, restore
from app.backup.room import NoRoom
from app.backup.settling import Restored
from app.backup.taking import take_backup
from app.domain.errors import Unworkable
from app.engine import Engine
from app.factory import utc_now
from config.settings import Settings

MOST_SKIPPED = 10_000


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = commands.add_parser("backup", help="keep everything in one file, while the server works")
    backup.add_argument("file", type=Path, nargs="?", metavar="FILE", help="default: the folder of backups")
    backup.add_argument("--purpose", type=Purpose, choices=tuple(Purpose), default=Purpose.ASKED)
    backup.add_argument("--keep", type=int, metavar="N", help="then remove the oldest beyond so many")
    backup.set_defaults(command=_backup)
    back = commands.add_parser("restore", help="bring a backup back, into an empty place")
    back.add_argument("file", type=Path, metavar="FILE")
    back.add_argument(
        "--drill", action="store_true", help="into a folder that is thrown away: would it come back?"
    )
    back.add_argument(
        "--skip",
        type=_count,
        default=0,
        metavar="N",
        help="leave out so many numbers of each of today's series: papers given after the backup",
    )
    back.set_defaults(command=_restore)


def _backup(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    _tidy_up_when_told_to_end()
    now = utc_now()
    path = asked.file or new_path(settings, asked.purpose, now=now)
    manifest = take_backup(settings, path, kind=asked.purpose, now=now, told=_tell)
    if asked.keep is not None:
        for name in prune(settings, keep=asked.keep, now=now):
            _tell(f"removed, as newer ones are there: {name}")
    files = len(manifest.members) - len(manifest.tables)
    print(f"{path}: {manifest.rows} rows of {len(manifest.tables)} tables and {files} files, checked")
    for name in manifest.missing:
        print(f"not there any more, so not in it: {name}", file=sys.stderr)
    print("It holds the office's key and passwords' hashes: keep it where strangers do not come.")
    return 0


def _restore(asked: argparse.Namespace, settings: Settings, _: Engine) -> int:
    _tidy_up_when_told_to_end()
    if asked.drill:
        return _drill(asked.file, settings)
    restored = restore(settings, asked.file, now=utc_now(), skip=asked.skip, told=_tell)
    print(_sentence("restored", restored))
    made = f"{restored.manifest.made_at.astimezone():%Y-%m-%d %H:%M}"
    if not asked.skip:
        print(
            f"Numbers given after {made} are not in it, and those of today would be given once more. If "
            "people still hold such papers, empty this place again and restore with --skip 100, say."
        )
    print(
        f"Everybody is signed out ({restored.signed_out} sessions). People, passwords and keys are as they "
        f"were at {made}: whoever was let go after it, and whichever key of a device was revoked, has to be "
        "again (/admin/staff, /admin/devices; `run.py token list`)."
    )
    print("Settings (.env) and the memory of print agents are not in a backup. Start the server as before.")
    return 0


def _tidy_up_when_told_to_end() -> None:
    """SIGTERM ends the program as Ctrl-C does: what was begun is taken away first."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended before it was done; nothing is left of it"))


def _drill(path: Path, settings: Settings) -> int:
    began = time.monotonic()
    try:
        restored = drill(path, beside=settings.data, now=utc_now(), told=_tell)
    except NoRoom:  # which says nothing about the backup
        raise
    except Unworkable as why:
        _note(path, began, numbers=0, why=str(why))
        raise
    _note(path, began, numbers=restored.numbers, why="")
    print(_sentence("the drill went well: it would come back whole", restored))
    return 0


def _note(path: Path, began: float, *, numbers: int, why: str) -> None:
    """For the page of backups; a file elsewhere is nobody's but whoever keeps it."""
    if NAME.fullmatch(path.name) and path.is_file():
        note_drill(path, Drill(utc_now(), time.monotonic() - began, numbers, why))


def _sentence(what: str, restored: Restored) -> str:
    manifest = restored.manifest
    made = manifest.made_at.isoformat(timespec="minutes")
    last = f"; the last numbers of today: {', '.join(restored.today)}" if restored.today else ""
    return (
        f"{what}: {manifest.mall or 'no mall'} as of {made}, {manifest.rows} rows, "
        f"{restored.numbers} numbers{last}"
    )


def _tell(what: str) -> None:
    print(f"  {what}", file=sys.stderr, flush=True)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST_SKIPPED:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to {MOST_SKIPPED}")
    return int(text)
