"""The shapes of the system's health."""

from app.domain.health import Level
from app.web.api.documents import Answered


class FindingDocument(Answered):
    """What one check found, and what to do about it, in the language that was asked for."""

    check: str
    level: Level
    sentence: str


class HealthDocument(Answered):
    """The worst first; `level` is that of the worst."""

    now: str
    timezone: str
    level: Level
    sentence: str
    version: str
    findings: list[FindingDocument]


class LogLine(Answered):
    """A line of the log; `trace` is "" but where something unexpected went wrong."""

    at: str
    level: str
    logger: str
    message: str
    trace: str


class LogDocument(Answered):
    """The newest first."""

    now: str
    timezone: str
    lines: list[LogLine]
