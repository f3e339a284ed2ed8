"""Files and folders that only their owner may read: keys, tokens, and what visitors left."""

import os
import stat
from contextlib import suppress
from pathlib import Path

OTHERS = 0o077


def write_private(path: Path, text: str) -> None:
    """Writes a file with mode 0600, whole or not at all, and on the disk when this returns."""
    part = path.with_name(f"{path.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def private_folder(path: Path) -> None:
    """Makes a folder that its owner alone may enter; one that is there stays as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)


def is_open_to_others(path: Path) -> bool:
    """Whether somebody else on this computer may read or write it; Windows has no such modes."""
    return os.name != "nt" and bool(stat.S_IMODE(path.stat().st_mode) & OTHERS)


def sync_folder(folder: Path) -> None:
    """A new name is on the disk when its folder is; Windows and some network drives know no such thing."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(opened)
    finally:
        os.close(opened)
