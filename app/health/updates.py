"""Whether a newer version is out: asked once a day at an address that the office names, and nowhere else."""

import json
import logging
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from http.client import HTTPException
from pathlib import Path

from app.domain.health import Finding, Level
from config.private_file import write_private
from config.settings import Settings

FILE = "updates.json"
ROUND_SECONDS = 60.0
ASKED_EVERY = timedelta(days=1)
ANSWER_SECONDS = 10
LARGEST_ANSWER = 10_000  # bytes
PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"

log = logging.getLogger(__name__)


class UpdateWatch:
    """Notes the answer in the data folder. What cannot be had is asked for again a day later."""

    def __init__(self, settings: Settings, *, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._asked: datetime | None = None

    def do_one(self) -> bool:
        """Never due again at once."""
        now = self._clock()
        is_early = self._asked is not None and timedelta() <= now - self._asked < ASKED_EVERY
        if self._settings.updates is None or is_early:
            return False
        self._asked = now
        try:
            newest = _newest(self._settings.updates)
        except (urllib.error.URLError, HTTPException, OSError, ValueError, KeyError, TypeError) as trouble:
            log.warning("whether a newer version is out could not be asked: %s", trouble)
            return False
        write_private(self._settings.data / FILE, json.dumps({"version": newest}))
        return False


def updates(settings: Settings) -> Iterator[Finding]:
    """What was answered last; nothing where the office asks nobody, or nobody answered yet."""
    if settings.updates is None:
        return
    try:
        newest = str(json.loads((settings.data / FILE).read_text("utf-8"))["version"])
        is_newer = numbers(newest) > numbers(own_version())
    except (OSError, ValueError, KeyError, TypeError):
        return
    if is_newer:
        yield Finding("updates", Level.NOTE, "update_there", {"newest": newest, "own": own_version()})
    else:
        yield Finding("updates", Level.GOOD, "update_none", {"own": own_version()})


@cache
def own_version() -> str:
    return str(tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"])


def numbers(version: str) -> tuple[int, ...]:
    """(1, 10, 2) of "1.10.2"; raises ValueError for anything else."""
    return tuple(int(each) for each in version.split("."))


def _newest(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=ANSWER_SECONDS) as answer:
            version = str(json.loads(answer.read(LARGEST_ANSWER))["version"])
    except urllib.error.HTTPError as refused:
        with refused:
            raise ValueError(f"the answer was {refused.code}") from refused
    numbers(version)
    return version
