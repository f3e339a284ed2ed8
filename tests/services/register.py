"""Which real services a run used, and what happens when one cannot be had."""

import platform
import sys
from typing import NoReturn

import pytest

REQUIRED = sys.platform == "linux" and platform.machine() == "x86_64"

used: dict[str, str] = {}


class Missing(Exception):
    """A service is not on this machine; the text names the command that would provide it."""


def note(service: str, what: str) -> None:
    """Remembers the service for the list at the end of the run."""
    used[service] = what


def do_without(problem: Missing) -> NoReturn:
    """A failure where every service can be had (Linux on x86-64), elsewhere a skip that says so."""
    if REQUIRED:
        pytest.fail(str(problem), pytrace=False)
    pytest.skip(str(problem))
