"""Chromium 64 and 79, as televisions of 2018 and 2020 have them: npm's chrome-aws-lambda.

They are pinned here and not in package-lock.json: old versions never change, and npm would lock sixty
packages beside them that nobody needs.
"""

import platform
import shutil
import sys

from config import registry
from config.bootstrap import VENV
from tests.services import register
from tests.services.chromium import Chromium, provide_locked, unbrotli

FILES = ("LICENSE", "bin/chromium.br")
ENGINES = {
    64: registry.Package(
        "chrome-aws-lambda",
        "64.0.3264",
        "sha512-3XpUhpg5Qlbq8V/Pk5gzfSqcq3wSlfT1N98yzDY8a+PrrROx9XUCntkg4W1ZmisqLsWhmRLZQrKtDjTRBttwig==",
        for_tests=True,
        files=FILES,
    ),
    79: registry.Package(
        "chrome-aws-lambda",
        "2.0.2",
        "sha512-Aqgq5F93eJARkO+O/wD+2bCCFOVQNfA329sdPNl8ib0gsRjS00bAgTc9f5Mvto7H7yDuBcy0V3xJQZwMvmILUg==",
        for_tests=True,
        files=FILES,
    ),
}


def provide(engine: int) -> Chromium:
    """This engine's program, fetched if need be; its libraries and fonts are those of the locked Chromium."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise register.Missing(f"Chromium {engine} exists for Linux on x86-64 only")
    environment = provide_locked().environment
    package = ENGINES[engine]
    program = VENV / "share" / f"chromium-{engine}"
    if not program.is_file():
        print(f"  fetching Chromium {engine} (40 MB) ...", flush=True)
        source = registry.fetch(package)
        part = program.with_suffix(".part")
        unbrotli(source / "bin" / "chromium.br", part)
        part.chmod(0o755)
        part.replace(program)
        shutil.rmtree(source)
    return Chromium(program, f"npm {package.name} {package.version}", environment)
