"""The folder of pictures and films: each file has the hash of its bytes for a name and is never changed."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import disk_usage
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import BinaryIO, cast

from app.domain.media import FILE_NAME, LARGEST_FILE, Found, MediaLarge, NoSpace
from app.media.inspecting import inspect

PART = ".part"  # ending of what is still coming in
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
KEPT_FREE = 200 * 1024 * 1024  # bytes; the database has to go on when films fill the disk


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies on the shelf; `size` in bytes."""

    sha256: str
    size: int
    found: Found

    @property
    def file(self) -> str:
        return f"{self.sha256}.{self.found.type}"


class Incoming:
    """A file that is being sent: written and hashed as it comes. Raises MediaLarge and NoSpace."""

    def __init__(self, folder: Path, *, largest: int, free: int) -> None:
        self._largest, self._free = largest, free
        self._hash = sha256()
        self.size = 0
        with _room():
            folder.mkdir(parents=True, exist_ok=True)
            self.file = NamedTemporaryFile(dir=folder, suffix=PART, delete=False)  # noqa: SIM115 - given up below
        self.path = Path(self.file.name)

    def write(self, block: bytes) -> int:
        time.sleep(0)  # lets other requests run between two blocks of one that comes fast
        self.size += len(block)
        if self.size > self._largest:
            raise MediaLarge
        if self.size > self._free:
            raise NoSpace
        self._hash.update(block)
        with _room():
            return self.file.write(block)

    def seek(self, place: int) -> int:
        """Whoever reads a form winds a file back when it has come."""
        return self.file.seek(place)

    def finish(self) -> Kept:
        """Looks what it is and has the disk keep it, under its name. Raises what inspect raises."""
        found = inspect(cast(BinaryIO, self.file.file))
        with _room():
            self.file.flush()
            os.fsync(self.file.fileno())
        self.file.close()
        kept = Kept(self._hash.hexdigest(), self.size, found)
        self.path.replace(self.path.parent / kept.file)
        return kept

    def give_up(self) -> None:
        """Leaves nothing behind of what was not finished."""
        with suppress(OSError):  # a full disk refuses the rest of it once more
            self.file.close()
        self.path.unlink(missing_ok=True)


class Shelf:
    """`busy` is held while a file and its row are made, or both thrown away: never one without the other."""

    def __init__(self, folder: Path, *, largest: int = LARGEST_FILE) -> None:
        self._folder = folder
        self._largest = largest
        self.busy = Lock()

    def receive(self) -> Incoming:
        return Incoming(self._folder, largest=self._largest, free=self.free)

    @property
    def free(self) -> int:
        """Bytes that may still come."""
        folder = next(each for each in (self._folder, *self._folder.parents) if each.exists())
        return max(0, disk_usage(folder).free - KEPT_FREE)

    def path(self, name: str) -> Path | None:
        """The file of that name, if it is here."""
        path = self._folder / name
        return path if FILE_NAME.fullmatch(name) and path.is_file() else None

    def throw_away(self, name: str) -> None:
        if FILE_NAME.fullmatch(name):
            (self._folder / name).unlink(missing_ok=True)

    def sweep(self) -> None:
        """At the start: what a server was receiving when it ended will never be whole."""
        for part in self._folder.glob(f"*{PART}"):
            part.unlink(missing_ok=True)


@contextmanager
def _room() -> Iterator[None]:
    """A full disk as a refusal; any other trouble of the disk stays what it is."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise NoSpace from error
        raise
