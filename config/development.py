"""The developers' commands of run.py, beside those of app.cli: test, lint, services, pictures and the like.

Standard library only, as it is imported before the engine is chosen; the work happens in child processes.
"""

import os
import subprocess
import sys
from collections.abc import Callable

from config.bootstrap import ROOT


def test(arguments: list[str]) -> int:
    """The test suite on real services; further words go to pytest."""
    return services([]) or _python("-m", "pytest", *arguments)


def services(arguments: list[str]) -> int:
    """Finds or fetches what the tests talk to: PostgreSQL, Chromium, node."""
    return _python("-m", "tests.services", *arguments)


def lint(arguments: list[str]) -> int:
    """Every check of the code's form; with --fix, what can be mended is mended."""
    fix = ["--fix"] if "--fix" in arguments else []
    steps = {
        "ruff check": ["ruff", "check", *fix, "."],
        "ruff format": ["ruff", "format", "." if fix else "--check", "."],
        "mypy": ["mypy"],
    }
    failed = []
    for name, module in steps.items():
        print(f"lint: {name} ...", flush=True)
        if _python("-m", *module):
            failed.append(name)
    print(f"lint: {'failed in ' + ', '.join(failed) if failed else 'all clean'}", flush=True)
    return 1 if failed else 0


def pictures(arguments: list[str]) -> int:
    """Takes the pictures of the README anew, or those that the tests compare the displays with."""
    if arguments not in ([], ["displays"]):
        print("usage: run.py pictures [displays]", file=sys.stderr)
        return 2
    return services([]) or _python("-m", "tests.browser.stills" if arguments else "tests.pictures")


def reference(arguments: list[str]) -> int:
    """Writes docs/reference anew from the code; takes no further words."""
    if arguments:
        print("usage: run.py reference", file=sys.stderr)
        return 2
    return _python("-m", "tests.reference")


def bundle(arguments: list[str]) -> int:
    """Fills wheelhouse/ for offices without internet; takes no further words."""
    if arguments:
        print("usage: run.py bundle", file=sys.stderr)
        return 2
    return _python("-c", "import sys; from config import installation; sys.exit(installation.bundle())")


def _python(*arguments: str) -> int:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "ANTREAN_NO_BOOTSTRAP": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a hundred servers of the tests would compile us anew
    try:
        return subprocess.call([sys.executable, *arguments], cwd=ROOT, env=environment)
    except KeyboardInterrupt:
        return 130


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "test": test,
    "lint": lint,
    "services": services,
    "pictures": pictures,
    "reference": reference,
    "bundle": bundle,
}
