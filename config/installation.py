"""Makes .venv and the vendor folder from the locks, and wheelhouse/ for offices without internet.

Standard library only. Every slow step says in one line what it is doing.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

from config import registry
from config.bootstrap import PYTHON, ROOT, RUNTIME, VENV, fingerprint, stamp

QUIET = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_ROOT_USER_ACTION": "ignore"}


def install(lock: str) -> None:
    """Everything a lock asks for; exits with one sentence when it cannot be had."""
    began = time.monotonic()
    say("Preparing Antrean (only the first time, and after an update).")
    try:
        _make_environment()
        _install_python_packages(lock)
        folders = [registry.fetch(package) for package in _browser_packages()]
    except (registry.DownloadFailed, OSError) as problem:
        _give_up(registry.without_addresses(str(problem)))
    except KeyboardInterrupt:
        sys.exit("Interrupted; the next start continues where this one stopped.")
    note = "\n".join([fingerprint(lock), *(folder.relative_to(ROOT).as_posix() for folder in folders)])
    part = stamp(lock).with_suffix(".part")
    part.write_text(note + "\n")
    part.replace(stamp(lock))
    say(f"Ready after {time.monotonic() - began:.0f} seconds.")


def bundle() -> int:
    """Fills wheelhouse/ with everything an installation of this platform downloads otherwise."""
    say("Collecting the packages of this platform in wheelhouse/ ...")
    shutil.rmtree(registry.WHEELHOUSE, ignore_errors=True)
    registry.WHEELHOUSE.mkdir()
    folder = str(registry.WHEELHOUSE)
    try:
        for lock in (RUNTIME, "requirements-pip.lock"):
            _pip(["download", "--require-hashes", "--no-deps", "-r", str(ROOT / lock), "-d", folder], lock)
        for package in registry.packages().values():
            if not package.for_tests:
                registry.download_package(package, registry.WHEELHOUSE)
    except registry.DownloadFailed as problem:
        _give_up(str(problem))
    count = sum(1 for _ in registry.WHEELHOUSE.iterdir())
    say(f"wheelhouse/ holds {count} files; a copy of the project that has it installs without internet.")
    return 0


def say(sentence: str) -> None:
    """One progress line, seen at once."""
    print(sentence, file=sys.stderr, flush=True)


def _give_up(problem: str) -> NoReturn:
    hint = "Check the internet connection, or bring a wheelhouse/ folder (run.py bundle), then try again."
    sys.exit(f"Antrean could not be prepared: {problem}. {hint}")


def _make_environment() -> None:
    if not _environment_fits():
        say("  making .venv ...")
        venv.EnvBuilder(clear=True, symlinks=os.name != "nt").create(VENV)
    if next(_site_packages("pip"), None):
        return
    if importlib.util.find_spec("ensurepip"):
        _run([str(PYTHON), "-m", "ensurepip", "--default-pip"])
        return
    say("  fetching pip, which this system's Python comes without ...")
    wheel = registry.fetch_wheel("pip", VENV)
    _run([str(PYTHON), str(wheel / "pip"), "install", "--no-index", "--quiet", str(wheel)])


def _environment_fits() -> bool:
    """False also for an environment whose Python has since been upgraded or removed."""
    version = "{}.{}".format(*sys.version_info[:2])
    try:
        made_by = (VENV / "pyvenv.cfg").read_text("utf-8")
    except OSError:
        return False
    return (
        PYTHON.exists()
        and re.search(rf"^version\s*=\s*{re.escape(version)}\.", made_by, re.MULTILINE) is not None
    )


def _site_packages(name: str) -> Iterator[Path]:
    yield from VENV.glob(f"lib/python*/site-packages/{name}")
    yield from VENV.glob(f"Lib/site-packages/{name}")


def _install_python_packages(lock: str) -> None:
    count = len(re.findall(r"^\S+==", (ROOT / lock).read_text("utf-8"), re.MULTILINE))
    say(f"  installing {count} Python packages ...")
    _pip(["install", "--require-hashes", "--no-deps", "-r", str(ROOT / lock)], lock)


def _pip(arguments: list[str], lock: str) -> None:
    """pip, with a sign of life every ten packages; on failure its last words without addresses."""
    offline = ["--no-index", "--find-links", str(registry.WHEELHOUSE)]
    if arguments[0] == "install" and registry.WHEELHOUSE.is_dir():
        arguments = [*arguments, *offline]
    command = [str(PYTHON), "-m", "pip", *arguments, "--progress-bar", "off"]
    last: list[str] = []
    collected = 0
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, **QUIET}
    ) as pip:
        for line in pip.stdout or ():
            last = [*last[-7:], line.strip()]
            collected += line.startswith("Collecting ")
            if line.startswith("Collecting ") and collected % 10 == 0:
                say(f"    {collected} downloaded ...")
            if line.startswith("Installing collected"):
                say("    unpacking ...")
    if pip.returncode:
        said = [line for line in last if line.startswith("ERROR")] or last[-2:]
        why = registry.without_addresses(" ".join(said)).removesuffix(".")
        raise registry.DownloadFailed(f"the packages of {lock} could not be installed ({why})")


def _browser_packages() -> Iterable[registry.Package]:
    for package in registry.packages().values():
        if not package.for_tests:
            if not package.folder.is_dir():
                say(f"  fetching {package.name} {package.version} for the browsers ...")
            yield package


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env={**os.environ, **QUIET},
    )
    if done.returncode:
        raise registry.DownloadFailed(registry.without_addresses(done.stdout.strip()[-800:]))
