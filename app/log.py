"""What the log says and how it looks: sentences for a person, or one JSON object a line for a collector."""

import json
import logging
from datetime import UTC, datetime
from typing import TextIO

OURS = ("app", "config", "displays", "printers")
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
    return handler
