"""Chromium: $CHROMIUM, the npm package @sparticuz/chromium unpacked into .venv, or the system's.

The package's is the page alone, the same everywhere. A desktop's Chromium draws its window around every page
as well, with tabs and tools that nobody sees, and that takes three times as much of the processor.
"""

import os
import platform
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field
from pathlib import Path

from config import registry
from config.bootstrap import VENV
from tests.services import register
from tests.services.node import run_node

SYSTEM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb")
UNBROTLI = """
const fs = require("node:fs"), zlib = require("node:zlib"), { pipeline } = require("node:stream");
const [from, to] = process.argv.slice(1);
const done = error => { if (error) throw error; };
pipeline(fs.createReadStream(from), zlib.createBrotliDecompress(), fs.createWriteStream(to), done);
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{folder}/cache</cachedir>
</fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """A browser's program and what must be in its environment."""

    program: Path
    origin: str
    environment: dict[str, str] = field(default_factory=dict)


def find_chromium() -> Chromium:
    """A browser that is already here; nothing is downloaded."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Chromium(Path(named), "$CHROMIUM")
    return _locked() if (_unpacked() / "chromium").is_file() else find_desktop()


def find_desktop() -> Chromium:
    """The one with a window that people of this machine use."""
    for name in SYSTEM:
        program = shutil.which(name)
        if program:
            return Chromium(Path(program), "system")
    raise register.Missing("Chromium is missing: run `python3 run.py services`, or name one in $CHROMIUM")


def _locked() -> Chromium:
    folder = _unpacked()
    environment = {
        "LD_LIBRARY_PATH": str(folder / "lib"),
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "FONTCONFIG_PATH": str(folder),
    }
    return Chromium(folder / "chromium", "npm @sparticuz/chromium", environment)


def provide_chromium() -> Chromium:
    """The same, the package's fetched first where it runs; without a network, the system's will do."""
    if "CHROMIUM" not in os.environ and sys.platform == "linux" and platform.machine() == "x86_64":
        try:
            return provide_locked()
        except (register.Missing, registry.DownloadFailed) as problem:
            print(f"  {problem}", flush=True)
    return find_chromium()


def provide_locked() -> Chromium:
    """The build that the lock names, fetched if need be."""
    if (_unpacked() / "chromium").is_file():
        return _locked()
    package = registry.packages()["@sparticuz/chromium"]
    print(f"  fetching Chromium {package.version.partition('.')[0]} (70 MB) ...", flush=True)
    source = registry.fetch(package) / "bin"
    print("  unpacking Chromium ...", flush=True)
    part = _unpacked().with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    unbrotli(source / "chromium.br", part / "chromium")
    (part / "chromium").chmod(0o755)
    for archive in ("al2023", "fonts", "swiftshader"):
        tar = part / f"{archive}.tar"
        unbrotli(source / f"{archive}.tar.br", tar)
        with tarfile.open(tar) as opened:
            opened.extractall(part)  # noqa: S202  (checked against the lock; Debian's 3.11.2 has no filter=)
        tar.unlink()
    (part / "fonts.conf").write_text(FONTS.format(folder=_unpacked() / "fonts"))
    part.replace(_unpacked())
    shutil.rmtree(source)
    source.mkdir()
    return _locked()


def version(chromium: Chromium) -> str:
    """What the program says of itself; also proves that it starts here."""
    try:
        command = [str(chromium.program), "--version", "--no-sandbox"]
        environment = {**os.environ, **chromium.environment}
        said = subprocess.run(
            command, capture_output=True, text=True, timeout=60, check=True, env=environment
        )
    except (OSError, subprocess.SubprocessError) as problem:
        raise register.Missing(f"Chromium ({chromium.origin}) does not start here: {problem}") from problem
    return f"{said.stdout.strip()} ({chromium.origin})"


def _unpacked() -> Path:
    return VENV / "share" / f"chromium-{registry.packages()['@sparticuz/chromium'].version}"


def unbrotli(source: Path, target: Path) -> None:
    """Unpacks one file with node, as Python's own library cannot."""
    done = run_node("-e", UNBROTLI, source, target)
    if done.returncode:
        raise register.Missing(f"{source.name} could not be unpacked: {done.stdout[-300:]}")
