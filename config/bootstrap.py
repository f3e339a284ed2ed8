"""Decides whether the environment is ready, has it installed when it is not, and runs on inside it.

Standard library only. Everything slow or networked is config/installation.py, imported only when something is
missing: the server's process must not have loaded sockets and TLS before run.py chose its engine.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

RUNTIME = "requirements.lock"
TEST = "requirements-test.lock"


def lock_for(command: str) -> str:
    """The list of packages a command needs: the developers' ones add the tools of tests and lint."""
    return TEST if command in ("test", "lint", "services", "pictures", "reference") else RUNTIME


def fingerprint(lock: str) -> str:
    """Changes whenever an installation made from these files by this Python would come out differently."""
    digest = hashlib.sha256("{}.{}".format(*sys.version_info[:2]).encode())
    for name in (
        "pyproject.toml",
        "package.json",
        "package-lock.json",
        "requirements-pip.lock",
        RUNTIME,
        lock,
    ):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def stamp(lock: str) -> Path:
    """Where the fingerprint of the finished installation is noted; written last."""
    return VENV / (lock + ".installed")


def is_ready(lock: str) -> bool:
    """True when exactly what the locks ask for stands in .venv and in the vendor folder."""
    try:
        noted = stamp(lock).read_text().split("\n")
    except OSError:
        return False
    return noted[0] == fingerprint(lock) and all((ROOT / folder).is_dir() for folder in noted[1:] if folder)


def prepare(arguments: list[str]) -> None:
    """Returns inside a complete .venv; until then installs and starts the program again in there.

    The computer of a kiosk needs none.
    """
    if os.environ.get("ANTREAN_NO_BOOTSTRAP") == "1" or arguments[:1] == ["kiosk"]:
        return
    lock = lock_for(arguments[0] if arguments else "")
    complete = is_ready(lock)
    if not complete:
        from config import installation  # noqa: PLC0415  (see the module's docstring)

        installation.install(lock)
    if not complete or Path(sys.prefix).resolve() != VENV.resolve():
        _run_again(arguments)


def _run_again(arguments: list[str]) -> None:
    command = [str(PYTHON), str(ROOT / "run.py"), *arguments]
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(command[0], command)  # noqa: S606  (our own interpreter, arguments as a list)
