"""Room on the disk: a backup or a drill leaves enough for the numbers that are given meanwhile."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.errors import Unworkable

LEFT_FREE = 100_000_000  # bytes: numbers and their log go on being written
PASSING = "passing-"
FORGOTTEN_SECONDS = 24 * 3600.0  # nothing takes so long: whoever began it was killed


class NoRoom(Unworkable):
    """What was asked for would fill the disk, and on a full disk no number can be given."""


def free_room(folder: Path) -> int:
    """Free bytes where a folder is, or will be."""
    return shutil.disk_usage(nearest(folder)).free


def nearest(folder: Path) -> Path:
    """The folder, or while it is not made yet the nearest one above it."""
    return next(each for each in (folder.resolve(), *folder.resolve().parents) if each.exists())


def must_have_room(folder: Path, size: int) -> None:
    """Raises NoRoom where so many bytes more would leave too little."""
    free = free_room(folder)
    if free - size < LEFT_FREE:
        raise NoRoom(
            f"There is too little room at {folder}: {_megabytes(size)} are needed, "
            f"{_megabytes(LEFT_FREE)} have to stay free, and there are {_megabytes(free)}. "
            "Delete what is not used, or name another place."
        )


@contextmanager
def passing_folder(beside: Path) -> Iterator[Path]:
    """A folder of the owner's alone that is gone afterwards; those that somebody left behind go too.

    Not where the system keeps what is temporary: on many computers that is memory.
    """
    beside.mkdir(parents=True, exist_ok=True)
    for old in beside.glob(f"{PASSING}*"):
        if is_forgotten(old):
            shutil.rmtree(old, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=PASSING, dir=beside) as folder:
        yield Path(folder)


def is_forgotten(path: Path) -> bool:
    """Whether what is here for a while only was left behind; what is gone already was not."""
    try:
        return time.time() - path.stat().st_mtime > FORGOTTEN_SECONDS
    except FileNotFoundError:
        return False


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB"
