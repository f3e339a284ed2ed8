"""What the log says and how it looks: sentences for a person, or one JSON object a line for a collector."""

import json
import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import walk_tb
from typing import TextIO

OURS = ("app", "config", "displays", "printers")
LIVE_LINK = ("engineio.server", "socketio.server")
APART_SECONDS = 60.0  # between two lines about packets that nobody can read
FILE = "antrean.log"
LARGEST_FILE = 1_000_000  # bytes, then the next one is begun
FILES_KEPT = 5
TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class JsonLines(logging.Formatter):
    """One object a line: at (UTC), level, logger, message, and trace where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


class StrangePackets(logging.Filter):
    """Anybody may send the live link what cannot be read: a line a minute is enough, and no traceback.

    What went wrong in our own parts is told in full.
    """

    def __init__(self, *, seconds: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._seconds = seconds
        self._told: float | None = None

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.exc_info or _is_ours(record):
            return True
        trouble, moment = record.exc_info[1], self._seconds()
        if self._told is not None and moment - self._told < APART_SECONDS:
            return False
        self._told = moment
        record.exc_info = record.exc_text = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg = "a packet of the live link could not be read (%s: %.100s); more are told in a minute"
        record.args = (type(trouble).__name__, trouble)
        return True


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether our own code had a part in the trouble that a record tells."""
    trace = record.exc_info[2] if record.exc_info else None
    names = (str(frame.f_globals.get("__name__", "")) for frame, _ in walk_tb(trace))
    return any(name.partition(".")[0] in OURS for name in names)


def begin(level: str, form: str, *, stream: TextIO) -> logging.Handler:
    """Has the log of this process written to `stream`; called once, by the command line.

    `level` is that of our own parts. Libraries say nothing below a warning: what they would tell
    (statements, addresses of tickets) does not belong in a log.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter(TEXT))
    logging.getLogger().addHandler(handler)
    wanted = logging.getLevelNamesMapping()[level.upper()]
    logging.getLogger().setLevel(max(wanted, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(wanted)
    for name in LIVE_LINK:  # with a level of their own they bring no second handler along
        logging.getLogger(name).setLevel(logging.ERROR)
        logging.getLogger(name).addFilter(StrangePackets())
    return handler


def keep(folder: Path) -> logging.Handler:
    """Has this process keep its log in a few files of a folder, beside what it says elsewhere.

    One process a folder: two would begin the next file at the same time.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / FILE, maxBytes=LARGEST_FILE, backupCount=FILES_KEPT - 1, encoding="utf-8", delay=True
    )
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    return handler


def kept(folder: Path, *, text: str = "", most: int) -> list[dict[str, str]]:
    """The newest lines that were kept, the newest first; with `text` those that have it somewhere."""
    sought, found = text.lower(), deque[dict[str, str]](maxlen=most)
    for line in _lines(folder):
        if sought in line.lower() and (entry := _entry(line)) is not None:
            found.append(entry)
    return list(reversed(found))


def _lines(folder: Path) -> Iterator[str]:
    """The oldest first. A file that was just renamed is read under one of its names or not at all."""
    for name in (*(f"{FILE}.{number}" for number in range(FILES_KEPT - 1, 0, -1)), FILE):
        try:
            with (folder / name).open(encoding="utf-8", errors="replace") as file:
                yield from file
        except FileNotFoundError:
            continue


def _entry(line: str) -> dict[str, str] | None:
    """None for a line that a power cut tore."""
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return {name: str(told.get(name, "")) for name in ("at", "level", "logger", "message", "trace")}
