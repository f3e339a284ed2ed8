"""Makes sure that a folder has one owner among the processes of this computer."""

import sys
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Claimed(OSError):
    """Another process holds the folder."""


def claim(folder: Path) -> IO[bytes]:
    """An open file that holds the folder until it is closed or its process ends; Claimed if it is held."""
    file = (folder / "owner.lock").open("ab")
    try:
        if sys.platform == "win32":
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as trouble:
        file.close()
        raise Claimed(f"{folder}: another agent keeps its journal here") from trouble
    return file
