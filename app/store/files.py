"""The files of an SQLite database: where they are, and that nobody but their owner reads them."""

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy.engine import make_url

PRIVATE = 0o600
OWNERS = 0o700  # what its owner may do stays: a file that is read-only is so for a reason
BESIDE = ("-wal", "-shm", "-journal")  # what SQLite lays beside the file, and would apply to another one


def database_file(url: str) -> Path | None:
    """The file of an SQLite database, whether or not it is there; None of any other."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database or address.database == ":memory:":
        return None
    return Path(address.database)


def files_of(url: str) -> tuple[Path, ...]:
    """Every file of an SQLite database that is there, its own one first."""
    file = database_file(url)
    if file is None:
        return ()
    beside = (file.with_name(f"{file.name}{ending}") for ending in BESIDE)
    return tuple(each for each in (file, *beside) if each.exists())


def keep_private(url: str) -> None:
    """Makes an SQLite file for its owner alone, and takes one that is there from everybody else.

    What SQLite lays beside it gets the mode of the file. A file that is there is not opened: closing it
    again would end the locks that this process holds on it. Whoever may not change it hears of it from
    SQLite, or from the check of what others can read.
    """
    file = database_file(url)
    if file is None:
        return
    with suppress(OSError):
        if not file.exists():
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
        for each in files_of(url):
            each.chmod(each.stat().st_mode & OWNERS)
